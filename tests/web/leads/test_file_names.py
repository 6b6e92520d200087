"""What the file of a list is called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tamis.operations.leads.asked import Asked
from tamis.operations.leads.views import LeadView
from tamis.server.web.leads.asking import Address
from tamis.store.application.settings import set_up_django

FRANCE = Asked(search="France")
VIEW = LeadView(1, "À rappeler: ../Nord ", FRANCE, is_shared=False, is_own=True, may_change=True)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (Address(Asked()), "leads-2026-11-24.csv"),
        (Address(Asked(object="company")), "companies-2026-11-24.csv"),
        (Address(Asked(object="support_ticket")), "support-ticket-2026-11-24.csv"),
        (Address(FRANCE, VIEW), "à-rappeler-nord-2026-11-24.csv"),
        # It holds something else than the view of that name.
        (Address(Asked(search="Spain"), VIEW), "leads-2026-11-24.csv"),
        (Address(FRANCE, LeadView(2, "✓", FRANCE, False, True, True)), "leads-2026-11-24.csv"),
    ],
)
def test_a_file_is_called_as_its_list_and_of_the_day_that_it_is_for_its_reader(address: Address, name: str) -> None:
    set_up_django()
    from tamis.server.web.leads.words import file_name

    assert file_name(address, datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "Europe/Paris") == name
