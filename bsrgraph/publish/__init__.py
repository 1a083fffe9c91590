"""Write what bsrgraph publishes.

`build_folder` writes `build/`: graph, vocabulary, page, networks and measures, for use at home.
`write_site` writes `build/site/`, which any host of files serves and any portal harvests: the pages
that `web` lists, and

    catalog.ttl  catalog.jsonld    DCAT-AP 3.0.1: dataset, distributions, checksums
    void.ttl                       VoID: what the graph holds, in numbers
    service.ttl  queries.ttl       for an endpoint: its description, and the questions to ask it
    data/bsrgraph.ttl .nt .jsonld  the whole graph
    data/ontology.ttl              the vocabulary alone
    data/tables/*.csv              answers to the questions of queries/tables/
    data/networks/*                the networks: .csv .cyjs .gexf .graphml
    data/**/*.gz                   each of them compressed
    data/SHA256SUMS                their hashes, for `sha256sum -c` in that folder
"""

from .folder import STEPS, build_folder
from .site import SITE_STEPS, write_site

__all__ = ["SITE_STEPS", "STEPS", "build_folder", "write_site"]
