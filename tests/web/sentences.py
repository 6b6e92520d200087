"""What the code says to people: every text in it that reads like a sentence, or like a part of one, with its values."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tamis

_SOURCE = Path(tamis.__file__).parent
ROOMS = ("definitions", "machine_made", "compile", "engine", "operations", "store", "connectors", "templates")
# What only commands and the log say, what is said in both languages elsewhere, and what is told of the code itself.
_ELSEWHERE = re.compile(
    r"operations/(models/reason_words|predict/(folders|predict_folder|show_model|train_folder)|application_home|call|exchanging|explain_folder|make_demo|manifest|meters|new_definition|placing|restore"
    r"|serving|targets|unfinished|workspace)\.py"
    r"|definitions/(french\w*|differences?|rule_differences|wording|language|json_schema|editing/patches)\.py"
    r"|templates/french\.py|machine_made/wording\.py|store/warehouse/duplicates/mailboxes\.py|migrations/|store/warehouse/frequent\.py"
    r"|server/api/(description|csv_files)\.py"
)
# Signs by which other programs' errors are known, examples, and names that are no words for people.
_NO_SENTENCE = re.compile(
    r"\b(ALTER|AND|AS|ASC|ATTACH|BEGIN|CASE|CAST|DESC|DETACH|DOUBLE|DROP|EXISTS|FROM|ILIKE|IN|INSERT|INTEGER|INTO|JOIN|NOT|NULL)\b"
    r"|\b(OPTIONS|OR|ORDER|PARTITION|RESET|SELECT|TABLE|THEN|TIMESTAMP|UNION|USE|VALUES|VARCHAR|WHEN|WHERE|BIGINT)\b"
    r"|[a-z]\w*\(|\w = |<>|\.\w+ > |^[\w-]+: |realm=|^#|\n.*: |^, |^(points|n), |_\x02|\x02_"
    r"|^\{\"|x-retry-count|^--map|^\^"
    r"|^(mapping values are not|found character|cannot start any|expected |could not find expected|unknown escape)"
    r"|^(No space left|isk is full|quota exceeded|[Oo]ut of [Mm]emory|more memory than there|disk reports|disk I/O)"
    r"|^(File too large|Input/output error|Read-only file|Permission denied|cannot be written$|lock on file)"
    r"|^(review|delete|create|change|train|assess|publish|revert|withdraw|schedule|merge|unmerge) \w+$"
    r"|^values as of$|^not won$|^non gagn|^command line$|^Dana Demo$|^Job %d"
    r"|^(choice of contacts|condition on the user agent|list of rules|a text or | and no column | \(and \x02 more\))$"
    r"|^(fit, engagement|type, options|First Name: first_name|is full|takes no file that large|patches overlap)$"
    r"|^(Any of a list\.$|the key or the label is written|CHECKPOINT|COPY|FORMAT|PRAGMA)"
    r"|^(very high|closed won)$|^(new leads$|Only those that meet a condition)"
    r"|^(every \+0|0\*\[1|every 1 month|When records are looked at:|only conditions on own)|created_at\)?$"
    r"|^\{(of|property): |^\{property: \x02, (is|snapshot)"
    r"|^(A period: N hours|\x02/\x02\.yaml|add the line|, \x02 no \x02 and unknown)"
)
_VALUE = "\x02"
_WORDS = re.compile(r"[A-Za-z]{2,}")
_POSITION = re.compile(r"\{\d*(?::,)?\}")


@dataclass(frozen=True)
class Said:
    """A text of the code; each value in it is one sign, `\\x02`."""

    place: str
    shape: str

    def with_values(self, value: str) -> str:
        """As somebody might read it."""
        return self.shape.replace(_VALUE, value)


def sentences() -> Iterator[Said]:
    """All that reach a page or a program that asks the API."""
    for room in (*ROOMS, "errors.py", "server/api", "server/desk.py", "server/keeping.py"):
        for file in _files(room):
            yield from _texts(file, ast.parse(file.read_text(encoding="utf-8")))
    for file in _files("server/web"):
        # What a page says itself has its French beside the page; here are the errors that it raises.
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None and "_(" not in ast.unparse(node.exc):
                yield from _texts(file, node.exc)


def _files(room: str) -> list[Path]:
    place = _SOURCE / room
    found = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [file for file in found if not _ELSEWHERE.search(file.relative_to(_SOURCE).as_posix())]


def _texts(file: Path, tree: ast.AST) -> Iterator[Said]:
    for node in _spoken(tree, _unspoken(tree)):
        for shape in _shapes(node):
            for part in shape.split("\n  hint: "):
                if " " in part.strip() and len(_WORDS.findall(part)) > 1 and not _NO_SENTENCE.search(part):
                    yield Said(f"{file.relative_to(_SOURCE)}:{getattr(node, 'lineno', 0)}", part)


def _unspoken(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, what is compared with, what is logged, patterns, and descriptions of fields."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.Compare():
                found.add(node)
            case ast.Dict(keys=keys):
                found |= {key for key in keys if key is not None}
            case ast.Call(func=called, keywords=keywords):
                found |= {
                    each.value for each in keywords if each.arg in ("description", "title", "examples", "pattern")
                }
                if ast.unparse(called).startswith(("_LOG.", "re.compile", "logging.", "PlainSerializer")):
                    found.add(node)
    return found


def _spoken(tree: ast.AST, unspoken: set[ast.AST]) -> Iterator[ast.AST]:
    if tree in unspoken:
        return
    if isinstance(tree, ast.JoinedStr) or isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree
    for child in ast.iter_child_nodes(tree):
        if not isinstance(tree, ast.JoinedStr):
            yield from _spoken(child, unspoken)
        elif isinstance(child, ast.FormattedValue):
            yield from _spoken(child.value, unspoken)


def _shapes(node: ast.AST) -> list[str]:
    """The text with each choice that is made inside it."""
    match node:
        case ast.Constant(value=str(text)):
            return [_POSITION.sub(_VALUE, text)]
        case ast.IfExp(body=one, orelse=other):
            return [*_shapes(one), *_shapes(other)]
        case ast.JoinedStr(values=values):
            return ["".join(parts) for parts in itertools.product(*map(_shapes, values))]
        case ast.FormattedValue(value=ast.IfExp(body=ast.Constant(), orelse=ast.Constant()) as choice):
            return _shapes(choice)
    return [_VALUE]
