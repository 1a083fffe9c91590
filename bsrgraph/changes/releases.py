"""Take the content of a release out of git, and nothing else."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

from ..edition import CITATION
from ..errors import BsrgraphError

_NEEDED = ("ontology", "data", "queries", CITATION)
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
# Nothing is fetched, asked or written on the way.
_QUIET = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
LARGEST = 500_000_000
PATIENCE = 60


def find_revision(said: str, home: Path) -> tuple[Path, str] | None:
    """Find a tag or revision in the checkout one is in, or else in that at `home`.

    Returns the folder of the project and the commit; None where there is no such thing.
    """
    if said.startswith("-") or not said.isprintable():
        raise BsrgraphError(f"{said!r} is no release; a tag or revision does not begin like that")
    here = [p for p in (Path.cwd(), *Path.cwd().parents) if _is_project(p)][:1]
    for folder in [*here, home]:
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{said}^{{commit}}")
        done = _run_git(folder, *asked)
        if done and done.returncode == 0:
            return folder, done.stdout.decode().strip()
    return None


def _is_project(folder: Path) -> bool:
    return (folder / "ontology" / "bsr.ttl").is_file()


def unpack_revision(folder: Path, commit: str, target: Path) -> None:
    """Unpack vocabulary, data and questions of a commit into an empty folder."""
    listed = _run_git(folder, "ls-tree", "--name-only", commit, "--", *_NEEDED)
    there = listed.stdout.decode(errors="replace").split() if listed else []
    if not {"ontology", "data"} <= set(there):
        raise BsrgraphError(f"the revision {commit[:12]} holds no ontology/ and data/")
    archive = target / "release.tar"
    done = _run_git(folder, "archive", "--format=tar", f"--output={archive}", commit, *there)
    if not done or done.returncode:
        raise BsrgraphError(f"git could not give the revision {commit[:12]}: {_tell(done)}")
    if archive.stat().st_size > LARGEST:
        raise BsrgraphError(f"the revision {commit[:12]} is larger than {LARGEST} bytes")
    try:
        with tarfile.open(archive) as tar:
            _unpack(tar, target.resolve())
    except (OSError, tarfile.TarError) as error:
        raise BsrgraphError(f"the revision {commit[:12]} cannot be unpacked: {error}") from None


def _unpack(tar: tarfile.TarFile, target: Path) -> None:
    """Write out the plain files; tarfile's own filters came with Python 3.11.4 only."""
    for member in tar:
        path = (target / member.name).resolve()
        if member.isdir():
            continue
        file = tar.extractfile(member) if member.isreg() else None
        if file is None or not path.is_relative_to(target):
            raise tarfile.TarError(f"'{member.name}' is no plain file")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.read())


def _run_git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes] | None:
    """Run git without a shell; None where it is not installed or does not end."""
    around = {k: v for k, v in os.environ.items() if k not in _ELSEWHERE} | _QUIET
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, env=around, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return None


def _tell(done: subprocess.CompletedProcess[bytes] | None) -> str:
    return " ".join(done.stderr.decode(errors="replace").split())[:300] if done else "no answer"
