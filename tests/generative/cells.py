"""Cells as people write them: mostly readable, now and then not.

A cell is a text, a list of texts, a mapping of texts (an object where the file knows them), or None (blank).
"""

from dataclasses import dataclass

from tests.generative.drawing import Drawing

WORDS = (
    "Hospitality",
    "hospitality",
    "SaaS",
    "sales manager",
    "Intern",
    "Éducation",
    "ÉDUCATION",
    "x",
    " SaaS ",
    'a "b", c',
)
CHOICES = ("France", "Spain", "france", "Côte d'Ivoire")
ITEMS = ("Northeast", "Midwest", "Southeast")
NUMBERS = ("0", "50", "49.5", "100", "-1", "0.1", "1000000", "50.0", "1e2", "-0.5")
UGLY = {
    "text": ("", "2024-02-30", "5;6", "1,5", "line\nbreak", "'", "=1+1", '["SaaS"]', "1e400", {"b": "é", "a": ""}),
    "choice": ("elsewhere", " France"),
    "choices": (";", " Northeast ; ;Northeast", "Elsewhere", '["Mid;west", " Northeast"]', "[]", "[broken", '[["x"]]'),
    "number": ("abc", "1,000.5", "12%", "€5", "+5", "007", "5 ", "--1", ".", "1e400"),
    "boolean": ("yes", "1", "0", "TRUE ", "2"),
    "date": ("2024-02-30", "01/02/2024", "2024-05-01T00:00", "2024-5-1"),
    "datetime": ("yesterday", "2024-05-01T25:00", "2024-05-01T10", "1714521600", "2024-05-01t10:00z"),
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    options: tuple[str, ...] = ()
    is_ugly: bool = False
    commas: bool = False


def cell(d: Drawing, column: Column) -> str | list[str] | dict[str, str] | None:
    if d.chance(15):
        return None
    if column.is_ugly and d.chance(20):
        d.use("unreadable cell")
        return d.pick(UGLY[column.kind])
    return _fair(d, column)


def _fair(d: Drawing, column: Column) -> str | list[str]:
    match column.kind:
        case "text":
            return d.pick(WORDS)
        case "choice":
            return d.pick(column.options or CHOICES)
        case "choices":
            return d.some(column.options or ITEMS, 0, 3)
        case "number":
            number = d.pick(NUMBERS)
            return number.replace(".", ",") if column.commas and not (column.is_ugly and d.chance(30)) else number
        case "boolean":
            return d.pick(("true", "false", "True", "FALSE"))
        case "date":
            return d.date_text()
    return d.instant_text()
