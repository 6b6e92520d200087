"""What is known of every contact, brought to a form that can be compared.

A record that several contacts were merged into has several faces: the address of each is still one of that person's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tamis.compile.catalog import Catalog, Property
from tamis.definitions import PropertyType
from tamis.engine.text import is_email, normalised_email
from tamis.store.warehouse.duplicates.mailboxes import is_dotless, is_free, is_shared
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse

# By the names that CRMs and Segment's traits give them, without case, spaces and signs.
_FIRST = ("firstname", "givenname")
_LAST = ("lastname", "surname", "familyname")
_WHOLE = ("name", "fullname")
_PHONES = ("phone", "phonenumber", "mobile", "mobilephone")
_EMAIL = ("email",)
_DOMAIN = ("domain",)
# Texts are cut here: a name of a megabyte is compared by its beginning.
_MOST = 100
# The last digits of a number are the same with and without the codes of country and trunk; fewer are no number.
_DIGITS, _LEAST_DIGITS = 9, 7


def make_faces(warehouse: Warehouse) -> int:
    """Makes the temporary table `faces`, and tells how many there are.

    Its columns: `f` (its number), `n` (the record), `email` (as addresses are compared), `mailbox` (what leads to the
    same mailbox: without what follows a +), `is_shared` (several people read it), `mail_domain` (NULL of a provider for
    everyone), `domain` (of the company, else of the address), `phone` (its last digits), `name` (its words in order of
    the alphabet), `called` (in the order of the person); and how many faces have the same, in all: `emails`, `phones`,
    `names`, `domains`.
    """
    warehouse.engine.sql(f"CREATE TEMP TABLE told AS {_told(warehouse)}")
    warehouse.engine.sql(f"CREATE TEMP TABLE plain AS {_PLAIN}")
    warehouse.engine.sql("DROP TABLE temp.told")
    warehouse.engine.sql(
        "CREATE TEMP TABLE faces AS SELECT (row_number() OVER ())::INTEGER AS f, *,"
        " count(*) OVER (PARTITION BY mailbox) AS emails, count(*) OVER (PARTITION BY phone) AS phones,"
        " count(*) OVER (PARTITION BY name) AS names, count(*) OVER (PARTITION BY domain) AS domains FROM temp.plain"
    )
    warehouse.engine.sql("DROP TABLE temp.plain")
    return int(warehouse.one("SELECT count(*) FROM temp.faces"))


def known_columns(catalog: Catalog) -> dict[str, str]:
    """SQL of the name, e-mail and phone of a contact as they were told (NULL if there is none), by those words."""
    properties = catalog.objects["contact"].properties
    first, last, whole = (_first_of(properties, names) for names in (_FIRST, _LAST, _WHOLE))
    both = f"nullif(trim(concat_ws(' ', {first}, {last})), '')"
    return {
        "name": f"coalesce({both}, {whole})",
        "email": _first_of(properties, _EMAIL),
        "phone": _first_of(properties, _PHONES),
    }


def company_domains(catalog: Catalog) -> str | None:
    """SQL of the domain of the company that each contact is with before others (`n`, `company`), if there are any."""
    company, links = catalog.objects.get("company"), catalog.links.get(("contact", "company"))
    if company is None or links is None:
        return None
    domain = _first_of(company.properties, _DOMAIN)
    if domain == "NULL::VARCHAR":
        return None
    return (
        f"(SELECT l.from_n AS n, arg_max({domain}, (l.rank, -l.to_n)) AS company FROM warehouse.{links} AS l"
        f" JOIN warehouse.{company.table} AS c ON c.n = l.to_n GROUP BY l.from_n)"
    )


def _told(warehouse: Warehouse) -> str:
    """SQL of every face with its texts as they were told."""
    catalog = warehouse.catalog()
    columns = ", ".join(f"{told} AS {word}" for word, told in known_columns(catalog).items())
    # By name: a property that came after the last merge is no column of the second.
    each = (
        f"(SELECT *, n AS whole FROM {CONTACTS} WHERE n NOT IN (SELECT n FROM warehouse.merged) UNION ALL BY NAME"
        " SELECT r.*, m.kept AS whole FROM warehouse.merged_records AS r JOIN warehouse.merged AS m USING (n))"
    )
    domains = company_domains(catalog)
    company = f"LEFT JOIN {domains} AS d ON d.n = t.n" if domains else ""
    return (
        f"SELECT t.*, {'d.company' if domains else 'NULL::VARCHAR'} AS company"
        f" FROM (SELECT whole AS n, {columns} FROM {each}) AS t {company}"
    )


def _first_of(properties: Mapping[str, Property], names: Sequence[str]) -> str:
    """SQL of the first that is known of the properties with one of these names, as text."""
    plain = [("".join(filter(str.isalnum, name.lower())), property) for name, property in properties.items()]
    # A CRM may call it first_name and a source firstName: each contact has it by one of them.
    found = [_as_text(property) for name in names for known, property in plain if known == name]
    texts = [text for text in found if text]
    return f"coalesce({', '.join(texts)}, NULL::VARCHAR)" if texts else "NULL::VARCHAR"


def _as_text(property: Property) -> str | None:
    match property.type:
        case PropertyType.TEXT | PropertyType.CHOICE:
            return f"left({property.column}, {_MOST})"
        case PropertyType.NUMBER:
            # A phone number that a file had as one.
            return f"format('{{:.0f}}', {property.column})"
    return None


_WORDS = r"regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{N}]+', ' ', 'g')"
# An extension is one desk's, and not always told.
_TELEPHONE = r"regexp_replace(regexp_replace(lower(phone), '(ext|x|#|;).*', ''), '\D', '', 'g')"
_SITE = r"regexp_replace(regexp_replace(lower(trim(company)), '^[a-z]+://', ''), '^www\.|[/:?#].*$', '', 'g')"
_PLAIN = f"""
    WITH cleaned AS (
        SELECT n, nullif(trim({_WORDS}), '') AS called, {_TELEPHONE} AS digits, nullif({_SITE}, '') AS site,
            {normalised_email("email")} AS told_email, CASE WHEN {is_email("told_email")} THEN told_email END AS email
        FROM temp.told
    ), split AS (
        SELECT *, split_part(email, '@', 1) AS before, split_part(email, '@', 2) AS after,
            CASE WHEN NOT {is_free("after")} THEN after END AS mail_domain,
            coalesce(nullif(split_part(before, '+', 1), ''), before) AS bare
        FROM cleaned
    )
    SELECT n, email, mail_domain, coalesce(site, mail_domain) AS domain,
        CASE WHEN {is_dotless("after")} THEN replace(bare, '.', '') ELSE bare END || '@' || after AS mailbox,
        {is_shared("bare")} AS is_shared,
        CASE WHEN length(digits) >= {_LEAST_DIGITS} AND length(replace(digits, right(digits, 1), '')) > 1
            THEN right(digits, {_DIGITS}) END AS phone,
        string_split(called, ' ') AS words, array_to_string(list_sort(words), ' ') AS name
    FROM split
"""
