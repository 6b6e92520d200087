"""Companies that rows name in a cell of their own: each is the one of that name or domain, or a new one."""

from __future__ import annotations

from dataclasses import replace

from tamis.connectors.files.columns import Column
from tamis.connectors.files.folder import STANDARD_TABLES, Ending, TableFiles
from tamis.connectors.files.rejects import RejectLog
from tamis.connectors.files.source import Source
from tamis.engine import DuckDBEngine
from tamis.engine.text import WHITE
from tamis.errors import DataError

#: What a header stands for whose cells say of which company a record is, by its name or domain.
NAMED = "company.name"
_COMPANIES = STANDARD_TABLES["company"]
_NAMING = (STANDARD_TABLES["contact"], STANDARD_TABLES["deal"])
_ID = "company_id"


def with_named_companies(
    engine: DuckDBEngine, sources: dict[str, Source], known: str, log: RejectLog
) -> dict[str, Source]:
    """The sources with a `company_id` in every row that names a company, and the new companies as a table of their own.
    `known`: SQL of the companies that are there (`id`, `name`, `domain`).

    Names are compared without case and with single spaces, domains without `https://`, `www.` and what follows them. A
    cell that several companies go by is listed as unreadable. A new company's id is its domain, or else its name.
    Raises DataError for a file that says the id of the company too, or has companies of its own.
    """
    naming = next((sources[table] for table in _NAMING if table in sources and NAMED in sources[table].columns), None)
    if naming is None:
        return sources
    _refuse_twofold(sources, naming)
    _read_names(engine, naming)
    _make_book(engine, known)
    _enter_new(engine, known)
    several = "SELECT f, line FROM named JOIN companies_known USING (said) WHERE companies > 1"
    log.list_cells(
        naming.number, several, column=naming.columns[NAMED].header or NAMED, reason="several companies are called so"
    )
    return {**sources, naming.files.table: _with_ids(engine, naming), _COMPANIES: _new_companies(sources, naming)}


def _refuse_twofold(sources: dict[str, Source], naming: Source) -> None:
    if _ID in naming.columns:
        raise DataError(
            naming.told_as, f"It says the company of a record twice: by {_ID} and by a name.", "leave one out"
        )
    if _COMPANIES in sources:
        raise DataError(
            naming.told_as,
            "It names companies, and there is a file of companies beside it.",
            f"map the column to {_ID}",
        )


def _read_names(engine: DuckDBEngine, naming: Source) -> None:
    """`named`: of each row that counts the company as it is called (`name`), as that is compared (`said`), and the
    domain that it is, if it is one (`site`). A row without an id, or with that of an earlier one, is rejected."""
    name, id = f"nullif(trim({naming.columns[NAMED].text}, '{WHITE}'), '')", naming.column("id").text
    counting = f"{id} IS NOT NULL QUALIFY row_number() OVER (PARTITION BY {id} ORDER BY f, line) = 1"
    engine.sql(
        f"CREATE TEMP TABLE named AS SELECT f, line, name, {_compared('name')} AS said, {_domain('name')} AS site"
        f" FROM (SELECT f, line, {name} AS name FROM {naming.placed} WHERE {counting}) WHERE name IS NOT NULL"
    )


def _make_book(engine: DuckDBEngine, known: str) -> None:
    """`companies_known`: each name that is said, the id of the company of that name or domain, and how many these
    are."""
    engine.sql(
        "CREATE TEMP TABLE companies_known AS WITH"
        f" known AS (SELECT id, {_compared('name')} AS said, {_domain('domain')} AS site FROM {known}),"
        " asked AS (SELECT DISTINCT said, site FROM named),"
        " found AS (SELECT a.said, k.id FROM asked AS a JOIN known AS k ON k.said = a.said"
        " UNION SELECT a.said, k.id FROM asked AS a JOIN known AS k ON k.site = a.site)"
        " SELECT said, min(id) AS id, count(*) AS companies FROM found GROUP BY said"
    )


def _enter_new(engine: DuckDBEngine, known: str) -> None:
    """`companies_new`: those that nobody has heard of, one for each domain or name, each with an id that is no other's;
    they are entered into the book, too."""
    engine.sql(
        "CREATE TEMP TABLE companies_new AS SELECT min(name) AS name, coalesce(site, said) AS one,"
        " first(site) AS domain,"
        " coalesce(first(site), min(name)) AS id, 1 AS attempt FROM named"
        " WHERE said NOT IN (SELECT said FROM companies_known) GROUP BY coalesce(site, said)"
    )
    taken = f"id IN (SELECT id FROM {known})"
    clash = "id IN (SELECT id FROM companies_new GROUP BY id HAVING count(*) > 1)"
    while engine.sql(f"SELECT count(*) FROM companies_new WHERE {taken} OR {clash}").fetchall() != [(0,)]:
        engine.sql(
            "UPDATE companies_new SET attempt = attempt + 1, id = coalesce(domain, name) || '-' || (attempt + 1)"
            f" WHERE {taken} OR (attempt > 1 AND {clash})"
        )
    engine.sql(
        "INSERT INTO companies_known SELECT DISTINCT n.said, c.id, 1 FROM named AS n"
        " JOIN companies_new AS c ON c.one = coalesce(n.site, n.said)"
        " WHERE n.said NOT IN (SELECT said FROM companies_known)"
    )


def _with_ids(engine: DuckDBEngine, naming: Source) -> Source:
    """The rows, each with the id of its company."""
    engine.sql(
        f"CREATE TEMP TABLE belonging AS SELECT r.*, k.id AS own_company FROM {naming.placed} AS r"
        " LEFT JOIN named AS n USING (f, line) LEFT JOIN companies_known AS k ON k.said = n.said AND k.companies = 1"
    )
    columns = {name: column for name, column in naming.columns.items() if name != NAMED}
    columns[_ID] = Column(_ID, "own_company", said="own_company")
    return replace(naming, columns=columns, plain="belonging", placed="belonging")


def _new_companies(sources: dict[str, Source], naming: Source) -> Source:
    """The new companies as if they had come in a file."""
    rows = "SELECT id AS own_id, name AS own_name, domain AS own_domain, 0 AS f,"
    rows = f"({rows} row_number() OVER () AS line FROM companies_new)"
    columns = {name: Column(name, f"own_{name}") for name in ("id", "name", "domain")}
    files = TableFiles(_COMPANIES, Ending.CSV, ())
    number = max(source.number for source in sources.values()) + 1
    return Source(number, files, columns, rows, rows, separators=())


def _compared(name: str) -> str:
    return f"nullif(lower(regexp_replace(nfc_normalize(trim({name}, '{WHITE}')), '\\s+', ' ', 'g')), '')"


def _domain(text: str) -> str:
    """SQL of the domain that a text is, if it is one."""
    bare = f"regexp_replace(lower(trim({text}, '{WHITE}')), '^(https?://)?(www\\.)?([^/?#]*).*$', '\\3')"
    return f"CASE WHEN regexp_full_match({bare}, '([a-z0-9-]+\\.)+[a-z]{{2,}}') THEN {bare} END"
