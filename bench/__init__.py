"""Measure bsrgraph beside raw Oxigraph and rdflib; nothing here asserts a speed."""
