"""The worker: the process that holds everything of a workspace, from its start to its end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from granian.server.mp import MPServer

from tamis.errors import TamisError
from tamis.operations.meters import Meters
from tamis.operations.serving import serving_lock
from tamis.operations.workspace import Workspace
from tamis.server.application import Application
from tamis.server.arrivals import Arrivals
from tamis.server.bodies import Bodies
from tamis.server.desk import Desk, Lent
from tamis.server.ending import Ending, end_granian
from tamis.server.health import Health
from tamis.server.ingest import IngestApp
from tamis.server.keeping import Keeping, Steps
from tamis.server.learning import Learning, Learns
from tamis.server.pages import Pages
from tamis.server.served import Served
from tamis.server.watch import Watch
from tamis.store.inbox import Inbox, open_inbox

# For messages eight at least, when pages have all their seats and everybody waits who may (`seats`).
THREADS = 32
# So many objects more, and they are looked through for those that only hold one another; Python's own number is 700. A
# batch of messages is 200,000 objects, none of which does: looking took 15 µs a message of 76, and takes 5.
_SELDOM = 50_000
# Seconds that a thread which computes keeps Python's lock from others; Python's own number is 5 ms. A request waits for
# the lock some times, and the keeper computes: so requests are 12 % more, and the slowest of them 17 % quicker.
_TURN = 0.0005
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def run_worker(served: Served, number: int, name: str | None, _loader: object, *rest: Any) -> None:
    """Serves until it is told to stop; what granian runs in the process of a worker."""
    gc.set_threshold(_SELDOM)
    sys.setswitchinterval(_TURN)
    ending = Ending()
    try:
        with _opened(served, ending) as application:
            MPServer._spawn_wsgi_worker(number, name, lambda: application, *rest)
    except (TamisError, OSError) as error:
        served.give_up(error)
        # It is told to end now, and must not before, or another would be started.
        ending.wait()


@contextmanager
def _opened(served: Served, ending: Ending) -> Iterator[Application]:
    """Everything open, and the threads beside those that answer; afterwards all of it ended, in the reverse order."""
    health, meters, bodies, arrivals = Health(), Meters(), Bodies(served.port, THREADS), Arrivals()
    pages: Pages | None = None
    with ExitStack() as stack:
        inbox = _inbox(served, stack)
        meters.read_depth(inbox.depth)
        meters.bodies.set_function(bodies.count)
        clock = partial(_clock, served)
        ingest = IngestApp(inbox, clock, meters=meters, bodies=bodies, health=health, arrivals=arrivals)
        ending.then(lambda: health.hinder("server", "It is being stopped."))
        if not served.is_ingest_only:
            lent = Lent(inbox, health, meters, arrivals)
            keeper, pages = stack.enter_context(_kept(served, lent, bodies, ending))
            ingest.stored = keeper.wake
            ending.then(keeper.stop)
        ending.then(lambda: end_granian(served.is_listening))
        Watch(served, ending, bodies=bodies, meters=meters, health=health).start()
        yield Application(ingest, health, meters, pages)


def _inbox(served: Served, stack: ExitStack) -> Inbox:
    """The inbox; only one process takes messages out of it."""
    if served.is_ingest_only:
        return stack.enter_context(open_inbox(served.workspace.inbox))
    stack.enter_context(serving_lock(served.workspace, served.url))
    inbox = stack.enter_context(open_inbox(served.workspace.inbox))
    stack.enter_context(inbox.alone())
    return inbox


@contextmanager
def _kept(served: Served, lent: Lent, bodies: Bodies, ending: Ending) -> Iterator[tuple[Keeping, Pages]]:
    """The keeper at work, in a thread of its own, and the pages on what it holds; afterwards it has ended its step and
    closed that."""

    def keeping() -> AbstractContextManager[Steps]:
        # Imported here: the databases and Django take a second to load, and messages need not wait for them.
        from tamis.operations.keeper import keeping
        from tamis.server.first_run import tell_set_up
        from tamis.server.importing import import_alone

        # Pages and learners begin once pages are open.
        import_alone()
        pages.open()
        tell_set_up(served.workspace, served.url)
        return keeping(served.workspace, lent.inbox, now=served.now, meters=lent.meters)

    keeper = Keeping(
        keeping,
        health=lent.health,
        meters=lent.meters,
        give_up=served.give_up,
        # At once: sessions of pages hold the lost database, too, and what is acknowledged is safe.
        make_room=lambda: os._exit(1),
        before_closing=lambda: leave(),
        are_people_there=lambda: pages.are_looked_at,
    )
    learners = [
        Learning(lambda: keeper.workspace, partial(_learning, served, lent, trains), part, health=lent.health)
        for part, trains in (("trainer", True), ("learner", False))
    ]

    def wake() -> None:
        keeper.call()
        for learner in learners:
            learner.wake()

    def leave() -> None:
        for learner in learners:
            learner.leave()

    held, is_ending = (lambda: keeper.workspace), (lambda: ending.is_asked)
    desk = Desk(served.workspace, held, wake, served.now, lent, served.reach, is_ending)
    pages = Pages(desk, bodies)
    keeper.start()
    for learner in learners:
        learner.start()
    try:
        yield keeper, pages
    finally:
        pages.close()
        keeper.stop()
        for learner in learners:
            learner.stop()
        for learner in learners:
            learner.join()
        keeper.join()


def _learning(
    served: Served, lent: Lent, trains: bool, workspace: Workspace, is_ending: Callable[[], bool]
) -> AbstractContextManager[Learns]:
    from tamis.operations.models.learner import learning

    return learning(workspace, now=served.now, meters=lent.meters, is_ending=is_ending, trains=trains)


def _clock(served: Served) -> int:
    return (served.now() - _EPOCH) // timedelta(microseconds=1)
