"""Build the graph into the wheel, so that an installed package answers without building first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


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
