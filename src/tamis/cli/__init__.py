"""The command line: translates a command into one operation, and its answer back."""

from tamis.cli.shell import main

__all__ = ["main"]
