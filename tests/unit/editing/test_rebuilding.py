"""Whatever can be written can be clicked together: each drawn definition is made from nothing by edits."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.generative.cases import Case, cases
from tests.unit.definitions.everything import EVERYTHING
from tests.unit.definitions.test_differences_drawn import changes

from tamis.definitions.editing import rewritten, says, values_of, whole

from .rebuilding import rebuilt_score, rebuilt_segment

_DRAWN = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@_DRAWN
@seed(4)
@given(cases())
def test_every_definition_is_made_by_edits(case: Case) -> None:
    for wanted in case.scores[:1]:
        author = rebuilt_score(wanted)
        assert says(author.text, wanted), author.text
        # Editor → YAML → editor: what the text says, written again, is that text's meaning.
        assert values_of(whole(values_of(author.text))) == wanted
    for name, content in case.files.items():
        if name.startswith("segments/"):
            segment = json.loads(content)
            assert says(rebuilt_segment(segment).text, segment)


def test_a_score_in_which_everything_stands_is_made_by_edits() -> None:
    author = rebuilt_score(EVERYTHING)
    assert says(author.text, EVERYTHING), author.text
    assert author.edits > 100


@settings(_DRAWN, max_examples=40)
@given(st.data())
def test_a_changed_text_says_what_is_wanted_and_keeps_the_comments_elsewhere(data: st.DataObject) -> None:
    text = "# first\n" + whole(EVERYTHING).replace("points: 5\n", "points: 5   # five\n") + "# last\n"
    wanted = data.draw(changes())
    found = rewritten(text, wanted)
    assert says(found, wanted)
    assert found.startswith("# first\n")
    assert found.endswith("# last\n")
    assert found.count("# five") >= text.count("# five") - 2
