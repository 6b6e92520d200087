"""One block of contacts: who they are, as codes first and as table columns last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.columns import choices_from_bits, coded, dictionary, instants, numbered
from tamis.demo.companies import Companies
from tamis.demo.draws import DAY, pick, slug, stream
from tamis.demo.model import ConversionModel

ORDINARY, STAFF, COMPETITOR, BOT, JOB_SEEKER = range(5)
_KIND_SHARES = (0.945, 0.01, 0.01, 0.01, 0.025)
HISTORY_DAYS = 730


@dataclass(frozen=True)
class ContactBlock:
    """Codes of contacts `first …`; `created` and `begin` (first instant of its events) in seconds since the epoch."""

    first: int
    kind: NDArray[np.int64]
    created: NDArray[np.int64]
    begin: NDArray[np.int64]
    country: NDArray[np.int64]
    first_name: NDArray[np.int64]
    last_name: NDArray[np.int64]
    company: NDArray[np.int64]  # -1: none
    seniority: NDArray[np.int64]
    department: NDArray[np.int64]
    source: NDArray[np.int64]
    free_mail: NDArray[np.int64]  # -1: an address of the company
    newsletter: NDArray[np.bool_]
    regions: NDArray[np.int64]
    fit: NDArray[np.float64]
    rate: NDArray[np.float64]  # new episodes of interest a day
    mail_proxy: NDArray[np.bool_]
    link_scanner: NDArray[np.bool_]
    bounces: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def ids(self) -> pa.Array:
        return numbered("c", np.arange(self.first + 1, self.first + 1 + len(self)))

    @property
    def buys(self) -> NDArray[np.bool_]:
        return np.isin(self.kind, (ORDINARY, JOB_SEEKER))


def draw_contacts(
    first: int, count: int, *, block: int, seed: int, end: int, companies: Companies, model: ConversionModel
) -> ContactBlock:
    """Contacts `first` to `first + count`, created before `end`, a quarter of them before the two years of events."""
    rng = stream(seed, "contacts", block)
    kind = pick(rng, _KIND_SHARES, count)
    created = _created(rng, count, end=end)
    company, free = _workplaces(rng, kind, companies)
    country = _countries(rng, company, companies)
    source = pick(rng, words.SOURCE_SHARES, count)
    seniority = np.where(kind == JOB_SEEKER, rng.integers(0, 2, count), pick(rng, words.SENIORITY_SHARES, count))
    department = pick(rng, words.DEPARTMENT_SHARES, count)
    regions = _regions(rng, country)
    return ContactBlock(
        first=first,
        kind=kind,
        created=created,
        begin=np.maximum(created, end - HISTORY_DAYS * DAY),
        country=country,
        first_name=rng.integers(0, 24, count),
        last_name=rng.integers(0, 30, count),
        company=company,
        seniority=seniority,
        department=department,
        source=source,
        free_mail=np.where(
            free & ~np.isin(kind, (STAFF, COMPETITOR)), rng.integers(0, len(words.FREE_MAIL), count), -1
        ),
        newsletter=rng.random(count) < 0.45,
        regions=np.where(rng.random(count) < 0.8, regions, 0),
        fit=_fit(model, companies, seniority=seniority, department=department, country=country, company=company),
        rate=model.episodes_per_day * rng.gamma(model.episodes_shape, 1 / model.episodes_shape, count),
        mail_proxy=rng.random(count) < 0.32,
        link_scanner=rng.random(count) < 0.06,
        bounces=rng.random(count) < 0.025,
    )


def _created(rng: np.random.Generator, count: int, *, end: int) -> NDArray[np.int64]:
    # In units of the history: a quarter came before it, the others in growing numbers.
    age = np.where(rng.random(count) < 0.25, 1 + rng.random(count) * 0.5, rng.random(count) ** 1.25)
    created: NDArray[np.int64] = end - DAY - (age * (HISTORY_DAYS - 2) * DAY).astype(np.int64)
    return created


def _workplaces(
    rng: np.random.Generator, kind: NDArray[np.int64], companies: Companies
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Each contact's company (-1: none known), and who has a free address; many of those have no company."""
    count = len(kind)
    company = np.searchsorted(companies.draw_edges, rng.random(count), side="right").clip(max=len(companies) - 1)
    free = (rng.random(count) < 0.14) | (kind == BOT)
    company = np.where(kind == COMPETITOR, rng.integers(0, len(words.COMPETITORS), count), company)
    none_known = (kind == STAFF) | (free & (rng.random(count) < 0.6) & (kind != COMPETITOR))
    return np.where(none_known, -1, company), free


def _countries(rng: np.random.Generator, company: NDArray[np.int64], companies: Companies) -> NDArray[np.int64]:
    """Most people live where their company is."""
    at_home = (company >= 0) & (rng.random(len(company)) < 0.85)
    return np.where(at_home, companies.country[company], pick(rng, [c.share for c in words.COUNTRIES], len(company)))


