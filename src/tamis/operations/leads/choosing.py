"""SQL of the records that a list shows, each with what it is sorted by."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.definitions import PropertyType
from tamis.errors import UsageError, is_unicode
from tamis.operations.leads.filters import listing_sql
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import PROPERTY, SCORE, Question
from tamis.operations.leads.trend import trend_sql

#: Longer texts are no names, and each word costs a look at every record.
MOST_WORDS, MOST_CHARACTERS = 6, 200
_APART = "chr(31)"
_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE, PropertyType.CHOICES)


def chosen_sql(question: Question, parameters: Parameters) -> str:
    """A query of `n` and `k`, the sort key, of every record that is asked for; null where there is nothing to sort by.

    With a score, the records that it gives a value to; without one, all.
    """
    return _Choosing(question, parameters).sql()


@dataclass
class _Choosing:
    question: Question
    parameters: Parameters

    def sql(self) -> str:
        asked, words = self.question.asked, self._words()
        properties = self._properties()
        conditions = [self._is_found(words)] if words else []
        if asked.owner is not None:
            conditions.append(self._is_owned(asked.owner))
        if self.question.score is not None:
            return self._ranked(properties, conditions)
        listing = self._listing(properties)
        where = " AND ".join(["true", *conditions])
        return f"SELECT r.n, {self._key()} AS k FROM ({listing}) AS r {self._joined()} WHERE {where}"

    def _ranked(self, properties: list[str], conditions: list[str]) -> str:
        asked, score = self.question.asked, self.question.score
        assert score is not None
        of = self.parameters.of
        conditions = [
            f"v.score = {of(score.key)} AND v.object = {of(score.object)} AND v.points IS NOT NULL",
            *conditions,
        ]
        if asked.tiers:
            conditions.append(f"v.tier IN (SELECT unnest({of(list(asked.tiers))}::VARCHAR[]))")
        # Values alone tell who is ranked: most pages need not look at the records.
        looks = bool(properties) or asked.search.strip() or self.question.filter.key is not None
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
        return listing_sql(question.filter, question.object, properties, question.catalog, question.as_of)

    def _properties(self) -> list[str]:
        """What has to be looked at of each record."""
        known, order = self.question.known_as, self.question.order
        found = list(known.searched) if self._words() else []
        found += known.named_by if order == "name" else []
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
        return text[:MOST_CHARACTERS].lower().split()[:MOST_WORDS]

    def _is_found(self, words: list[str]) -> str:
        """Every word is in the id, the name, the address, or in the name of an associated company."""
        texts = ", ".join(["r.id", *(self._value(name) for name in self.question.known_as.searched)])
        face = f"lower(concat_ws({_APART}, {texts}))"
        own = " AND ".join(f"contains({face}, {self.parameters.of(word)})" for word in words)
        company = self._of_company(words)
        return f"(({own}) OR {self._n} IN ({company}))" if company else f"({own})"

    def _of_company(self, words: list[str]) -> str:
        catalog = self.question.catalog
        links = catalog.links.get((self.question.object, "company"))
        names = self._company_columns()
        if links is None or not names:
            return ""
        face = f"lower(concat_ws({_APART}, {', '.join(names)}))"
        fits = " AND ".join(f"contains({face}, {self.parameters.of(word)})" for word in words)
        table = catalog.objects["company"].table
        return f"SELECT from_n FROM {links} WHERE to_n IN (SELECT n FROM {table} WHERE {fits})"

    def _company_columns(self) -> list[str]:
        from tamis.operations.leads.known_as import known_as

        shape = self.question.catalog.objects.get("company")
        if shape is None:
            return []
        return [shape.properties[name].column for name in known_as(self.question.catalog, "company").named_by]

    def _is_owned(self, owner: str) -> str:
        assert self.question.known_as.owner is not None
        value = self._value(self.question.known_as.owner)
        return f"{value} = {self.parameters.of(owner)}" if owner else f"coalesce({value}, '') = ''"

    # -- in which order ---------------------------------------------------------------------------------------------

    def _key(self) -> str:
        order = self.question.order
        if order == "name":
            parts = ", ".join(self._value(name) for name in self.question.known_as.named_by)
            return f"nullif(lower(concat_ws(' ', {parts})), '')" if parts else "lower(r.id)"
        if order.startswith(PROPERTY):
            return self._property_key(order.removeprefix(PROPERTY))
        if order.startswith(SCORE):
            return "other.points"
        return {"score": "v.points", "trend": "t.trend", "last_activity": "a.occurred_at"}.get(order, f"v.{order}")

    def _property_key(self, name: str) -> str:
        value = self._value(name)
        return f"nullif(lower({value}), '')" if self.question.property(name).type in _TEXTS else value

    def _joined(self) -> str:
        """What else has to be looked at for the order."""
        question, order = self.question, self.question.order
        if order == "trend" and question.score is not None:
            return f"LEFT JOIN ({trend_sql(question.score, question.as_of, self.parameters)}) AS t ON t.n = {self._n}"
        if order == "last_activity":
            return f"LEFT JOIN ({activity_sql(question)}) AS a ON a.n = {self._n}"
        if order.startswith(SCORE):
            of = self.parameters.of
            same = f"other.score = {of(order.removeprefix(SCORE))} AND other.object = {of(question.object)}"
            return f"LEFT JOIN score_values AS other ON {same} AND other.n = {self._n}"
        return ""


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
