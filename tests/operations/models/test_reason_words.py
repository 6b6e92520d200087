"""Facts about a record in the reader's language."""

from __future__ import annotations

import pytest

from tamis.operations.models.reason_words import Value, fact_in, value_in
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.french import french_meaning
from tamis.predict.reasons import Rate

VIEWS = Feature("event:page_viewed 30d", Kind.NUMBER, "page views", "", "page views in the last 30 days", "events")
PHONE = Feature("property:phone", Kind.NUMBER, "record", "phone", "whether a telephone number is known")
COUNTRY = Feature("property:country", Kind.CATEGORY, "properties", "country", "country")
AGE = Feature("age", Kind.NUMBER, "record", "", "days since the record was created", "days")


@pytest.mark.parametrize(
    ("feature", "value", "rate", "fact"),
    [
        (
            VIEWS,
            12.0,
            Rate(240, 0.31, 8.0, None),
            "pages vues ces 30 derniers jours : 12 ; 31 % des fiches à 8 ou plus",
        ),
        (
            VIEWS,
            2.0,
            Rate(240, 0.042, 1.0, 3.0),
            "pages vues ces 30 derniers jours : 2 ; 4,2 % des fiches de 1 à moins de 3",
        ),
        (VIEWS, 1.0, Rate(99, 0.5, 1.0, 2.0), "pages vues ces 30 derniers jours : 1 ; 50 % des fiches à 1"),
        (
            VIEWS,
            0.0,
            Rate(240, 0.01, None, 1.0),
            "pages vues ces 30 derniers jours : 0 ; 1,0 % des fiches à moins de 1",
        ),
        (
            PHONE,
            1.0,
            Rate(99, 0.5, 0.5, None),
            "si un numéro de téléphone est renseigné : oui ; 50 % des fiches où c’est oui",
        ),
        (COUNTRY, "France", Rate(99, 0.5), "country : France ; 50 % des fiches avec France"),
        (
            AGE,
            None,
            Rate(99, 0.5),
            "jours depuis la création de la fiche : non renseigné ; 50 % des fiches où ce n’est pas renseigné",
        ),
    ],
)
def test_a_fact_in_french(feature: Feature, value: Value, rate: Rate, fact: str) -> None:
    told = fact_in([feature], [value], rate, 0.06, "fr").replace("\u00a0", " ").replace("\u202f%", " %")
    assert told == f"{fact} atteignent l’objectif, contre 6,0 % de toutes"


@pytest.mark.parametrize(
    ("share", "contribution", "language", "clause"),
    [
        (0.31, -0.4, "en", "; beside the other reasons, it counts against"),
        (0.01, 0.4, "en", "; beside the other reasons, it counts for"),
        (0.31, -0.4, "fr", "\u00a0; à côté des autres raisons, cela joue contre"),
        (0.31, 0.4, "en", "6% of all do"),
        (0.01, -0.4, "fr", "de toutes"),
    ],
)
def test_what_counts_otherwise_than_it_fared_is_said(share, contribution, language, clause) -> None:
    told = fact_in([VIEWS], [12.0], Rate(240, share, 8.0, None), 0.06, language, contribution)
    assert told.replace("\u202f", "").endswith(clause)


def test_without_a_rate_it_is_only_said_what_the_record_is_like() -> None:
    told = (
        fact_in([VIEWS, COUNTRY], [1_234.0, None], None, 0.06, "fr")
        .replace("\u00a0", " ")
        .replace("\u202f%", " %")
        .replace("\u202f", " ")
    )
    assert told == "pages vues ces 30 derniers jours : 1 234, country : non renseigné"


def test_what_is_compared_with_before_is_told_as_more_or_fewer() -> None:
    trend = Feature("activity trend", Kind.NUMBER, "activity", "", "things done …", "events")
    told = [(value_in(trend, value, "en"), value_in(trend, value, "fr")) for value in (2.33, -1.0, 0.0, None)]
    assert told == [
        ("2.33 more", "2,33 de plus"),
        ("1 fewer", "1 de moins"),
        ("as many", "autant"),
        ("not known", "non renseigné"),
    ]
    up, down = Rate(99, 0.3, 1.0, None), Rate(99, 0.01, -2.0, -0.5)
    assert "; 30% of those with +1 or more reach" in fact_in([trend], [2.3], up, 0.06, "en")
    assert "; 1% of those from −2 to under −0.5 reach" in fact_in([trend], [-1.0], down, 0.06, "en")
    assert "des fiches à +1 ou plus atteignent" in fact_in([trend], [2.3], up, 0.06, "fr")


def test_values_stand_as_each_language_writes_them() -> None:
    assert [value_in(AGE, 3.25, language) for language in ("en", "fr")] == ["3.25 days", "3,25 jours"]
    assert [value_in(PHONE, 0.0, language) for language in ("en", "fr")] == ["no", "non"]


@pytest.mark.parametrize(
    ("meaning", "french"),
    [
        ("days since the last of: e-mails opened", "jours depuis la dernière fois : e-mails ouverts"),
        ("webinar attended (events) ever", "webinaire suivi, depuis toujours"),
        ("days since the last thing they did", "jours depuis la dernière fois : action"),
        ("demo requested in the last 30 days", "démo demandée ces 30 derniers jours"),
        ("days since the last demo requested", "jours depuis la dernière fois : démo demandée"),
        ("robot polished in the last 30 days", "robot polished ces 30 derniers jours"),
        (
            "things done in the last 30 days, compared with a usual month before",
            "actions ces 30 derniers jours, par rapport à un mois habituel d’avant",
        ),
        ("deals", "transactions"),
        ("deals with stage “won”", "transactions avec stage « won »"),
        ("deals that are not closed", "transactions dont « is closed » vaut non"),
        ("deals that are won", "transactions dont « is won » vaut oui"),
        ("deals without renewal", "transactions sans renewal"),
        ("days since the newest deal was created", "jours depuis la création de la dernière transaction"),
        ("site records", "fiches (site)"),
        ("days since any site record changed", "jours depuis le dernier changement d’une fiche (site)"),
        ("associated records (deal)", "fiches associées (deal)"),
        ("points of Interest", "points de Interest"),
        ("employees of the company", "employees de l’entreprise"),
        ("whether technologies of the company has “SAP <b>”", "si technologies de l’entreprise comprend « SAP <b> »"),
        ("form submitted with form name “a with b “c””\n ever", None),
        ("Was auch immer", "Was auch immer"),
    ],
)
def test_what_a_feature_tells_in_french(meaning: str, french: str | None) -> None:
    told = french_meaning(Feature("n", Kind.NUMBER, "f", "s", meaning)).replace("\u00a0", " ")
    assert told == french or french is None
