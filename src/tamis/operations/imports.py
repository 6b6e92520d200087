"""Imports that need not be waited for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Thread

# By default a thread waits five milliseconds for its turn: after each of a hundred short queries that is half a second.
_TURN = 0.0002


@contextmanager
def importing(module: str) -> Iterator[None]:
    """Imports a module (Ibis takes a third of a second) while the block waits for the engine, which leaves Python idle.

    Whoever needs the module imports it as ever, and waits for the rest of it.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    Thread(target=import_module, args=(module,)).start()
    try:
        yield
    finally:
        sys.setswitchinterval(before)
