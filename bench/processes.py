"""Time whole processes: the import, and questions on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .bodies import Body
from .timing import Job, Times, measure

COMMAND = "from bsrgraph.cli import run; run()"
IMPORT, ASK_PARTNERS, ASK_CLUSTERS = (
    "import bsrgraph",
    "bsrgraph ask partners-of",
    "bsrgraph ask clusters-of-country country=Latvija",
)
LIMITS = {IMPORT: 0.3, ASK_PARTNERS: 0.8, ASK_CLUSTERS: 0.8}


def time_processes(real: Body, generated: Body, rounds: int) -> Times:
    """Time interpreter, imports and questions by turns, each as a process of its own."""
    here, there = real.content.root, generated.content.root
    cluster = generated.examples["cluster"]
    clusters = ("clusters-of-country", "country=Latvija")
    return measure(
        {
            "python -c pass": _python(here, "pass"),
            'python -c "import rdflib"': _python(here, "import rdflib"),
            IMPORT: _python(here, "import bsrgraph"),
            "from bsrgraph import ask": _python(here, "from bsrgraph import ask"),
            ASK_PARTNERS: _python(here, COMMAND, "ask", "partners-of"),
            ASK_CLUSTERS: _python(here, COMMAND, "ask", *clusters),
            f"{ASK_PARTNERS}, {generated.title}": _python(
                there, COMMAND, "ask", "partners-of", f"cluster={cluster}"
            ),
            f"{ASK_CLUSTERS}, {generated.title}": _python(there, COMMAND, "ask", *clusters),
        },
        rounds,
    )


def _python(folder: Path, code: str, *words: str) -> Job:
    """Make a job that runs Python in the installation of a body of content."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", code, *words]
    return lambda: subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True
    )
