"""Records found by what a person knows of them: a part of the name or the address, or the id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.errors import UsageError, is_unicode
from tamis.operations.record.naming import email_of, name_of, searched_columns
from tamis.operations.search_texts import SearchTexts, search_texts
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id
from tamis.store.warehouse.sql import is_like, literally

# Longer texts are no names, and each word costs a look at every record.
_MOST_WORDS, _MOST_CHARACTERS = 6, 200


@dataclass(frozen=True)
class FoundRecord:
    """A record that fits: who it is, and for a contact its address and company; None where that is unknown."""

    object: str
    id: str
    name: str | None
    email: str | None
    company: str | None = None


def find_records(workspace: Workspace, text: str, object: str = "contact", most: int = 10) -> tuple[FoundRecord, ...]:
    """The records of an object in whose name, address or id every word of the text is, in any case; best first: the
    one of that very id, those whose whole name begins so, those of which another part does, the others. An id of a
    merged contact finds the one it is part of.

    Accents are told apart, unless nothing is found. Raises UsageError for an object that is not there.
    """
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object not in catalog.objects:
            raise UsageError(f'There is no object "{object}"; there are {", ".join(catalog.objects)}.')
        words = text[:_MOST_CHARACTERS].split()[:_MOST_WORDS]
        if not words or not is_unicode(text):
            return ()
        texts = search_texts(workspace, warehouse, catalog, object, searched_columns(catalog, object))
        search = _Search(warehouse, catalog, object, most, texts)
        return search.found(text.strip(), words) or search.found(text.strip(), words, is_lax=True)


@dataclass(frozen=True)
class _Search:
    warehouse: Warehouse
    catalog: Catalog
    object: str
    most: int
    texts: SearchTexts | None

    def found(self, text: str, words: list[str], *, is_lax: bool = False) -> tuple[FoundRecord, ...]:
        """`is_lax`: whatever the accents."""
        name, email = name_of(self.catalog, self.object), email_of(self.catalog, self.object)
        columns = searched_columns(self.catalog, self.object)
        table = f"warehouse.{self.catalog.objects[self.object].table}"
        # Of the whole name first: where it is in two columns, none of them begins with a first name and more.
        is_whole, is_part = (_like(texts, "$2", text, is_lax=is_lax) for texts in ([name], columns))
        order = (
            f"id = $1 DESC, coalesce({is_whole}, false) DESC, coalesce({is_part}, false) DESC, {name} NULLS LAST, id"
        )
        rows = self.warehouse.rows(
            f"SELECT n, id, {name}, {email} FROM {table} WHERE {self._fit(table, columns, words, is_lax=is_lax)}"
            f" ORDER BY {order} LIMIT {self.most:d}",
            [kept_id(self.warehouse, self.object, text), f"{literally(text)}%", *self._sought(words)],
        )
        companies = self._companies([n for n, *_ in rows])
        return tuple(FoundRecord(self.object, id, name, email, companies.get(n)) for n, id, name, email in rows)

    def _companies(self, numbers: list[int]) -> Mapping[int, str]:
        """What a person calls the company that each contact is with before others."""
        links, companies = self.catalog.links.get((self.object, "company")), self.catalog.objects.get("company")
        if self.object != "contact" or links is None or companies is None or not numbers:
            return {}
        name = f"coalesce({name_of(self.catalog, 'company')}, company.id)"
        return dict(
            self.warehouse.rows(
                f"SELECT link.from_n, arg_max({name}, (link.rank, -link.to_n)) FROM warehouse.{links} AS link"
                f" JOIN warehouse.{companies.table} AS company ON company.n = link.to_n"
                " WHERE link.from_n IN (SELECT unnest(?::INTEGER[])) GROUP BY link.from_n",
                [numbers],
            )
        )

    def _fit(self, table: str, columns: list[str], words: list[str], *, is_lax: bool) -> str:
        places = [f"${i}" for i in range(3, 3 + len(words))]
        if self.texts:
            return f"n IN ({self.texts.having(places, is_lax=is_lax)} UNION ALL SELECT n FROM {table} WHERE id = $1)"
        fits = (_like(columns, *each, is_lax=is_lax) for each in zip(places, words, strict=True))
        return f"id = $1 OR ({' AND '.join(f'({fit})' for fit in fits)})"

    def _sought(self, words: list[str]) -> list[str]:
        return words if self.texts else [f"%{literally(word)}%" for word in words]


def _like(texts: Iterable[str], pattern: str, searched: str, *, is_lax: bool) -> str:
    """SQL of whether one of the texts is like the pattern that was made of what is searched for."""
    return " OR ".join(is_like(text, pattern, searched, is_lax=is_lax) for text in texts)
