"""The demo's companies: drawn whole, since even 5 M contacts have few enough of them to keep as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.columns import choices_from_bits, coded, instants, numbered
from tamis.demo.draws import DAY, pick, slug, stream

CONTACTS_PER_COMPANY = 8
_NAMES = len(words.COMPANY_STEMS) * len(words.COMPANY_ENDINGS)


@dataclass(frozen=True)
class Companies:
    """One element a company; the first three are the competitors. Codes index the lists of `vocabulary`."""

    stem: NDArray[np.int64]
    ending: NDArray[np.int64]
    country: NDArray[np.int64]
    industry: NDArray[np.int64]
    band: NDArray[np.int64]
    employees: NDArray[np.int64]
    revenue: NDArray[np.float64]
    technologies: NDArray[np.int64]
    created: NDArray[np.int64]
    draw_edges: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.stem)

    @cached_property
    def ids(self) -> pa.Array:
        return numbered("o", np.arange(1, len(self) + 1))

    @cached_property
    def names(self) -> pa.Array:
        legal = [words.LEGAL_FORMS[c.language] for c in words.COUNTRIES]
        stems = pc.binary_join_element_wise(self._words(words.COMPANY_STEMS), self._numbers(" "), "")
        name = pc.binary_join_element_wise(stems, coded(self.country, legal), " ")
        return _with_competitors(name, [name for name, _ in words.COMPETITORS])

    @cached_property
    def domains(self) -> pa.Array:
        stems = self._words([slug(stem) for stem in words.COMPANY_STEMS])
        domain = pc.binary_join_element_wise(stems, self._numbers(""), ".example", "")
        return _with_competitors(domain, [domain for _, domain in words.COMPETITORS])

    def _words(self, stems: Sequence[str]) -> pa.Array:
        return pc.binary_join_element_wise(coded(self.stem, stems), coded(self.ending, words.COMPANY_ENDINGS), "")

    def _numbers(self, before: str) -> pa.Array:
        """Nothing for the first company of a name; 2 and so on for the others, when the names have run out."""
        nth = np.arange(len(self)) // _NAMES
        return coded(nth, ["", *(f"{before}{number}" for number in range(2, nth.max(initial=0) + 2))])

    def table(self) -> pa.Table:
        """The `companies` table; some revenues and industries are unknown, as in any CRM."""
        known_revenue = np.arange(len(self)) % 5 != 4
        known_industry = np.arange(len(self)) % 11 != 10
        return pa.table(
            {
                "id": self.ids,
                "created_at": instants(self.created),
                "name": self.names,
                "domain": self.domains,
                "industry": coded(np.where(known_industry, self.industry, -1), words.INDUSTRIES),
                "employees": pa.array(self.employees),
                "annual_revenue": pa.array(self.revenue, mask=~known_revenue),
                "country": coded(self.country, [c.name for c in words.COUNTRIES]),
                "technologies": choices_from_bits(self.technologies, words.TECHNOLOGIES),
            }
        )


def draw_companies(contacts: int, *, seed: int, begin: int) -> Companies:
    """About one company for eight contacts, all founded in the CRM before `begin` (seconds since the epoch)."""
    count = max(60, contacts // CONTACTS_PER_COMPANY)
    rng = stream(seed, "companies")
    order = rng.permutation(_NAMES)[np.arange(count) % _NAMES]
    band = pick(rng, words.EMPLOYEE_SHARES, count)
    low, high = (np.array([b[side] for b in words.EMPLOYEE_BANDS]) for side in (1, 2))
    employees = np.exp(np.log(low)[band] + rng.random(count) * np.log((high + 1) / low)[band]).astype(np.int64)
    bits = (rng.random((count, len(words.TECHNOLOGIES))) < 0.22) @ (1 << np.arange(len(words.TECHNOLOGIES)))
    revenue = np.round(employees * rng.lognormal(11.6, 0.5, count), -3)
    created = begin - rng.integers(DAY, 900 * DAY, count)
    weights = np.cumsum(np.sqrt(employees) * (np.arange(count) >= len(words.COMPETITORS)))
    return Companies(
        stem=order // len(words.COMPANY_ENDINGS),
        ending=order % len(words.COMPANY_ENDINGS),
        country=pick(rng, [c.share for c in words.COUNTRIES], count),
        industry=pick(rng, words.INDUSTRY_SHARES, count),
        band=band,
        employees=employees,
        revenue=revenue,
        technologies=bits,
        created=created,
        draw_edges=weights / weights[-1],
    )


def _with_competitors(column: pa.Array, first: list[str]) -> pa.Array:
    return pa.concat_arrays([pa.array(first), column.slice(len(first))])
