"""What operations, definitions and stores say is French for a French reader: every sentence, with all its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tamis.definitions.language import told_in
from tamis.errors import Issue
from tamis.server import french
from tamis.server.french import spoken, spoken_issues
from tamis.server.french.phrasebook import Phrasebook
from tamis.server.french.saying import PLACE, Saying
from tamis.server.french.telling import tell
from tests.web.sentences import sentences

_SERVER = Path(french.__file__).parents[1]
_FILE = Path(french.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"


@cache
def sayings() -> tuple[Saying, ...]:
    with _FILE.open("rb") as file:
        return tuple(Saying(str(each.id), str(each.string)) for each in read_po(file, locale="fr") if each.id)


@cache
def phrasebook() -> Phrasebook:
    return Phrasebook(sayings())


def in_french(sentence: str) -> str:
    return tell(phrasebook(), sentence)


def test_every_sentence_of_the_code_has_its_french() -> None:
    # A value that is a word of ours and a key at once; a part of a sentence is told of something, or goes on.
    missing = []
    for said in sentences():
        text = said.with_values("score")
        if all(in_french(each) == each for each in (text, f"score {text}", f"{text} score", f"score {text} score")):
            missing.append(f"{said.place}: {said.shape}")
    assert missing == [], f"their French is wanted in {_FILE}; what nobody reads is named in tests/web/sentences.py"


def test_both_languages_tell_the_same_values() -> None:
    differing = [
        saying.english
        for saying in sayings()
        if {place[1] for place in PLACE.finditer(saying.english)}
        != {place[1] for place in PLACE.finditer(saying.french)}
    ]
    assert differing == []


def test_no_sentence_is_said_twice_and_none_is_empty() -> None:
    shapes = Counter(saying.around for saying in sayings())
    assert [shape for shape, count in shapes.items() if count > 1] == []
    assert [saying.english for saying in sayings() if not saying.french.strip()] == []


def test_french_signs_stand_as_french_signs_do() -> None:
    # An unbreakable space goes before : ; ? ! and inside « »; apostrophes are curly.
    wrong = re.compile(r"(?<=\w)[;?!](?= |$)| [;?!»]|« |\w'\w| :(?= |$)")
    texts = [text for file in _SERVER.rglob(_FILE.name) for text in _french_of(file)]
    assert [text for text in texts if wrong.search(text)] == []


def _french_of(file: Path) -> Iterator[str]:
    with file.open("rb") as stream:
        for each in read_po(stream, locale="fr"):
            if each.id:
                yield from (each.string,) if isinstance(each.string, str) else each.string


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ('There is no version 7 of "fit"; there is 1, 2.', "Il n’y a pas de version 7 de « fit » ; il y a 1, 2."),
        ("A list skips 10,000 rows at most; go on from a cursor, or ask for less.", "Une liste saute 10 000 lignes"),
        ('Rule "Large": within wants a period such as 30 days, not the text "x".', "et non le texte « x »."),
        (
            'Rule 2 of group sales: its "when" can never hold.',
            "Règle 2 du groupe sales : son « when » n’est jamais vrai.",
        ),
        (
            'Rule "One: two": tier "A" begins at 1,204.5, and fit reaches at most 12.',
            "Règle « One: two » : le niveau « A » commence à 1 204,5, et la catégorie adéquation atteint au plus 12.",
        ),
        ("The file is not valid YAML (it cannot be read).", "Le fichier n’est pas du YAML valide (il est illisible)."),
        (
            'There is no property "employes" of company records.\n  hint: did you mean employees?',
            (
                "Il n’y a pas de propriété « employes » pour les fiches « entreprise ».\n"
                "  conseil : vouliez-vous dire employees ?"
            ),
        ),
        (
            (
                '"hot" stays in use. These ask for it:\n  score leads (Rule "Warm", draft)\n  segment calls'
                "\n  hint: change or deactivate them first"
            ),
            (
                "« hot » reste en service. En dépendent :\n  score leads (Règle « Warm », brouillon)\n  segment calls"
                "\n  conseil : modifiez-les ou désactivez-les d’abord"
            ),
        ),
        (
            "The property size of a company was number before and is text now; 1,204 values were converted.",
            "La propriété size (entreprise) était de type nombre et est maintenant de type texte ; 1 204 valeurs",
        ),
        (
            "leads.csv: It is empty.\n  hint: the first row names the columns",
            "leads.csv : il est vide.\n  conseil : la",
        ),
        ("So it is with 1 more.", "Il en va de même pour 1 autre."),
        ("So it is with 2 more.", "Il en va de même pour 2 autres."),
        ("Reading events: 40%", "Lecture : événements : 40 %"),
    ],
)
def test_a_sentence_is_known_again_with_its_values(english: str, expected: str) -> None:
    told = in_french(english).replace("\u00a0", " ").replace("\u202f", " ")
    assert expected in told


@pytest.mark.parametrize(
    "text", ["", ".", "A sentence of somebody else.", "company.employees", "a: " * 1300, '"' * 3000]
)
def test_what_is_none_of_ours_stays_as_it_is(text: str) -> None:
    assert in_french(text) == text


def test_a_name_made_of_our_own_words_is_told_whole() -> None:
    name = '" asks for " asks for the tier of "; there is no such event type.'
    assert name in in_french(f'There is no draft of "{name}".')


def test_a_sentence_is_french_for_who_reads_french_and_else_as_it_was() -> None:
    issue = Issue("a.yaml", 3, 1, "unknown-key", 'Score fit: the key "key" is missing.', "write key: …")
    assert spoken_issues([issue]) == [issue]
    assert spoken(issue.message) is issue.message
    with told_in("fr"):
        (told,) = spoken_issues([issue])
    assert (told.line, told.code) == (3, "unknown-key")
    assert told.message == "Score fit\u00a0: la clé «\u00a0key\u00a0» manque."
