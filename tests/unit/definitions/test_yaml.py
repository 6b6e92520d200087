"""What YAML is taken, and what of it is refused with a sentence."""

from __future__ import annotations

import pytest

from tamis.definitions import PropertyCondition, read_definitions
from tamis.definitions.nodes import compose, plain

from .written import read, rules_of, told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("on", "on"),
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31 10:00:00", "2026-01-31 10:00:00"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("+12", 12),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 17),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("0b1", "0b1"),
        ("-", "-"),
        ("~", None),
        ("null", None),
        ("", None),
        (".inf", float("inf")),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(text, value):
    assert plain(text) == value
    assert type(plain(text)) is type(value) or isinstance(plain(text), type(value))


def test_a_quoted_number_is_a_text():
    assert compose('a: "12"').root.value == {"a": "12"}


def test_anchors_repeat_what_they_mark():
    rules = rules_of("""
        - {when: &french {property: country, is: France}, points: 1}
        - {when: *french, points: 2}
    """)
    assert rules[0].when == rules[1].when == PropertyCondition(property="country", operator="is", value="France")


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("", "1:1 empty-file", "The file is empty."),
        ("# nothing yet\n", "1:1 empty-file", "The file is empty."),
        ("- a\n- b", "1:1 wrong-shape", "A file holds one score or one segment, as a mapping of keys."),
        ("key: a\n---\nkey: b", "2:1 several-documents", "A second document begins here (---)."),
        ("key: !!python/name:os.system a", "1:6 yaml-tag", "The tag !!python/name:os.system is not taken."),
        ("key: *gone", "1:6 unknown-alias", "*gone repeats something that is not there."),
        ("key: &a [*a]", "1:10 endless-alias", "*a stands inside what it repeats."),
        ("? [a]\n: b", "1:3 wrong-key", "A key is a text."),
        ("key: a\n\tlabel: b", "2:1 wrong-yaml", "A tab stands where only spaces may be."),
        ("key: a: b", "1:7 wrong-yaml", 'A ":" stands where no key can be.'),
        ("key: [a, b\nlabel: c", "2:6 wrong-yaml", "The list that opens with [ is not closed here."),
        ("key: {a: b", "1:11 wrong-yaml", "The mapping that opens with { is not closed here."),
        ('key: "a\nlabel: b\n', "1:6 wrong-yaml", "The quote that opens here is never closed."),
        ("key: @a", "1:6 wrong-yaml", "A text begins with a character that YAML keeps for itself."),
        ("key: a\n label: b", "2:7 wrong-yaml", 'A ":" stands where no key can be.'),
        ("key: a\nla\x07bel: b", "2:3 wrong-yaml", "The file holds the character U+0007."),
        ("[" * 5000, "1:101 too-deep", "The YAML is nested more than 100 deep."),
        (
            "a:\n" + "".join(" " * n + "- \n" for n in range(1, 500)),
            "101:101 too-deep",
            "The YAML is nested more than 100 deep.",
        ),
    ],
)
def test_broken_yaml_is_told_with_its_place(text, place, sentence):
    issues = read(text).issues
    assert [f"{issue.line}:{issue.column} {issue.code}" for issue in issues] == [place]
    assert issues[0].message == sentence


def test_aliases_that_multiply_without_end_are_refused():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert [place.split()[1] for place in told(bomb)] == ["too-large"]


def test_a_key_written_twice_is_told_with_both_lines():
    issues = read("key: a\nlabel: one\nlabel: two").issues
    assert [(issue.line, issue.column, issue.message) for issue in issues] == [
        (3, 1, 'The key "label" is written twice, on lines 2 and 3.')
    ]


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        ("key: café\n".encode("latin-1"), (1, 9), "wrong-encoding"),
        ("key: a\nlabel: é".encode("utf-16"), (1, 1), "wrong-encoding"),
        (b"key: a\nlabel: x\x80", (2, 9), "wrong-encoding"),
        (b"#" * 2_000_001, (0, 0), "file-too-large"),
    ],
)
def test_a_file_that_is_no_text_is_told(tmp_path, content, place, code):
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    (issue,) = read_definitions([file]).issues
    assert ((issue.line, issue.column), issue.code, issue.file) == (place, code, str(file))


def test_a_file_that_is_not_there_is_told(tmp_path):
    (issue,) = read_definitions([tmp_path / "gone.yaml"]).issues
    assert (issue.code, issue.message) == ("unreadable-file", "The file cannot be read: no such file or directory.")


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfkey: staff\n")
    assert [segment.key for segment in read_definitions([file]).segments] == ["staff"]


def test_windows_line_ends_keep_lines_and_columns():
    assert told("key: a\r\nlabell: b\r\n") == ["2:1 unknown-key"]
