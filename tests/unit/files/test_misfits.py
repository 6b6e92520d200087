"""A column that is text because of few cells is told where it is to be kept, with their lines and not what they say."""

from __future__ import annotations

import pytest


def texts(load, *cells: str, header: str = "id;x", is_import: bool = True) -> tuple[str, ...]:
    rows = "".join(f"{i};{cell}\n" for i, cell in enumerate(cells))
    return load(is_import=is_import, contacts__csv=f"{header}\n{rows}").messages


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["1.5", "1,200", "3", "4", "5"], "x is text, since 1 of its 5 cells cannot be read as number (line 3)."),
        (["1", "", "3", "4", "5", "n/a"], "x is text, since 1 of its 5 cells cannot be read as number (line 7)."),
        (["2026-03-09", "09/03/2026", *["2026-03-10"] * 3], "1 of its 5 cells cannot be read as date (line 3)."),
        (["2026-03-09T10:00", *["2026-03-10"] * 3, "soon"], "1 of its 5 cells cannot be read as datetime (line 6)."),
        ([*["7"] * 95, *["-"] * 5], "5 of its 100 cells cannot be read as number (line 97, 98, 99, 100, 101)."),
        (
            [*["7"] * 190, *["-"] * 10],
            "as number (line 192, 193, 194, 195, 196, …).",
        ),
        # They lie behind what is looked at first.
        ([*["7"] * 2_500, "none"], "1 of its 2,501 cells cannot be read as number (line 2502)."),
    ],
)
def test_few_cells_among_numbers_and_dates_are_told(load, cells, told):
    [message] = texts(load, *cells)
    assert told in message
    assert message.startswith("contacts.csv: ")


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "2", "3", "4"],
        # Nobody can tell of so few.
        ["1", "2", "3", "a"],
        ["1", "2", "3", "4", "a", "b"],
        [*["7"] * 94, *["-"] * 6],
        # Codes: departments of France.
        ["75", "01", "2A", *["33"] * 50],
        ["a", "b", "", "1"],
        ["", ""],
    ],
)
def test_what_is_text_by_itself_is_not_told(load, cells):
    assert texts(load, *cells) == ()


def test_a_score_of_a_folder_says_what_it_expects_by_itself(load):
    assert texts(load, "1", "1,200.5", "3", "4", "5", is_import=False) == ()


def test_what_is_declared_is_left_out_cell_by_cell_instead(load):
    schema = "objects: {contact: {x: number}}"
    rows = "".join(f"{i};{cell}\n" for i, cell in enumerate(["1.5", "1,200", "3", "4", "5"]))
    loaded = load(is_import=True, contacts__csv=f"id;x\n{rows}", schema__yaml=schema)
    assert (loaded.messages, loaded.rejects) == ((), [("contacts.csv", 3, "x")])


def test_properties_of_events_are_told_with_the_lines_that_count(load):
    times = ["2026-03-09", "never", *["2026-03-09"] * 5]
    seconds = ["1", "x", "2", "none", "4", "5", "6"]
    rows = "".join(f"a;seen;{at};{cell}\n" for at, cell in zip(times, seconds, strict=True))
    files = {"contacts__csv": "id\na\n", "events__csv": f"contact_id;type;occurred_at;seconds\n{rows}"}
    [message] = load(is_import=True, **files).messages
    assert "events.csv: seconds is text, since 1 of its 6 cells cannot be read as number (line 5)." in message


def test_of_several_files_each_line_says_of_which(load):
    files = {"contacts___a__csv": "id,x\n1,1\n2,2\n3,-\n", "contacts___b__csv": "id,x\n4,4\n5,5\n"}
    [message] = load(is_import=True, **files).messages
    assert message.startswith(
        "contacts/: x is text, since 1 of its 5 cells cannot be read as number (line contacts/a.csv:4)."
    )
