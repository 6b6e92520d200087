"""What was read while somebody changed it is read again, as it is then: one of two contacts that were merged, a contact
that was erased, a property that was deleted.

What is shown is read by many statements, and each sees what is there at its moment; in one transaction for all of them,
the catalog that sessions share would be another one's. So a look may find a record and not its row, or miss a column.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from tamis.errors import TamisError
from tamis.server.desk import NotReady
from tamis.server.faults import place_of

Answer = TypeVar("Answer")

_LOG = logging.getLogger("tamis.server")


def read_again(error: Exception, read: Callable[[], Answer]) -> Answer:
    """What `read` gives the second time, after it failed with an error. Raises what it raises then; that error again,
    where it is unexpected too."""
    try:
        answer = read()
    except (TamisError, NotReady):
        raise
    except Exception as again:
        # Nothing had changed, and the first tells as much.
        raise error from again
    _LOG.warning("Something changed while it was read, and it was read again: %s", place_of(error))
    return answer
