"""However values come and go: the rows of each lead follow one another, up to the value it has."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.store.warehouse.values.conftest import LEADS
from tests.unit.store.warehouse.values.values import NONE, Value

_VALUES = st.one_of(
    st.just(NONE),
    st.builds(Value, st.integers(-2, 2), st.sampled_from([None, "A", "B"]), st.sampled_from([None, 0, 1])),
)
# The first lead is always computed: a score without any row was not computed at all.
_ROUNDS = st.lists(
    st.tuples(_VALUES, st.dictionaries(st.sampled_from(LEADS[1:4]), _VALUES)).map(
        lambda drawn: {"a": drawn[0], **drawn[1]}
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ROUNDS)
def test_the_history_of_a_lead_is_a_chain_that_ends_in_its_value(leads, rounds):
    leads.forget_everything()
    seen = dict.fromkeys(LEADS, NONE)
    for at, values in enumerate(rounds):
        leads.compute(values)
        seen_now = {id: values.get(id, NONE) for id in LEADS}
        expected = sum(_told(seen[id]) != _told(seen_now[id]) for id in LEADS)
        assert leads.keep(at=at) == expected
        assert leads.keep(at=at) == 0
        seen = seen_now
    kept = leads.kept()
    for id in LEADS:
        assert kept.get(id, NONE) == seen[id]
        _check_chain(leads.history(id), seen[id])


def _check_chain(rows, value):
    states = [((row.before, row.tier_before), (row.after, row.tier_after)) for row in rows]
    assert all(before != after for before, after in states)
    assert all(after == before for (_, after), (before, _) in pairwise(states))
    assert [before for before, _ in states[:1]] == [(None, None)] * len(states[:1])
    assert (states[-1][1] if states else (None, None)) == _told(value)


def _told(value):
    """What the history tells of a value."""
    return value.micros[0], value.tier
