"""Whatever is taken in, merged and unmerged, in whatever order: as if all had been there before the first merge."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.store.warehouse.conftest import Store

from tamis.errors import UsageError
from tamis.store.warehouse import create_warehouse

PEOPLE = "abcde"
COMPANIES = "id,industry\nk1,Software\nk2,Retail\nk3,Retail\n"
SCHEMA = "objects: {contact: {size: number, country: text}}\n"
SCORE = """
key: s
object: contact
groups:
  - key: g
    category: engagement
    rules:
      - {event: viewed, points: 0.001}
      - {when: {property: size, at_least: 15}, points: 0.01}
      - {when: {property: size, is_known: false}, points: 0.02}
      - {when: {property: country, is: France}, points: 0.04}
      - {of: company, when: {property: industry, is: Software}, points: 0.1}
      - {of: company, association: any, when: {property: industry, is: Retail}, points: 1}
      - {of: company, association: Billing, when: {property: industry, is_known: true}, points: 2}
      - {when: {in_segment: staff}, points: 10}
"""
STAFF = "key: staff\nobject: contact\n"
HEADERS = {
    "contacts": "id,size,country,company_id",
    "events": "contact_id,type,occurred_at",
    "associations": "from_object,from_id,to_object,to_id,label,primary",
    "segment_members": "segment,id",
    "property_changes": "object,id,property,value,changed_at",
}
DAYS = [f"2026-06-{day:02}" for day in range(1, 28)]

people = st.sampled_from(PEOPLE)
sizes = st.sampled_from(["", "10", "20"])
countries = st.sampled_from(["", "France", "Spain"])
companies = st.sampled_from(["", "k1", "k2", "k3"])
contacts = st.tuples(people, sizes, countries, companies)
events = st.tuples(people, st.sampled_from(["viewed", "opened"]), st.sampled_from(["2026-05-01", "2026-05-02"]))
to_companies = st.tuples(st.just("contact"), people, st.just("company"), companies.filter(bool))
to_people = st.tuples(st.just("contact"), people, st.just("contact"), people).filter(lambda row: row[1] != row[3])
links = st.tuples(to_companies | to_people, st.sampled_from(["", "Billing"]), st.sampled_from(["", "true"])).map(
    lambda drawn: (*drawn[0], *drawn[1:])
)
members = st.tuples(st.sampled_from(["staff", "vip"]), people)
changes = st.tuples(st.just("contact"), people, st.just("size"), sizes, st.sampled_from(DAYS))


@dataclass(frozen=True)
class Piece:
    """Rows that come together, by table."""

    rows: dict[str, list[tuple[str, ...]]]

    @property
    def files(self) -> dict[str, str]:
        """Them as files; a record comes once."""
        files = {"schema__yaml": SCHEMA, "companies__csv": COMPANIES}
        for table, rows in self.rows.items():
            if table == "contacts":
                rows = list({row[0]: row for row in rows}.values())
            files[f"{table}__csv"] = "\n".join([HEADERS[table], *(",".join(row) for row in rows), ""])
        return files


def pieces(**more) -> st.SearchStrategy[Piece]:
    tables = {"events": events, "associations": links, "segment_members": members} | more
    return st.fixed_dictionaries({name: st.lists(rows, max_size=5) for name, rows in tables.items()}).map(Piece)


merges = st.tuples(people, people)
# An unmerge names one contact only.
steps = st.lists(pieces(contacts=contacts, property_changes=changes) | merges | merges | people, min_size=2, max_size=6)
first = st.tuples(*(st.tuples(st.just(id), sizes, countries, companies) for id in PEOPLE)).map(
    lambda rows: Piece({"contacts": list(rows)})
)


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "folders"
        place.mkdir()
        create_warehouse(Path(folder) / "warehouse.duckdb", time_zone="UTC")
        for name, text in (("s", SCORE), ("staff", STAFF)):
            (Path(folder) / f"{name}.yaml").write_text(text)
        store = Store(Path(folder) / "warehouse.duckdb", place)
        yield store
        store.close()


def do(store: Store, step: Piece | tuple[str, str] | str, at: str) -> None:
    """Takes in, merges or unmerges; what cannot be merged or unmerged is told, and nothing happens."""
    if isinstance(step, Piece):
        store.take(at=at, **step.files)
        return
    with suppress(UsageError):
        store.unmerge(step, at=at) if isinstance(step, str) else store.merge(*step, at=at)


def scores(store: Store, as_of: str) -> list[tuple]:
    return store.scores([store.file.with_name("s.yaml"), store.file.with_name("staff.yaml")], as_of)


drawn = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)


@drawn
@given(first, steps, st.permutations(PEOPLE))
def test_the_order_of_imports_and_merges_does_not_matter(first, steps, order):
    dated = list(zip(DAYS, [first, *steps], strict=False))
    with new_store() as mixed, new_store() as imported:
        for at, step in dated:
            do(mixed, step, at)
        for at, step in dated:
            if isinstance(step, Piece):
                do(imported, step, at)
        before = imported.contents()
        for at, step in dated:
            if not isinstance(step, Piece):
                do(imported, step, at)
        assert mixed.contents() == imported.contents()
        assert scores(mixed, "2026-07-01") == scores(imported, "2026-07-01")
        for other in order:
            do(mixed, other, "2026-06-28")
        assert mixed.contents() == before


@drawn
@given(first, pieces(), merges.filter(lambda pair: pair[0] != pair[1]))
def test_two_that_are_merged_are_as_one_of_whom_all_was_told(first, piece, pair):
    kept, other = pair
    with new_store() as merged, new_store() as told:
        for store, pieces in ((merged, (first, piece)), (told, as_one(first, piece, kept, other))):
            for each in pieces:
                store.take(**each.files)
        merged.merge(kept, other, at="2026-06-02")
        assert scores(merged, "2026-07-01") == scores(told, "2026-07-01")


def as_one(first: Piece, piece: Piece, kept: str, other: str) -> tuple[Piece, Piece]:
    """The same, with everything of the other one written under the kept one's id."""
    rows = {row[0]: row for row in first.rows["contacts"]}
    filled = tuple(own or theirs for own, theirs in zip(rows[kept], rows[other], strict=True))
    contacts = [filled if id == kept else row for id, row in rows.items() if id != other]
    renamed = {
        table: [tuple(kept if cell == other else cell for cell in row) for row in told]
        for table, told in piece.rows.items()
    }
    # Nobody is associated with oneself; and a second company is one like any.
    links = [row for row in renamed["associations"] if row[1] != row[3]]
    if rows[other][3] not in ("", filled[3]):
        links.append(("contact", kept, "company", rows[other][3], "", ""))
    return Piece({"contacts": contacts}), Piece(renamed | {"associations": links})
