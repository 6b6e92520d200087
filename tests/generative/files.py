"""Rows to the bytes of a file, in every format."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable
from datetime import datetime

import pyarrow
import pyarrow.parquet

from tests.generative.drawing import Drawing

Draft = dict[str, object]  # column -> text, list of texts, mapping, or None
# A file that lacks one of these in every row is unreadable.
_REQUIRED = ("id", "contact_id", "type", "occurred_at", "value", "changed_at")
_NATIVE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?|true|false")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def write_table(d: Drawing, name: str, rows: list[Draft], columns: Iterable[str], *, separator: str | None = None):
    """Files of one table by path. With `separator` the cells hold decimal commas, which only a CSV file can."""
    columns = d.shuffled(list(columns))
    ending = d.pick(("csv", "csv.gz") if separator else ("csv", "jsonl", "csv.gz", "parquet", "jsonl.gz"))
    if not d.maybe(15, "file folder"):
        return {f"{name}.{ending}": _content(d, ending, rows, columns, separator)}
    cut = d.count(0, len(rows))
    parts = [(rows[:cut], columns), (rows[cut:], d.shuffled(columns))]
    contents = [_content(d, ending, part, names, separator) for part, names in parts]
    return {f"{name}/part-{number}.{ending}": content for number, content in enumerate(contents)}


def _content(d: Drawing, ending: str, rows: list[Draft], columns: list[str], separator: str | None) -> bytes:
    if ending.startswith("csv"):
        content = _csv(d, rows, columns, separator or d.pick(",;\t"))
    elif ending == "parquet":
        content = _parquet(d, rows, columns)
    else:
        content = _jsonl(d, rows)
    if ending != "csv":
        d.use(f"file {ending}")
    return gzip.compress(content) if ending.endswith("gz") else content


def _csv(d: Drawing, rows: list[Draft], columns: list[str], separator: str) -> bytes:
    d.use(f"file csv {separator}" + (" " if separator != "\t" else ""))
    quoting = d.pick((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=d.pick(("\n", "\r\n")))
    writer.writerow(columns)
    for row in rows:
        if d.maybe(2, "row with a quote out of place"):
            text.write(f'"x"y{separator}"z"\n')
        cells = [_csv_text(row.get(column)) for column in columns]
        # The only row that names a segment must stay: without it there is no such segment.
        if row.get("segment") != "loose" and d.maybe(2, "row with too many cells"):
            cells.append("more")
        elif d.chance(10):
            while len(cells) > 1 and not cells[-1]:
                cells.pop()  # missing cells are blank
        writer.writerow(cells)
    mark = b"\xef\xbb\xbf" if d.maybe(10, "byte-order mark") else b""
    return mark + text.getvalue().encode()


def _csv_text(cell: object) -> str:
    if isinstance(cell, list):
        return ";".join(cell)
    return _json(cell, is_native=True) if isinstance(cell, dict) else cell or ""


def _jsonl(d: Drawing, rows: list[Draft]) -> bytes:
    is_native = d.maybe(50, "native JSON values")
    lines = []
    for row in rows:
        if d.maybe(2, "no JSON object"):
            lines.append(d.pick(("[1, 2]", '{"id": ', "5")))
        kept = {column: cell for column, cell in row.items() if cell is not None or column in _REQUIRED or d.chance(50)}
        lines.append("{" + ", ".join(f"{json.dumps(c)}: {_json(cell, is_native)}" for c, cell in kept.items()) + "}")
    return "".join(line + "\n" for line in lines).encode()


def _json(cell: object, is_native: bool) -> str:
    """A number keeps its own writing: `50.0` stays `50.0`."""
    if isinstance(cell, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {_json(v, is_native)}" for k, v in cell.items()) + "}"
    if is_native and isinstance(cell, str) and _NATIVE.fullmatch(cell):
        return cell
    return json.dumps(cell, ensure_ascii=False)


def _parquet(d: Drawing, rows: list[Draft], columns: list[str]) -> bytes:
    is_typed = d.chance(60)
    arrays = [_array(d, [row.get(column) for row in rows], is_typed) for column in columns]
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=columns), file)
    return file.getvalue()


def _array(d: Drawing, cells: list[object], is_typed: bool) -> pyarrow.Array:
    known = [cell for cell in cells if cell is not None]
    if known and all(isinstance(cell, list) for cell in known):
        return pyarrow.array(cells, pyarrow.list_(pyarrow.string()))
    texts = [None if cell is None else _csv_text(cell) for cell in cells]
    for pattern, kind, read in _TYPED if is_typed and known else ():
        if all(re.fullmatch(pattern, text) for text in texts if text is not None):
            d.use("typed parquet column")
            return pyarrow.array([None if text is None else read(text) for text in texts], kind)
    return pyarrow.array(texts, pyarrow.string())


_TYPED = (
    (r"-?(0|[1-9]\d{0,9})", pyarrow.int64(), int),
    (r"true|false", pyarrow.bool_(), lambda text: text == "true"),
    (_UTC.pattern, pyarrow.timestamp("us", tz="UTC"), datetime.fromisoformat),
)
