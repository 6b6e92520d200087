"""A demo company with people planted in it a second time, as they come back into a CRM, and namesakes of others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS = ("id", "first_name", "last_name", "email", "phone", "company_id")


@dataclass(frozen=True)
class Person:
    """What a contact is known by."""

    id: str
    first: str | None
    last: str | None
    email: str | None
    phone: str | None
    company: str | None

    @property
    def row(self) -> dict[str, str | None]:
        """As the table has it."""
        return dict(zip(COLUMNS, (self.id, self.first, self.last, self.email, self.phone, self.company), strict=True))


@dataclass
class Planted:
    """Who was planted as whom (id of the second record: id of the first), by the way it was done."""

    ways: dict[str, dict[str, str]] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str | None]] = field(default_factory=list)


Way = Callable[[Person, random.Random], Person]


def _domain(person: Person) -> str:
    return str(person.email).partition("@")[2]


def _typo(name: str, rng: random.Random) -> str:
    """Two letters in the wrong order."""
    at = rng.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


#: How a person comes back, and what must be known of them for that.
WAYS: dict[str, tuple[Way, Sequence[str]]] = {
    "the address in capitals, the name mistyped": (
        lambda p, rng: replace(p, email=f" {str(p.email).upper()}", last=_typo(str(p.last), rng), phone=None),
        ("email",),
    ),
    "an address with a +, and nothing else": (
        lambda p, rng: Person(p.id, None, None, str(p.email).replace("@", "+fair@"), None, None),
        ("email",),
    ),
    "by telephone: no address, and the number in another form": (
        lambda p, rng: replace(p, email=None, phone=f"0{''.join(filter(str.isdigit, str(p.phone)))[-9:]} ext 7"),
        ("phone", "company"),
    ),
    "another address at the same company": (
        lambda p, rng: replace(p, email=f"{str(p.first)[0].lower()}{rng.randrange(99)}@{_domain(p)}", phone=None),
        ("company",),
    ),
    "last name first, and no address": (
        lambda p, rng: replace(p, first=p.last, last=p.first, email=None, phone=None),
        ("company",),
    ),
    "an initial, a private address, the telephone": (
        lambda p, rng: replace(p, first=f"{str(p.first)[0]}.", email=f"{p.id}@gmail.com", company=None),
        ("phone",),
    ),
    "a name mistyped at the same company": (
        lambda p, rng: replace(p, last=_typo(str(p.last), rng), email=None, phone=None),
        ("company",),
    ),
}


def plant(folder: Path, *, each: int, seed: int) -> Planted:
    """Adds `each` second records by every way, and as many namesakes elsewhere, to the contacts of a data folder."""
    file, rng, planted = folder / "contacts.parquet", random.Random(seed), Planted()
    table = pq.read_table(file)
    people = [Person(*row.values()) for row in table.select(COLUMNS).to_pylist()]
    once = _known_once(people)
    rng.shuffle(once)
    for way, (change, needed) in WAYS.items():
        chosen = list(_take(once, needed, each))
        planted.ways[way] = {f"again-{p.id}": p.id for p in chosen}
        planted.rows += [replace(change(p, rng), id=f"again-{p.id}").row for p in chosen]
    companies = sorted({p.company for p in people if p.company})
    for person in list(_take(once, ("company",), each)):
        other = rng.choice([company for company in companies if company != person.company])
        stranger = Person(f"namesake-{person.id}", person.first, person.last, None, None, other)
        planted.strangers[stranger.id] = person.id
        planted.rows.append(stranger.row)
    pq.write_table(pa.concat_tables([table, pa.Table.from_pylist(planted.rows)], promote_options="default"), file)
    return planted


def _known_once(people: Sequence[Person]) -> list[Person]:
    """Those whose address nobody else has: the demo's draws give some people the same."""
    addresses = Counter(person.email for person in people)
    return [person for person in people if addresses[person.email] == 1]


def _take(people: list[Person], needed: Sequence[str], number: int) -> Iterator[Person]:
    """So many of the people of whom that is known, who are taken out."""
    found = [person for person in people if all(getattr(person, name) for name in needed)][:number]
    assert len(found) == number
    for person in found:
        people.remove(person)
        yield person
