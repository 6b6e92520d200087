"""The phrases of definitions in French, and what its grammar asks of periods."""

from __future__ import annotations

from collections.abc import Mapping

from tamis.definitions.french_differences import DIFFERENCES
from tamis.definitions.periods import Period

PHRASES: Mapping[str, str] = {
    "and": "et",
    "or": "ou",
    ", if {condition}": ", si {condition}",
    "{name}: {condition}": "{name}\u00a0: {condition}",
    "never, or any number of times": "jamais, ou un nombre quelconque de fois",
    "at least {count}": "au moins {count}",
    "never, or at most {count}": "jamais, ou au plus {count}",
    "{events}, by how often, zero times included": "{events}, selon la fréquence, zéro fois compris",
    "exactly {count}": "exactement {count}",
    "never": "jamais",
    "once": "une fois",
    "{count} times": "{count} fois",
    "{low} to {count}": "{low} à {count}",
    "before {instant}": "avant le {instant}",
    "on or after {instant}": "à partir du {instant}",
    "from {first} to before {second}": "du {first} au {second} exclu",
    "{percent}% lost every {period}": "{percent}\u202f% perdus {period}",
    "{percent}% lost at the end of every {period}": "{percent}\u202f% perdus d’un coup {period}",
    "in segment {segment}": "dans le segment {segment}",
    "primary {name}": "{name} principale",
    "no {events}": "aucun événement {events}",
    "not ({conditions})": "pas ({conditions})",
    "score {key}": "score {key}",
    "tier of {key}": "niveau de {key}",
    "{name} is known": "{name} est renseigné",
    "{name} is unknown": "{name} n’est pas renseigné",
    ", or is unknown": ", ou n’est pas renseigné",
    ", and is known": ", et est renseigné",
    "true": "oui",
    "false": "non",
    "contact": "contact",
    "company": "entreprise",
    "deal": "transaction",
    "is": "est",
    "is not": "n’est pas",
    "contains": "contient",
    "does not contain": "ne contient pas",
    "contains all of": "contient à la fois",
    "is exactly": "est exactement",
    "starts with": "commence par",
    "ends with": "se termine par",
    "is greater than": "est supérieur à",
    "is at least": "est d’au moins",
    "is less than": "est inférieur à",
    "is at most": "est d’au plus",
    "is between": "est compris entre",
    "is not between": "n’est pas compris entre",
    "is before": "est avant le",
    "is on or after": "est à partir du",
    "is in the last": "est",
    "is in the next": "est",
    "is more than": "remonte à",
    "{period} ago": "plus de {period}",
    "High": "Élevé",
    "Medium": "Moyen",
    "Low": "Faible",
    **DIFFERENCES,
}

_UNITS = {
    "hour": ("heure", "heures", "f"),
    "day": ("jour", "jours", "m"),
    "week": ("semaine", "semaines", "f"),
    "month": ("mois", "mois", "m"),
    "year": ("année", "années", "f"),
}


def period(told: Period) -> str:
    """`30 jours`."""
    count, one, many, _ = _parts(told)
    return f"{count}\u00a0{one if count == 1 else many}"


def last(told: Period) -> str:
    """`dans les 30 derniers jours`, `dans la dernière semaine`."""
    return _around(told, {"m": "dernier", "f": "dernière"})


def next_(told: Period) -> str:
    """`dans les 30 prochains jours`."""
    return _around(told, {"m": "prochain", "f": "prochaine"})


def every(told: Period) -> str:
    """`chaque mois`, `toutes les 2 semaines`."""
    count, one, many, gender = _parts(told)
    return f"chaque {one}" if count == 1 else f"{'tous' if gender == 'm' else 'toutes'} les {count}\u00a0{many}"


def _around(told: Period, words: Mapping[str, str]) -> str:
    count, one, many, gender = _parts(told)
    if count == 1:
        return f"dans {'le' if gender == 'm' else 'la'} {words[gender]} {one}"
    return f"dans les {count}\u00a0{words[gender]}s {many}"


def _parts(told: Period) -> tuple[int, str, str, str]:
    count, unit = told.text.split()
    return int(count), *_UNITS[unit.removesuffix("s")]
