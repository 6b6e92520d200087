"""How deep a JSON text nests, told without reading it.

Who reads it recurses on the stack of a thread, and stops only where Python would: far too late while a definition is
compiled, which needs more room than a hostile text may be given (`engine/sql.py`).
"""

from __future__ import annotations

import re
from itertools import accumulate

# No data nests like this; half a megabyte of a thread's stack.
DEEPEST = 500

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_OTHERS = bytes(sorted(set(range(256)) - set(b"[]{}")))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def is_nested_deeper(text: bytes | str, levels: int = DEEPEST) -> bool:
    """Whether a JSON text has more than so many levels of lists and objects; of what is no JSON, whether a reader could
    get that deep before noticing.

    >>> is_nested_deeper(b'[["]"]]', 1), is_nested_deeper(b'[["]"]]', 2), is_nested_deeper("[" * 9, 8)
    (True, False, True)
    """
    # Counting signs costs next to nothing, and nearly every text has fewer of them than levels are allowed.
    if isinstance(text, str):
        return text.count("{") + text.count("[") > levels and is_nested_deeper(text.encode("utf-8", "replace"), levels)
    if text.count(b"{") + text.count(b"[") <= levels:
        return False
    brackets = _STRING.sub(b"", text).translate(None, _OTHERS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > levels
