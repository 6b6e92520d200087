"""The values of a statement, by the numbers that stand for them in it."""

from __future__ import annotations


class Parameters(list[object]):
    """Values that are added one by one."""

    def of(self, value: object) -> str:
        """What stands for a value in the statement.

        >>> parameters = Parameters()
        >>> parameters.of("a"), parameters.of(7), list(parameters)
        ('$1', '$2', ['a', 7])
        """
        self.append(value)
        return f"${len(self)}"
