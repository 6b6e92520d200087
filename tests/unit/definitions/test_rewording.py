"""A definition under another key: the rest of its text stays as its author wrote it."""

import pytest

from tamis.definitions.nodes import compose
from tamis.definitions.rewording import reworded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key: a\nobject: contact\n", 'key: b\nlabel: "New: é"\nobject: contact\n'),
        ("{key: a, object: contact}", '{key: b, label: "New: é", object: contact}'),
        ("# Ours\n  key: 'a' # first\n  object: x", '# Ours\n  key: b # first\n  label: "New: é"\n  object: x'),
        (
            "label: Old\nkey: a\nwhen: {property: key, is: key}\n",
            'label: "New: é"\nkey: b\nwhen: {property: key, is: key}\n',
        ),
        ("label:\nkey: a\n", 'label: "New: é"\nkey: b\n'),
        ("key: a\nlabel: |\n  Old\n  one\nobject: x\n", 'key: b\nlabel: "New: é"\nobject: x\n'),
        ("key: a\r\nobject: x\r\n", 'key: b\nlabel: "New: é"\nobject: x\r\n'),
        ("\ufeffkey: a", '\ufeffkey: b\nlabel: "New: é"\n'),
    ],
)
def test_only_key_and_label_change(text, expected):
    found = reworded(text, key="b", label="New: é")
    assert found.replace("\r\n", "\n") == expected.replace("\r\n", "\n")
    root = compose(found).root
    assert root is not None
    assert (root.value["key"], root.value["label"]) == ("b", "New: é")


def test_without_a_label_none_is_written():
    assert reworded("key: a\nobject: x\n", key="b", label=None) == "key: b\nobject: x\n"


@pytest.mark.parametrize("name", ["null", "true", "12", "b: c", "# b", 'say "b"', "b\nc", "*b", "1e3", "y"])
def test_a_name_is_read_as_the_text_that_it_is(name):
    root = compose(reworded("key: a\nlabel: b\n", key=name, label=name)).root
    assert root is not None
    assert root.value == {"key": name, "label": name}


def test_what_is_written_in_a_strange_way_is_not_guessed_at():
    with pytest.raises(ValueError, match="cannot be changed"):
        reworded("? key\n: a\n", key="b", label="B")
