"""Build the graph into the wheel, so that an installed package answers without building first.

The wheel carries the packages of the SPARQL page too, so that publishing needs no npm.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = "from bsrgraph.web.sparql import find_packages; print(find_packages())"


class GraphHook(BuildHookInterface):
    """Run `bsrgraph build` beside the sources and carry its Turtle; editable installs need none."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build from the very files that the wheel carries."""
        if version == "editable":
            return
        root = Path(self.root)
        command = [sys.executable, "-m", "bsrgraph", "build"]
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
        for name in ("bsr.ttl", "ontology.ttl", "network.html"):
            build_data["force_include"][str(root / "build" / name)] = f"bsrgraph/share/build/{name}"
        command = [sys.executable, "-c", PACKAGES]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True)
        if done.returncode:
            self.app.display_warning(f"without the SPARQL page: {done.stderr.splitlines()[-1]}")
            return
        folder = Path(done.stdout.strip())
        build_data["force_include"][str(folder)] = f"bsrgraph/share/build/npm/{folder.name}"
