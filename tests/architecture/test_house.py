"""What a stranger may rely on in every file."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
# A long file is two rooms; a word that says nothing hides what is inside.
MOST_LINES = 400
EMPTY_WORDS = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|misc|common)(_|$)")


def test_no_file_is_long():
    long = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCES}
    assert {file: lines for file, lines in long.items() if lines > MOST_LINES} == {}


def test_each_module_says_what_it_is_for():
    silent = [file for file in (ROOT / "src").rglob("*.py") if not file.read_text(encoding="utf-8").startswith('"""')]
    assert silent == []


def test_no_file_is_named_after_nothing():
    assert [file for file in SOURCES if EMPTY_WORDS.search(file.stem)] == []


def test_nothing_below_the_command_line_asks_what_time_it_is():
    asking = re.compile(r"\b(datetime\.now|utcnow|date\.today|time\.time)\(")
    rooms = [file for file in (ROOT / "src" / "tamis").rglob("*.py") if "cli" not in file.parts]
    assert [file for file in rooms if asking.search(file.read_text(encoding="utf-8"))] == []
