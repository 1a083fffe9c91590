"""Serve a folder to the browser, by the server that `bsrgraph view` opens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bsrgraph.serving import HERE, Handler, Server


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone, and give its address with a slash at its end."""
    with Server((HERE, 0), partial(Handler, folder.resolve())) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.address
        server.shutdown()
        thread.join()
