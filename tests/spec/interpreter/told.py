"""What a run tells about bad input (data.md, "Bad input"): rows that went, and cells that became unknown."""

from dataclasses import dataclass, field


@dataclass
class Told:
    """The rejects of one run: whole rows by (file, line), single cells by (file, line, column)."""

    rejected: dict[tuple[str, int], str] = field(default_factory=dict)
    listed: set[tuple[str, int, str]] = field(default_factory=set)

    def reject(self, row, reason: str) -> None:
        """The row goes, and is told once, with the first reason found."""
        self.rejected.setdefault((row.file, row.line), reason)

    def list_cell(self, row, column: str) -> None:
        """The cell becomes unknown; its row stays."""
        self.listed.add((row.file, row.line, column))
