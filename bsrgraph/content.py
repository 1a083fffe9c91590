"""Find ontology, data, queries and the built graph, and say whether they belong together."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from .errors import ContentError, Problem

PACKAGE = Path(__file__).parent
VARIABLE = "BSRGRAPH_CONTENT"
STAMP = "# made by bsrgraph from inputs with SHA-256 "


@dataclass(frozen=True)
class Content:
    """Name the folders of one body of content below `root`."""

    root: Path

    @property
    def ontology(self) -> Path:
        """Give the folder of the vocabulary."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """Give the folder of registry and sheets."""
        return self.root / "data"

    @property
    def queries(self) -> Path:
        """Give the folder of the questions."""
        return self.root / "queries"

    @property
    def sources(self) -> Path:
        """Give the folder of the source sheets."""
        return self.data / "sources"

    @property
    def built(self) -> Path:
        """Give the folder that the build writes."""
        return self.root / "build"

    def sheets(self) -> list[Path]:
        """List the source sheets, sorted; the template is none."""
        return sorted(p for p in self.sources.glob("*.csv") if p.name != "TEMPLATE.csv")

    def name(self, path: Path) -> str:
        """Shorten a path to how people write it, from the root on.

        >>> Content(Path("/x")).name(Path("/x/data/sources/a.csv"))
        'data/sources/a.csv'
        """
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )


def find_content() -> Content:
    """Find the folder that BSRGRAPH_CONTENT names, or else the checkout around the package, or else
    what the wheel carries; raises ContentError if a folder that is named holds no content.

    >>> (find_content().ontology / "bsr.ttl").exists()
    True
    """
    if named := os.environ.get(VARIABLE):
        if not (Path(named) / "ontology" / "bsr.ttl").exists():
            remedy = f"let {VARIABLE} name a folder with ontology/, data/ and queries/"
            raise ContentError([Problem(named, 1, "no ontology/bsr.ttl in it", remedy)])
        return Content(Path(named).absolute())
    checkout = PACKAGE.parent
    return Content(checkout if (checkout / "ontology" / "bsr.ttl").exists() else PACKAGE / "share")


def compute_digest(content: Content) -> str:
    """Hash all that the graph is made from: vocabulary, data and the code of the pipeline.

    Returns the SHA-256 in hexadecimal over names and bytes, in the order of names.
    """
    digest = hashlib.sha256()
    for path in _inputs(content):
        digest.update(f"{path.parent.name}/{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs(content: Content) -> list[Path]:
    data = sorted(content.data.rglob("*.csv"), key=lambda path: path.as_posix())
    return [*sorted(content.ontology.glob("*.ttl")), *data, *sorted(PACKAGE.glob("*.py"))]


def find_built(content: Content) -> Path | None:
    """Find the built graph if it was made from the very inputs that lie here now."""
    path = content.built / "bsr.ttl"
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        first = file.readline().rstrip("\n")
    return path if first == STAMP + compute_digest(content) else None