def _regions(rng: np.random.Generator, country: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bit sets of sales regions: the contact's own, and now and then another."""
    near = 1 << np.array([words.REGIONS.index(c.region) for c in words.COUNTRIES])
    more = (rng.random((len(country), len(words.REGIONS))) < 0.12) @ (1 << np.arange(len(words.REGIONS)))
    regions: NDArray[np.int64] = near[country] | more
    return regions


def _fit(
    model: ConversionModel, companies: Companies, *,
    seniority: NDArray[np.int64], department: NDArray[np.int64], country: NDArray[np.int64], company: NDArray[np.int64],
) -> NDArray[np.float64]:  # fmt: skip
    person = (
        np.array(list(model.seniority.values()))[seniority]
        + np.array(list(model.department.values()))[department]
        + np.array(list(model.country.values()))[country]
    )
    firm = (
        np.array(list(model.industry.values()))[companies.industry[company]]
        + np.array(list(model.employees.values()))[companies.band[company]]
    )
    fit: NDArray[np.float64] = person + np.where(company >= 0, firm, model.no_company)
    return fit


def contacts_table(block: ContactBlock, companies: Companies, stage: NDArray[np.int64]) -> pa.Table:
    """The `contacts` rows of a block; `stage` is each one's lifecycle stage at the end."""
    n = np.arange(block.first, block.first + len(block))
    name_code = np.array([words.LANGUAGES.index(c.language) for c in words.COUNTRIES])[block.country]
    firsts, lasts, slugs = _names()
    full = dictionary(name_code * 720 + block.first_name * 30 + block.last_name, slugs).cast(pa.string())
    titles = [title.format(d) for title in words.SENIORITY_TITLES for d in words.DEPARTMENTS]
    title = np.where(n % 13 == 12, -1, block.seniority * len(words.DEPARTMENTS) + block.department)
    own = np.where(block.kind == STAFF, 0, -1)
    return pa.table(
        {
            "id": block.ids,
            "created_at": instants(block.created),
            "first_name": coded(name_code * 24 + block.first_name, firsts),
            "last_name": coded(name_code * 30 + block.last_name, lasts),
            "email": pc.binary_join_element_wise(full, _domains(block, companies, own), "@"),
            "phone": _phones(block, n),
            "job_title": coded(title, titles),
            "seniority": coded(np.where(title >= 0, block.seniority, -1), words.SENIORITIES),
            "department": coded(block.department, words.DEPARTMENTS),
            "country": coded(np.where(n % 29 != 28, block.country, -1), [c.name for c in words.COUNTRIES]),
            "industry": coded(_industry(block, companies), words.INDUSTRIES),
            "source": coded(block.source, words.SOURCES),
            "lifecycle_stage": coded(stage, words.STAGES),
            "owner": coded(n * 7 % len(words.OWNERS), words.OWNERS),
            "company_id": pc.take(companies.ids, pa.array(block.company, mask=block.company < 0)),
            "regions": choices_from_bits(block.regions, words.REGIONS),
            "newsletter": pa.array(block.newsletter),
        }
    )


def _industry(block: ContactBlock, companies: Companies) -> NDArray[np.int64]:
    known = (block.company >= 0) & (np.arange(len(block)) % 7 != 6)
    return np.where(known, companies.industry[block.company], -1)


def _domains(block: ContactBlock, companies: Companies, own: NDArray[np.int64]) -> pa.Array:
    """Staff have ours, free addresses a provider's, the others their company's."""
    providers = [f"{name}.example" for name in words.FREE_MAIL]
    fixed = np.where(own >= 0, len(providers), block.free_mail)
    of_company = pc.take(companies.domains, pa.array(block.company.clip(min=0)))
    return pc.coalesce(coded(fixed, [*providers, words.OWN_DOMAIN]), of_company)


def _phones(block: ContactBlock, n: NDArray[np.int64]) -> pa.Array:
    formats = [c.phone.format(low, high) for c in words.COUNTRIES for low in range(10) for high in range(100)]
    number = block.country * 1000 + n * 37 % 1000
    return coded(np.where(n % 5 < 3, number, -1), formats)


@cache
def _names() -> tuple[list[str], list[str], list[str]]:
    """First names, last names and their e-mail forms, each language after the other."""
    firsts = [words.FIRST_NAMES[lang].split() for lang in words.LANGUAGES]
    lasts = [[name.replace("_", " ") for name in words.LAST_NAMES[lang].split()] for lang in words.LANGUAGES]
    pairs = [(one, other) for fs, ls in zip(firsts, lasts, strict=True) for one in fs for other in ls]
    slugs = [f"{slug(one)}.{slug(other)}" for one, other in pairs]
    return [name for names in firsts for name in names], [name for names in lasts for name in names], slugs
