"""A few rows of our own for the tests of the site, so that other content may change."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph
from samples import copy_content

from bsrgraph.content import Content

HOST, ENDPOINT = "https://files.example.org/bsr/", "https://sparql.example.org/query"
CITATION = "version: 9.8.7\ndate-released: 2001-02-03\n"
HOSTILE = {
    "formula-cluster": '=HYPERLINK("https://example.org/x","y")',
    "quote-cluster": "Say \"x\" 'y' \\n \\\\ {{7*7}} ${x} %s",
    "markup-cluster": "</script><b>&amp;]]><!-- x",
    "script-cluster": "ŠķūņiЖ漢字 🌲 e\u0301",
    "json-cluster": '@id _:b0 ", "@type": "x"',
    "at-cluster": "@graph",
    "minus-cluster": "-1+1",
}
CLUSTERS = """\
id,kind,name,names,same as
ash-cluster,cluster organisation,Ash Cluster,Ošu klasteris@lv,https://example.org/id/ash
bay-cluster,cluster organisation,Bay Cluster,,
"""
ASH = """\
subject,relation,object,for,at,status
this source,is a,news article,,,
this source,title,Ash and Bay meet,,,
this source,publisher,ash-press,,,
this source,published,2019-04,,,
this source,language,lv,,,
this source,link,https://example.org/ash,,,
ash-press,is a,company,,,
ash-press,name,Ash Press,,,
ash-cluster,located in,riga,,,
ash-cluster,located in,estonia,,,
ash-cluster,sector,ict,,,
ash-cluster,sector,energy,,,
bay-cluster,located in,malmo,,,
root-project,is a,project,,,
root-project,name,Root,,,
root-project,lead partner,ash-cluster,,2019,
root-project,partner,bay-cluster,,2019-04,
root-project,partner,ash-press,,,denied
root-project,partner country,finland,,,
root-project,sector,energy,,,
root-project,period,2019-01..2020-06,,,
root-project,call,root-call,,,
root-call,is a,call,,,
root-call,name,Root Call,,,
root-call,part of programme,root-programme,,,
root-programme,is a,programme,,,
root-programme,name,Root Programme,,,
root-project,budget,1.2 MEUR,,2019,
root-project,partner budget,~30000 EUR,bay-cluster,,planned
leaf-alliance,is a,cooperation,,,
leaf-alliance,name,Leaf Alliance,,,
leaf-alliance,associated partner,bay-cluster,,,
"""
LEAFLET = """\
subject,relation,object
this source,is a,document
this source,title,A leaflet
this source,publisher,ash-press
this source,language,en
root-project,partner,bay-cluster
"""


def write_own(root: Path) -> Content:
    """Lay out the rows above, with names that try to be more than text."""
    data = root / "own"
    (data / "registry").mkdir(parents=True)
    (data / "sources").mkdir()
    (data / "registry" / "clusters.csv").write_text(CLUSTERS, encoding="utf-8")
    (data / "sources" / "2019-04-ash-press-ash-and-bay.csv").write_text(ASH, encoding="utf-8")
    (data / "sources" / "undated-ash-press-leaflet.csv").write_text(LEAFLET, encoding="utf-8")
    return copy_content(root / "content", data)


def add_hostile(content: Content) -> None:
    """Add a sheet of clusters whose names try to be more than text."""
    lines = ["subject,relation,object"]
    for relation, value in (
        ("is a", "document"),
        ("title", "Bad names"),
        ("publisher", "ash-press"),
        ("language", "en"),
    ):
        lines.append(f"this source,{relation},{value}")
    for thing, name in HOSTILE.items():
        quoted = name.replace('"', '""')
        lines += [
            f"{thing},is a,cluster organisation",
            f'{thing},name,"{quoted}"',
            f"{thing},located in,latvia",
            f"root-project,partner,{thing}",
        ]
    path = content.sources / "undated-ash-press-bad-names.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(site: Path, name: str) -> Graph:
    """Read a description of a site."""
    return Graph().parse(site / name)
