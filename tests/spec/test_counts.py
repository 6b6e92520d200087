"""`times`: points by count (scoring.md, "Event rule")."""


def test_ranges_are_inclusive_and_may_leave_gaps(scores):
    scores(
        "{event: open, times: [{from: 2, to: 2, points: 3}, {from: 4, points: 7}]}",
        events="\n".join(f"{count} open {age}d" for count in range(1, 6) for age in range(count)),
        expect={1: 0, 2: 3, 3: 0, 4: 7, 5: 7},
    )


def test_ranges_may_stand_in_any_order(scores):
    scores(
        "{event: open, times: [{from: 2, points: 7}, {from: 1, to: 1, points: 3}]}",
        events="""
            1 open 1d
            2 open 1d
            2 open 1d
        """,
        expect={1: 3, 2: 7},
    )


def test_zero_counts_only_where_a_range_starts_at_zero(scores):
    scores(
        "[{event: page_viewed, times: [{from: 0, to: 0, points: -10}]}, {event: open, times: [{from: 1, points: 5}]}]",
        score="floor: null",
        schema="events: {open: {mail: text}}",
        events="""
            2 page_viewed 1d
            3 page_viewed -1d
        """,
        expect={1: -10, 2: 0, 3: -10},
    )


def test_only_events_inside_the_window_count(scores):
    scores(
        "{event: open, within: {last: 7 days}, times: [{from: 1, to: 1, points: 3}, {from: 2, points: 7}]}",
        events="""
            1 open 1d
            1 open 7d
        """,
        expect={1: 3},
    )


def test_several_types_count_together(scores):
    scores(
        "{event: [open, click], times: [{from: 2, points: 7}]}",
        events="""
            1 open 1d
            1 click 1d
            2 open 1d
        """,
        expect={1: 7, 2: 0},
    )


def test_equal_events_without_an_id_are_never_joined(scores):
    scores(
        "{event: open, points: 1}",
        events="""
            1 open 1d
            1 open 1d
        """,
        expect={1: 2},
    )
