"""How likely two faces are one person: what speaks for it and against it, each with a fixed weight, added up.

The model is that of Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969). A level of a comparison weighs
log2(m / u) bits: m is how often two records of one person come out so, u how often those of two people do. The odds
start at those of two contacts drawn at random and double with each bit. The u of a value is how common that value is
here (`size` faces in all): a rare name says more than a common one. The m, and the u of what cannot be counted, are
judgements about CRMs, written below; nothing is trained, so the same two contacts come out the same everywhere but for
how common their values are, and every figure can be looked up.
"""

from __future__ import annotations

from dataclasses import dataclass

# One contact in 8 has a second record. Below 1,000 contacts too little can be counted, so it is done as if of 1,000.
PRIOR, LEAST_SIZE = -3.0, 1_000


@dataclass(frozen=True)
class Level:
    """One way in which a comparison can come out: SQL of faces `x` and `y` that tells whether it does (the first that
    holds decides), and SQL of its bits, with `size` and, of this pair, `shared` by others. No words: not worth telling.
    """

    holds: str
    bits: str
    words: str = ""


def _rarity(column: str) -> str:
    """SQL of log2(1 / u) of a value; where there are two, of the commoner. A pair is half a sign of how common its
    value is: it is counted as one and a half fewer."""
    return f"log2(size / greatest(0.5, greatest(x.{column}, y.{column}) - 1.5))"


# Nobody shares a mailbox or a telephone by chance, but by being a couple, a shop or a typing error: u falls as the
# number of contacts rises, and each further contact with the value makes it less of a person's own.
_EMAIL_SHARED = "2 * log2(greatest(1, x.emails - 1))"
_PHONE_SHARED = "3 * log2(greatest(1, x.phones - 1))"
# The first and the last word of a name. Whole names would be alike by what is common in them: the brother's, or Maria.
_FIRST_X, _FIRST_Y = "x.words[1]", "y.words[1]"
_LAST_X, _LAST_Y = "x.words[-1]", "y.words[-1]"
_IS_INITIAL = (
    f"{_LAST_X} = {_LAST_Y} AND left({_FIRST_X}, 1) = left({_FIRST_Y}, 1)"
    f" AND least(length({_FIRST_X}), length({_FIRST_Y})) = 1"
)


def _alike(one: str, other: str, least: float) -> str:
    return f"jaro_winkler_similarity({one}, {other}) >= {least}"


_ALIKE = (
    f"{_alike(_FIRST_X, _FIRST_Y, 0.9)} AND {_alike(_LAST_X, _LAST_Y, 0.9)}"
    f" OR {_alike(_FIRST_X, _LAST_Y, 0.9)} AND {_alike(_LAST_X, _FIRST_Y, 0.9)} OR {_IS_INITIAL}"
)
_LOCAL_X, _LOCAL_Y = "split_part(x.email, '@', 1)", "split_part(y.email, '@', 1)"
_LOCALS_ALIKE = _alike(_LOCAL_X, _LOCAL_Y, 0.92)
_DOMAIN = f"greatest(1, {_rarity('domains')} - 0.2)"

COMPARISONS: dict[str, tuple[Level, ...]] = {
    "email": (
        Level("x.mailbox = y.mailbox AND x.is_shared", f"log2(size) + 5 - {_EMAIL_SHARED}", "same shared mailbox"),
        Level("x.email = y.email", f"log2(size) + 13 - {_EMAIL_SHARED}", "same e-mail"),
        Level("x.mailbox = y.mailbox", f"log2(size) + 11 - {_EMAIL_SHARED}", "e-mail of the same mailbox"),
        Level(f"x.mail_domain = y.mail_domain AND {_LOCALS_ALIKE}", "0", "similar e-mail"),
        # A company gives each of its people one address, mostly.
        Level("x.mail_domain = y.mail_domain", "-2", "two e-mails of one company"),
        Level("x.email <> y.email", "-1", "different e-mails"),
    ),
    "name": (
        Level("x.name = y.name", f"least(16, {_rarity('names')} - 0.3)", "same name"),
        Level(_ALIKE, f"least(13, {_rarity('names')} - 3.3)", "similar name"),
        Level(f"{_LAST_X} = {_LAST_Y}", "-5", "different first names"),
        Level("x.name <> y.name", "-8", "different names"),
    ),
    "phone": (
        Level("x.phone = y.phone", f"greatest(1, log2(size) + 2 - {_PHONE_SHARED})", "same phone"),
        Level("x.phone <> y.phone", "-1", "different phones"),
    ),
    # Evidence is counted once. Who shares an address shares its domain, and who shares a telephone, mostly the company.
    "company": (
        Level("x.mailbox = y.mailbox", "0"),
        Level("x.phone = y.phone AND x.domain = y.domain", f"least(2, {_DOMAIN})", "same company domain"),
        Level("x.domain = y.domain", f"least(14, {_DOMAIN})", "same company domain"),
        Level("x.domain <> y.domain", "-3", "different company domains"),
    ),
}


def weighed(size: int) -> str:
    """SQL of every candidate pair: records `a` and `b` (`a` < `b`), `probability` (0–1); and by comparison the place of
    the level that holds, from 1 (0: nothing is known), and its bits (`email_level` and `email_bits`, …)."""
    levels = ", ".join(f"{_level(name)} AS {name}_level, {_bits(name)} AS {name}_bits" for name in COMPARISONS)
    compared = (
        f"SELECT least(x.n, y.n) AS a, greatest(x.n, y.n) AS b, size, {levels}"
        " FROM temp.candidates AS c JOIN temp.faces AS x ON x.f = c.a JOIN temp.faces AS y ON y.f = c.b"
        f" CROSS JOIN (SELECT {max(size, LEAST_SIZE)}::DOUBLE AS size) WHERE x.n <> y.n"
    )
    total = " + ".join(f"{name}_bits" for name in COMPARISONS)
    return f"SELECT *, 1 / (1 + pow(2, {-PRIOR} + log2(size) - ({total}))) AS probability FROM ({compared})"


def words(name: str, place: int) -> str:
    """How a comparison came out, in words; empty where nothing is known, or it is not worth telling."""
    return COMPARISONS[name][place - 1].words if place else ""


def _level(name: str) -> str:
    cases = (f"WHEN {level.holds} THEN {place}" for place, level in enumerate(COMPARISONS[name], start=1))
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _bits(name: str) -> str:
    cases = (f"WHEN {place} THEN {level.bits}" for place, level in enumerate(COMPARISONS[name], start=1))
    return f"(CASE {name}_level {' '.join(cases)} ELSE 0 END)::DOUBLE"
