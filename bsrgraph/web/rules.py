"""Write what hosts need: rules for content negotiation, for w3id.org, for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from ..edition import Edition
from ..vocabulary import BASE
from .addresses import FORMS, MEDIA_TYPES, RULES
from .frame import Files, Frame, read_text


def write_rules(frame: Frame, paths: Iterable[str]) -> Files:
    """Write `.htaccess`, `robots.txt`, `sitemap.xml`, and rules for w3id.org.

    The last lead from the names of things to the host, and are only there if that has an address
    of its own.
    """
    edition = frame.edition
    files = {
        ".htaccess": (
            _spell_types() + read_text("htaccess") + _spell_base(edition) + spell_rules("")
        ).encode(),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {edition.host}sitemap.xml\n".encode(),
        "sitemap.xml": _write_sitemap(edition, paths),
    }
    if edition.host != BASE:
        head = (
            "# For https://github.com/perma-id/w3id.org: the folder bsrgraph.\nRewriteEngine on\n"
        )
        rest = f"\nRewriteRule ^(.*)$ {edition.host}$1 [R=302,L]\n"
        files["w3id/bsrgraph/.htaccess"] = (head + spell_rules(edition.host) + rest).encode()
    return files


def _spell_types() -> str:
    types = "".join(f"AddType {kind} {ending}\n" for ending, kind in MEDIA_TYPES.items())
    return (
        f"# Rules for an Apache host: media types, and names of things without an ending.\n{types}"
    )


def _spell_base(edition: Edition) -> str:
    return f"RewriteBase {urlsplit(edition.host).path}\n"


def spell_rules(host: str) -> str:
    """Write the rules that lead from each name to its page or RDF, in the words of Apache."""
    lines = []
    for name, target, anchor in RULES:
        lines.append("")
        for ending, accepted in FORMS:
            lines.append(f"RewriteCond %{{HTTP_ACCEPT}} {accepted}")
            lines.append(f"RewriteRule ^{name}$ {host}{target}.{ending} [R=303,L]")
        lines.append(f"RewriteRule ^{name}$ {host}{target}.html{anchor} [R=303,L,NE]")
    return "\n".join(lines) + "\n"


def _write_sitemap(edition: Edition, paths: Iterable[str]) -> bytes:
    pages = sorted(path for path in paths if path.endswith(".html"))
    lines = [
        f"<url><loc>{edition.host}{path}</loc><lastmod>{edition.day}</lastmod></url>"
        for path in pages
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>", ""]).encode()
