"""Problems in the language that a program asks for; English where it asks for none."""

from __future__ import annotations

from tests.api.client import Program

_BROKEN = {"text": "key: broken\nobject: contact\ngroups: []\n"}


def test_a_problem_is_told_in_french_to_who_asks_for_french(api: Program) -> None:
    asked = api.ask("GET", "/records/contact/nobody-of-that-id", Accept_Language="fr-CA,fr;q=0.9")
    assert asked.said["detail"] == "Il n’y a pas de contact «\u00a0nobody-of-that-id\u00a0»."
    assert asked.headers["content-language"] == "fr"
    assert api.get("/records/contact/nobody-of-that-id").said["detail"] == 'There is no contact "nobody-of-that-id".'


def test_mistakes_are_told_in_french_with_their_hints(api: Program) -> None:
    refused = api.ask("POST", "/records/contact", {"records": [], "colour": "red"}, Accept_Language="fr")
    (mistake,) = [each for each in refused.said["errors"] if each["code"] == "unknown-field"]
    assert refused.said["detail"] == "La requête contient des erreurs."
    assert mistake["message"] == "Ce champ n’existe pas."
    assert mistake["hint"].startswith("il y a ")
