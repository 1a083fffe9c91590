"""Run `python -m bsrgraph`."""

from .cli import run

run()
