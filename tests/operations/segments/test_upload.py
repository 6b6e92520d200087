"""Who is meant by an uploaded file."""

import pytest

from tamis.errors import UsageError
from tamis.operations.segments import read_names
from tamis.operations.segments.upload import MOST_BYTES


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("id,name\nann,Ann\nbob,\n", ("ann", "bob")),
        ("Name;E-Mail\nAnn;a@x.fr\n;\nBob; b@x.fr \n", ("a@x.fr", "b@x.fr")),
        ("ann\nbob\nann\n", ("ann", "bob")),
        ('\ufeffemail\r\n"a@x.fr"\r\n\r\n', ("a@x.fr",)),
        ("Email\tRecord ID\na@x.fr\t17\n", ("17",)),
        ("id\n=1+1\n", ("=1+1",)),
    ],
)
def test_the_column_of_ids_or_addresses_is_found(content: str, names: tuple[str, ...]) -> None:
    assert read_names(content.encode()) == names


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"id\n", "no id or e-mail"),
        (b"name,city\nAnn,Paris\n", 'no column "id" or "email"'),
        (b"\xff\xfe\x00a", "UTF-8"),
        (b"PK\x03\x04\0\0", "no text"),
        (b'id\n"ann\n', "quote"),
        (b"id\n" + b"x" * 1001, "longer than"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_names(content)


def test_there_is_a_most_number_of_names() -> None:
    many = "id\n" + "\n".join(map(str, range(200_001)))
    with pytest.raises(UsageError, match="more than 200,000"):
        read_names(many.encode())
