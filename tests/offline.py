"""Shut the network for a program and all Pythons that it starts; only this machine answers.

An audit hook is asked before every connection, cannot be taken away, and needs no rights. What
libraries of other languages do by themselves it does not see; of ours only Oxigraph could, at
SERVICE, which `guards` refuses.
"""

from __future__ import annotations

import inspect
import os
from pathlib import Path


def shut_network() -> None:
    """Refuse, from now on, to look up or reach anything but this machine."""
    import sys

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            # A text or bytes is the name of a socket in the file system.
            host = address[0] if isinstance(address, tuple) else None
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = arguments[0]
        else:
            return
        if host not in (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"):
            raise PermissionError(f"the network is shut: {event} {host}")

    sys.addaudithook(refuse)


def make_environment(folder: Path) -> dict[str, str]:
    """Give an environment whose Pythons shut the network as they start; writes into the folder."""
    start = folder / "shut"
    start.mkdir()
    text = f"{inspect.getsource(shut_network)}\n\nshut_network()\n"
    (start / "sitecustomize.py").write_text(text, encoding="utf-8")
    paths = filter(None, [str(start), os.environ.get("PYTHONPATH", "")])
    own = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    return {**os.environ, **own, "PYTHONPATH": os.pathsep.join(paths)}
