"""`tamis reset` and `tamis unreset`, as a person drives them."""

import json


def test_what_counted_until_then_counts_no_more_until_that_is_taken_back(work, tamis):
    said = tamis("reset b --at 2026-03-15 --workspace work --quiet")
    assert (said.code, said.out) == (0, "")
    assert said.err == 'Events of contact "b" up to 2026-03-15 00:00:00 UTC do not count as engagement.\n'
    assert "b,10,Low" in tamis("values interest --workspace work").out
    assert tamis("unreset b --workspace work --quiet").err == 'All events of contact "b" count again.\n'
    assert "b,30.5,High" in tamis("values interest --workspace work").out


def test_a_later_reset_that_is_in_force_is_told(work, tamis):
    tamis("reset b --at 2026-03-15 --workspace work --quiet")
    assert tamis("reset b --at 2026-03-01 --workspace work --quiet").err == (
        'Events of contact "b" up to 2026-03-15 00:00:00 UTC do not count as engagement: a later reset is in force'
        " already, and nothing changes.\n"
        "  hint: to have those after 2026-03-01 00:00:00 UTC count, take that one back first, with tamis unreset\n"
    )
    told = json.loads(tamis("reset b --at 2026-03-01 --workspace work --json --quiet").out)
    assert (told["at"], told["reset_at"]) == ("2026-03-01T00:00:00+00:00", "2026-03-15T00:00:00+00:00")
    assert (told["is_new"], told["values"]) == (False, [])
    again = tamis("reset b --at 2026-03-15 --workspace work --quiet").err
    assert again.endswith(" did not count as engagement before; nothing changes.\n")
