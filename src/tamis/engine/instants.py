"""The instant in the text of a query that is kept for more than one. A file of its own: what writes such texts (Ibis)
takes a third of a second to import."""

#: Stands for the instant in a kept text (microseconds since the epoch, UTC). No other number of a definition can be it.
ANY_INSTANT = 4_611_686_018_427_387_847


def at_instant(text: str, as_of: int) -> str:
    """The text for an instant, in microseconds since the epoch, UTC."""
    return text.replace(str(ANY_INSTANT), str(as_of))
