"""Small bodies of content for the tests."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from bsrgraph.content import Content, find_content

FROZEN = Path(__file__).parent / "content"
SOURCE = """\
subject,relation,object
this source,is a,news article
this source,title,A test
this source,publisher,rowan-press
this source,language,en
rowan-press,is a,organisation
rowan-press,name,Rowan Press
"""


def copy_content(root: Path, data: Path = FROZEN / "data") -> Content:
    """Lay out the real ontology and queries beside other data."""
    real = find_content()
    shutil.copytree(real.ontology, root / "ontology")
    shutil.copytree(real.queries, root / "queries")
    shutil.copytree(data, root / "data")
    shutil.copy(real.root / "CITATION.cff", root)
    return Content(root)


def hash_files(folder: Path) -> dict[str, str]:
    """Hash every file below a folder by its name."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }
