"""The command line: verbs, what they have in common, and what they print. Heavy imports live inside functions."""

from nightwalk.cli.application import main

__all__ = ["main"]
