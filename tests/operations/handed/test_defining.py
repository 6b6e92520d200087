"""What is defined, listed and deleted while a server holds the warehouse."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.bring_back import bringing_back
from tamis.operations.deactivate import deactivate
from tamis.operations.handing_over import perform
from tamis.operations.verbs import Delete, DeleteProperty, ListDefinitions, Properties, ReviewDeletion
from tamis.progress import NullProgress
from tests.operations.handed.keeper import Keeper
from tests.operations.office import INTEREST

WARM = "key: warm\nwhen: {score: interest, at_least: 20}\n"
CALL = (
    "key: call\nobject: contact\ngroups:\n  - {key: g, category: fit, rules: [{when: {in_segment: warm}, points: 1}]}\n"
)


def test_definitions_live_and_end_beside_a_server(office):
    office.take(contacts="id,country,city\nann,France,Paris\n")
    office.publish(interest=INTEREST, warm=WARM, call=CALL)

    def asked(verb):
        return perform(office.workspace, verb, now=office.now, progress=NullProgress())

    with Keeper(office.workspace.folder):
        assert [each.key for each in asked(ListDefinitions())] == ["call", "interest", "warm"]
        assert [str(use) for use in asked(ReviewDeletion("warm")).uses] == ["score call (Rule 1 of group g)"]
        with pytest.raises(UsageError, match="is in use and stays"):
            asked(Delete("warm"))
        deactivate(office.workspace, "call", now=office.now)
        with bringing_back(office.workspace, "call", None, now=office.now, progress=NullProgress()) as reviewed:
            reviewed.publish(progress=NullProgress())
        asked(Delete("call"))
        asked(Delete("warm"))
        asked(DeleteProperty("contact", "city"))
        assert [each.name for each in asked(Properties("contact"))] == ["country", "created_at"]
    assert office.values()[0] == "ann,30,High"
