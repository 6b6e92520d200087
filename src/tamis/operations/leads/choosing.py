"""SQL of the records that a list shows, each with what it is sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.definitions import PropertyType
from tamis.errors import UsageError, is_unicode
from tamis.operations.leads.columns import CONTACTS, LIKELIHOOD, PROPERTY, SCORE
from tamis.operations.leads.filters import Filter, listing_sql
from tamis.operations.leads.likely import LIKELY_ORDERS, asks_for_likely, likely_sql
from tamis.operations.leads.moving import moved_sql
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import Question, searched_columns
from tamis.operations.leads.trend import trend_sql
from tamis.operations.tiers import tiers_of
from tamis.store.warehouse.sql import is_like, literally

#: Longer texts are no names, and each word costs a look at every record.
MOST_WORDS, MOST_CHARACTERS = 6, 200
# In whole millionths: two thousand million points. What is beyond is sorted as equal by tier.
_MOST_POINTS = 2**51
_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE, PropertyType.CHOICES)


def chosen_sql(question: Question, parameters: Parameters, *, is_lax: bool = False) -> str:
    """A query of `n` and `k`, the sort key, of every record that is asked for; null where there is nothing to sort by.

    With a score, the records that it gives a value to; without one, all. `is_lax`: texts are found whatever their
    accents, which takes half as long again.
    """
    return _Choosing(question, parameters, is_lax).sql()


@dataclass
class _Choosing:
    question: Question
    parameters: Parameters
    is_lax: bool

    def sql(self) -> str:
        asked, words = self.question.asked, self._words()
        properties = self._properties()
        conditions = [self._is_found(words)] if words else []
        conditions += [self._is_owned(asked.owner)] if asked.owner is not None else []
        conditions += [self._is_one_of(asked.ids)] if asked.ids is not None else []
        conditions += [f"NOT {self._is_one_of(self.question.hidden)}"] if self.question.hidden else []
        if (customers := self.question.customers) is not None:
            conditions.append(customers.are_others(self._n, self.question.catalog, self.parameters))
        conditions += self._are_likely()
        if self.question.score is not None:
            return self._ranked(properties, conditions)
        listing = self._listing(properties)
        where = " AND ".join(["true", *conditions])
        return f"SELECT r.n, {self._key()} AS k FROM ({listing}) AS r {self._joined()} WHERE {where}"

    def _ranked(self, properties: list[str], conditions: list[str]) -> str:
        asked, score = self.question.asked, self.question.score
        assert score is not None
        of = self.parameters.of
        place = f"v.score = {of(score.key)} AND v.object = {of(score.object)}"
        # Who moved out of the population has moved, too.
        conditions = [place, self._has_moved() if asked.moved else "v.points IS NOT NULL", *conditions]
        if asked.tiers:
            conditions.append(f"v.tier IN (SELECT unnest({of(list(asked.tiers))}::VARCHAR[]))")
        # Values alone tell who is ranked: most pages need not look at the records.
        looks = bool(properties) or self.question.order == "name" or self.question.filter.key is not None
        records = f"JOIN ({self._listing(properties)}) AS r ON r.n = v.n" if looks else ""
        joined = self._joined()
        return (
            f"SELECT v.n, {self._key()} AS k FROM score_values AS v {records} {joined} WHERE {' AND '.join(conditions)}"
        )

    @property
    def _n(self) -> str:
        return "v.n" if self.question.score is not None else "r.n"

    def _listing(self, properties: list[str]) -> str:
        question = self.question
        found = listing_sql(question.filter, question.object, properties, question.catalog, question.as_of)
        return found if question.primaries is None else question.primaries.instead(found)

    def _properties(self) -> list[str]:
        """What has to be looked at of each record."""
        known, order = self.question.known_as, self.question.order
        found = list(known.named_by) if order == "name" else []
        found += [known.owner] if self.question.asked.owner is not None and known.owner else []
        found += [order.removeprefix(PROPERTY)] if order.startswith(PROPERTY) else []
        return list(dict.fromkeys(found))

    def _value(self, property: str) -> str:
        return f"r.value_{self._properties().index(property)}"

    # -- who is found -----------------------------------------------------------------------------------------------

    def _words(self) -> list[str]:
        text = self.question.asked.search
        if not is_unicode(text):
            raise UsageError("The text to search for is not Unicode.")
        return text[:MOST_CHARACTERS].split()[:MOST_WORDS]

    def _is_found(self, words: list[str]) -> str:
        """Every word is in the id, the name, the address, or in the name of an associated company.

        Found before anything is joined: of a million records few are.
        """
        company = self._of_company(words)
        return f"{self._n} IN ({self._themselves(words)}{f' UNION ALL {company}' if company else ''})"

    def _themselves(self, words: list[str]) -> str:
        question = self.question
        if question.object in question.texts:
            return self._in_texts(question.object, words)
        searched = question.known_as.searched
        everybody = listing_sql(Filter(None, {}), question.object, searched, question.catalog, question.as_of)
        own = self._have(["s.id", *(f"s.value_{i}" for i in range(len(searched)))], words)
        return f"SELECT s.n FROM ({everybody}) AS s WHERE {own}"

    def _in_texts(self, object_type: str, words: list[str]) -> str:
        texts = self.question.texts[object_type]
        return texts.having([self.parameters.of(word) for word in words], is_lax=self.is_lax)

    def _have(self, texts: list[str], words: list[str]) -> str:
        """Whether each word is in one of the texts. Joined into one text, they would take four times as long."""
        patterns = [self.parameters.of(f"%{literally(word)}%") for word in words]
        of_each = [
            [is_like(text, pattern, word, is_lax=self.is_lax) for text in texts]
            for pattern, word in zip(patterns, words, strict=True)
        ]
        return " AND ".join(f"({' OR '.join(fits)})" for fits in of_each)

    def _of_company(self, words: list[str]) -> str:
        catalog = self.question.catalog
        links = catalog.links.get((self.question.object, "company"))
        if links is None:
            return ""
        names = searched_columns(catalog, "company", of_associated=True)
        if not names:
            return ""
        # Of companies, the texts are those that they themselves are looked for by, with their ids.
        if "company" in self.question.texts and self.question.object != "company":
            found = self._in_texts("company", words)
        else:
            found = f"SELECT n FROM {catalog.objects['company'].table} WHERE {self._have(names, words)}"
        return f"SELECT from_n FROM {links} WHERE to_n IN ({found})"

    def _is_owned(self, owner: str) -> str:
        assert self.question.known_as.owner is not None
        value = self._value(self.question.known_as.owner)
        return f"{value} = {self.parameters.of(owner)}" if owner else f"coalesce({value}, '') = ''"

    def _is_one_of(self, ids: Sequence[str]) -> str:
        table, asked = self.question.catalog.objects[self.question.object].table, self.parameters.of(list(ids))
        return f"({self._n} IN (SELECT n FROM {table} WHERE id IN (SELECT unnest({asked}::VARCHAR[]))))"

    def _has_moved(self) -> str:
        question = self.question
        assert question.asked.moved is not None
        assert question.score is not None
        table = question.catalog.objects[question.object].table
        moved = moved_sql(question.asked.moved, question.score, table, question.as_of, self.parameters)
        return f"v.n IN (SELECT n FROM ({moved}))"

    def _are_likely(self) -> list[str]:
        asked, of = self.question.asked, self.parameters.of
        found = [f"p.priority IN (SELECT unnest({of(list(asked.priorities))}::VARCHAR[]))"] if asked.priorities else []
        if asked.likelihood_from is not None:
            found.append(f"p.likelihood >= {of(asked.likelihood_from)}")
        if asked.likelihood_to is not None:
            found.append(f"p.likelihood <= {of(asked.likelihood_to)}")
        return found

    # -- in which order ---------------------------------------------------------------------------------------------

    def _key(self) -> str:
        order = self.question.order
        if order == "name":
            return _sorted_by(*self._names(), ["r.id"])
        if order.startswith(PROPERTY):
            return self._property_key(order.removeprefix(PROPERTY))
        if order.startswith(SCORE):
            return "other.points"
        if order.startswith(LIKELIHOOD):
            return "other.likelihood"
        if order == "tier":
            # One figure for both, so that a cursor holds one.
            points = f"greatest(least(coalesce(v.points, 0), {_MOST_POINTS:d}), -{_MOST_POINTS:d})"
            return f"coalesce(b.place, 0)::BIGINT * {2 * _MOST_POINTS:d} + {points}"
        keys = {
            "score": "v.points",
            "trend": "t.trend",
            "last_activity": "a.occurred_at",
            "likelihood": "p.likelihood",
            "likelihood_change": "p.change",
            CONTACTS: "coalesce(c.contacts, 0)",
        }
        return keys.get(order, f"v.{order}")

    def _property_key(self, name: str) -> str:
        value = self._value(name)
        return _sorted_by([value]) if self.question.property(name).type in _TEXTS else value

    def _names(self) -> list[list[str]]:
        """What a record may be called by, as `KnownAs.name_of` prefers it, each by its parts."""
        known = self.question.known_as
        parts = [self._value(each) for each in (known.first, known.last) if each]
        return [
            *([[self._value(known.name)]] if known.name else []),
            *([parts] if len(parts) > 1 else []),
            *([part] for part in parts),
            *([[self._value(known.email)]] if known.email else []),
        ]

    def _joined(self) -> str:
        """What else has to be looked at, for the order and by what the model says."""
        return f"{self._joined_for_order()} {self._joined_likely()}"

    def _joined_likely(self) -> str:
        question = self.question
        is_needed = asks_for_likely(question.asked) or question.order in LIKELY_ORDERS
        if question.model is None or not is_needed:
            return ""
        return f"LEFT JOIN ({likely_sql(question.model, question.object, self.parameters)}) AS p ON p.n = {self._n}"

    def _joined_for_order(self) -> str:
        question, order = self.question, self.question.order
        if order == "tier" and question.score is not None:
            worst_first = self.parameters.of(list(reversed(tiers_of(question.score))))
            places = f"SELECT unnest({worst_first}::VARCHAR[]) AS tier, generate_subscripts({worst_first}, 1) AS place"
            return f"LEFT JOIN ({places}) AS b ON b.tier = v.tier"
        if order == "trend" and question.score is not None:
            return f"LEFT JOIN ({trend_sql(question.score, question.as_of, self.parameters)}) AS t ON t.n = {self._n}"
        if order == "last_activity":
            return f"LEFT JOIN ({activity_sql(question)}) AS a ON a.n = {self._n}"
        if order == CONTACTS:
            return f"LEFT JOIN ({contacts_sql(question)}) AS c ON c.n = {self._n}"
        if order.startswith(LIKELIHOOD):
            other = likely_sql(question.likely(order), question.object, self.parameters)
            return f"LEFT JOIN ({other}) AS other ON other.n = {self._n}"
        if order.startswith(SCORE):
            of = self.parameters.of
            same = f"other.score = {of(order.removeprefix(SCORE))} AND other.object = {of(question.object)}"
            return f"LEFT JOIN score_values AS other ON {same} AND other.n = {self._n}"
        return ""


def _sorted_by(*texts: list[str]) -> str:
    """The first text that there is, each by its parts, as a dictionary sorts it: whatever the case and the accents."""
    # Of each part by itself: a column holds each first name once, and the whole name is another in every row.
    plain = [" || ' ' || ".join(f"strip_accents(lower({part}))" for part in parts) for parts in texts]
    return f"coalesce({', '.join(_filled(text) for text in plain)})"


def _filled(text: str) -> str:
    return f"nullif({text}, '')"


def activity_sql(question: Question, among: str = "") -> str:
    """A query of `n` and `occurred_at`: when each record, or a contact associated with it, last did something.

    `among`: SQL of the numbers of records to look at. What is said to happen later than now is taken for now.
    """
    latest = f"least(occurred_at, {question.as_of:d}) AS occurred_at"
    if question.object == "contact":
        return f"SELECT contact AS n, {latest} FROM newest_events" + (f" WHERE contact IN ({among})" if among else "")
    links = question.catalog.links.get((question.object, "contact"))
    if links is None:
        return "SELECT NULL::INTEGER AS n, NULL::BIGINT AS occurred_at WHERE false"
    chosen = f" WHERE l.from_n IN ({among})" if among else ""
    return (
        f"SELECT l.from_n AS n, max(least(e.occurred_at, {question.as_of:d})) AS occurred_at FROM {links} AS l"
        f" JOIN newest_events AS e ON e.contact = l.to_n{chosen} GROUP BY l.from_n"
    )


def contacts_sql(question: Question, among: str = "") -> str:
    """A query of `n` and `contacts`: with how many contacts each company is associated that has any.

    `among`: SQL of the numbers of companies to look at.
    """
    links = question.catalog.links[question.object, "contact"]
    chosen = f" WHERE from_n IN ({among})" if among else ""
    # Two records may be associated twice, by two labels.
    return f"SELECT from_n AS n, count(DISTINCT to_n) AS contacts FROM {links}{chosen} GROUP BY from_n"
