"""What long work tells where there is no terminal."""

import io

from tamis.progress import BarProgress, LineProgress, NullProgress, progress_on


def test_lines_tell_each_step_and_now_and_then_the_share_done():
    now, stream = [0.0], io.StringIO()
    progress = LineProgress(stream, clock=lambda: now[0])
    progress.step("Reading events", total=200)
    for now[0] in (1.0, 6.0, 7.0, 12.0):
        progress.advance(50)
    progress.step("Scoring")
    progress.advance()
    assert stream.getvalue().splitlines() == [
        "Reading events",
        "Reading events: 50%",
        "Reading events: 100%",
        "Scoring",
    ]


def test_a_quiet_command_says_nothing():
    stream = io.StringIO()
    with progress_on(stream, quiet=True) as progress:
        progress.step("Scoring")
        progress.advance()
    assert isinstance(progress, NullProgress)
    assert stream.getvalue() == ""


def test_a_terminal_gets_a_bar_that_is_cleared_away():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with progress_on(stream) as progress:
        progress.step("Reading events", total=2)
        progress.advance()
        progress.step("Scoring")
    assert isinstance(progress, BarProgress)
