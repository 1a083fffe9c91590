"""Write the pages of the site for people, and the RDF of each thing beside its page.

index.html                 the numbers, the map, findings, newest sources, downloads
network.html               the graph page, whose nodes lead to their pages
things.html                every thing by kind, found by any name
id/<id>.html .ttl .jsonld  a thing: names, facts with sources, what links to it, history
sparql/index.html          the graph asked in the reader's own browser
statement/<xx>.html .ttl   the statements whose names begin so; values.html the values
ontology.html .ttl .jsonld the vocabulary; ontology.lv.html the same in Latvian
questions.html             the questions, and questions/<name>.html .csv .rq with answers
.htaccess                  content negotiation; w3id/ the redirects to put at w3id.org
"""

from .frame import Files, Frame
from .front import Download
from .pages import PICTURE, Release, choose_parts, write_pages

__all__ = ["PICTURE", "Download", "Files", "Frame", "Release", "choose_parts", "write_pages"]
