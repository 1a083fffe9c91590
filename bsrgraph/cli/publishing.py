"""Commands that build and publish."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from .. import api
from .. import options as o
from ..content import find_content
from ..vocabulary import BASE, GRAPH
from .showing import count, say, show

if TYPE_CHECKING:
    from ..changes import Changes

PANEL = "Build and publish"
app = typer.Typer()


@app.command(rich_help_panel=PANEL)
def build(folder: o.Folder = None) -> None:
    """Build the graph, the page, the networks and their measures.

    Example:  bsrgraph build
    """
    from ..publish import STEPS, build_folder
    from ..tables import track_steps

    made = track_steps(STEPS, lambda tell: build_folder(find_content(), folder, tell))
    print(f"The graph page:  {made / 'network.html'}  (open it in a browser)")
    print(f"The graph:       {made / 'bsr.ttl'}")
    print(f"For Gephi:       {made / 'networks'}{os.sep}*.gexf")
    print(f"Measures:        {made / 'measures'}{os.sep}*.csv")


@app.command(rich_help_panel=PANEL)
def publish(folder: o.Site = None, host: o.Host = BASE, endpoint: o.Service = "") -> None:
    """Write the site that a host serves and portals harvest: pages, dumps and catalogue.

    Example:  bsrgraph publish --host https://data.example.org/bsr/
    """
    from ..publish import SITE_STEPS, write_site
    from ..tables import track_steps

    content, left_out = find_content(), list[str]()
    served = {"host": host, "endpoint": endpoint}
    made = track_steps(
        SITE_STEPS, lambda tell: write_site(content, folder, tell, **served, warn=left_out.append)
    )
    for words in left_out:
        say(words)
    print(f"The site:        {made}\nThe catalogue:   {made / 'catalog.ttl'}")


@app.command(rich_help_panel=PANEL)
def preflight(
    folder: o.Looked = None, shapes: o.Shapes = None, form: o.Form = o.Format.table
) -> None:
    """Look the site over before it is published: what portals and checkers would say of it.

    Nothing is sent or fetched. Exits 1 if a check fails; each says what to do.

    Example:  bsrgraph preflight build/site
    """
    from ..publish.preflight import list_lines, look_over, name_parts
    from ..publish.site import SITE
    from ..tables import make_checks, open_console

    lines = look_over(folder or find_content().built / SITE, shapes or [])
    if form is o.Format.table:
        open_console().print(make_checks(lines, name_parts(lines)))
    else:
        show(list_lines(lines), form)
    failing = sum(line.state == "fails" for line in lines)
    say(f"{count(failing, 'check')} of {len(lines)} failed" if failing else "no check failed")
    raise typer.Exit(1 if failing else 0)


@app.command(rich_help_panel=PANEL)
def view(folder: o.Shown = None, port: o.Port = None, browser: o.Browser = True) -> None:
    """Serve the published site on this machine alone, and open it; Ctrl-C ends it.

    Example:  bsrgraph view --port 8080
    """
    import webbrowser
    from threading import Thread

    from ..publish.site import SITE
    from ..serving import open_server

    with open_server(folder or find_content().built / SITE, port) as server:
        print(f"The site:        {server.address}  (Ctrl-C ends it)", flush=True)
        if browser:
            Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        with suppress(KeyboardInterrupt):
            server.serve_forever()


@app.command(rich_help_panel=PANEL)
def diff(
    old: o.Old,
    new: o.New = "",
    form: o.Telling = o.Report.table,
    whole: o.Whole = False,
    questions: o.Asking = True,
) -> None:
    """Say in words what changed between two graphs, and which answers differ; exits with 0.

    Each of the two is a graph, a folder with one (site, build, checkout), or a release in git.

    Example:  bsrgraph diff v0.1.0

    Example:  bsrgraph diff old.ttl build --format markdown
    """
    from ..changes import STEPS, compare, describe, open_side
    from ..tables import track_steps

    def work(tell: Callable[[str], None]) -> Changes:
        tell("opening both graphs")
        return compare(open_side(old), open_side(new), tell, ask=questions)

    sys.stdout.write(describe(track_steps(STEPS, work), form.value, whole=whole))


@app.command(rich_help_panel=PANEL)
def push(
    url: o.Address,
    graph: o.GraphName = GRAPH,
    method: o.Sending = o.Method.auto,
    query: o.Counting = "",
    add: o.Add = False,
    timeout: o.Timeout = 600,
    insecure: o.Insecure = False,
) -> None:
    """Send the graph to a SPARQL service, in place of what its graph there holds, and count.

    BSRGRAPH_USER and BSRGRAPH_PASSWORD log in, or BSRGRAPH_TOKEN; nothing else is asked.

    Example:  bsrgraph push http://localhost:7878/store
    """
    from ..tables import track_share
    from ..upload import Pushed, push_graph

    def work(tell: Callable[[str, float], None]) -> Pushed:
        return push_graph(
            url,
            api.find_turtle(),
            graph=graph,
            method=method.value,
            query=query,
            add=add,
            timeout=timeout,
            insecure=insecure,
            tell=tell,
        )

    pushed = track_share(work)
    print(f"{pushed.held} triples are in the graph {graph}.")
    print(f"Ask it:  bsrgraph ask --endpoint '{pushed.asked}'")
