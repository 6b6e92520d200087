"""Asks the person at the terminal before something is done that cannot be undone."""

from __future__ import annotations

import sys


def confirmed(question: str) -> bool:
    """Whether somebody sits at a terminal and says yes."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"\n{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
