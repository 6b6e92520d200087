"""Which worker runs what: tests that share something dear run in one; and the order, random but for the longest."""

import gc
import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import suppress

import pytest

from tests.postgresql_server import PostgresqlServer, running_server

# Tests start processes by the hundred, each of which would compile all of Tamis anew where the machine says so.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# OpenBLAS would take every core and keep it busy while it waits: beside other workers, a model took ten times as long.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# A training, and a server's own work, stand back for whoever waits, and so for ever beside tests that compute: what is
# as nice as can be from the beginning is equal. It also leaves the machine to whoever works at it.
os.nice(19)
# Those of whoever runs the tests stay as they are.
os.environ["TAMIS_CACHE"] = f"{tempfile.gettempdir()}/tamis-tests-cache"

# By what is dear to make: a server with a company and a browser, or a workspace that only is read.
_FAMILIES = {
    "definitions": ("tests/web/editor/", "tests/web/scores/", "tests/web/segments/"),
    "overview": ("tests/web/overview/",),
    "pages": ("tests/web/",),
    "api": ("tests/api/",),
    "demo": ("tests/unit/demo/",),
    "records": ("tests/operations/record/",),
    "backups": ("tests/operations/backups/",),
    "lists": ("tests/operations/segments/",),
}
_ALONE = ("tests/generative/",)
# Characters of a log.
_TOLD = 4_000
# In this order.
_LONGEST = ("tests/web/editor/", "tests/web/scores/", "tests/web/segments/", "tests/generative/", "tests/web/")
_LONGEST += ("tests/api/", "tests/operations/record/")
# Many processes, killed again and again, trainings of what others train, too, and what is compared once more: minutes,
# and run by `make test THOROUGH=1`.
_THOROUGH = (
    "tests/cli/test_models.py::test_a_challenger_without_news_waits",
    "tests/cli/test_models.py::test_a_draft_does_not_go_live_though_there_is_no_other",
    "tests/cli/test_models.py::test_what_is_kept_is_what_predict_writes",
    "tests/cli/test_predict.py::test_the_same_seed_gives_the_same_model",
    "tests/operations/live/test_other_inbox.py::test_what_an_older_copy_still_holds_counts_once",
    "tests/operations/models/test_likelihoods.py::test_the_leading_model_is_the_one_that_went_live_first",
    "tests/operations/models/test_predicting.py::test_another_version_says_that_it_was_published",
    "tests/operations/models/test_training.py::test_a_challenger_is_held_against_the_live_version",
    "tests/operations/models/test_training.py::test_the_same_data_and_seed_give_the_same_model_to_the_byte",
    "tests/generative/test_agreement.py::test_both_engines_explain_alike",
    "tests/generative/test_agreement.py::test_nothing_but_the_case_matters",
    *(
        f"tests/operations/handed/test_jobs_running.py::test_a_job_that_was_withdrawn_is_stopped_and_nothing_is_half_done[{at}"
        for at in (1, 2, 4, 5, 6, 8)
    ),
    "tests/operations/handed/test_same.py",
    *(
        f"tests/operations/test_import_types.py::test_two_imports_come_to_what_one_import_of_all_would[{type}-very"
        for type in ("text", "choice", "choices", "date", "datetime", "boolean")
    ),
    "tests/operations/test_shared_application.py::test_a_restore_that_is_killed_before",
    "tests/operations/test_shared_inbox.py::test_a_backup_of_a_time_before_anyone_sent_empties_the_inbox",
    "tests/operations/test_shared_inbox.py::test_a_killed_restore_is_done_again",
    "tests/predict/test_simulated_company.py",
    "tests/predict/training/test_recency.py::test_recency_counts_where_the_market_turned[False]",
    "tests/predict/training/test_walk.py::test_what_a_person_wants_kept",
    "tests/predict/training/test_walk.py::test_what_was_tried",
    "tests/server/stories/",
    "tests/server/test_read_only.py::test_a_folder_that_is_read_only_is_refused",
    "tests/server/test_ingest_only.py",
    "tests/server/test_learning.py::test_a_training_that_is_broken_off_by_the_end_of_the_server_is_done_by_the_next",
    "tests/server/test_learning_kills.py",
    "tests/server/test_served_kills.py",
    "tests/server/test_endings.py::test_what_a_terminal_or_systemd_sends_to_both_processes_ends_it_in_order[1",
    "tests/server/test_read_only.py::test_a_warehouse_that_is_read_only",
    "tests/server/test_stalled.py::test_another_request_on_a_kept_connection",
    "tests/server/test_stalled.py::test_who_stalls_in_the_form_of_a_page",
    "tests/operations/backups/test_backup_killed.py::test_a_replacement_that_ends_in_the_middle_leaves_the_old_or_the_new[stop]",
    "tests/operations/backups/test_backup_killed.py::test_a_restore_that_ends_in_the_middle_makes_a_workspace_or_none[stop]",
    "tests/operations/live/test_killed.py",
    "tests/operations/handed/test_endings.py",
    "tests/unit/compile/test_explained_resets.py::test_every_value_is_explained[contacts",
    "tests/unit/compile/test_explanations.py::test_every_value_of_a_contact_is_explained[newsletter",
    "tests/unit/compile/test_explanations.py::test_every_value_of_a_contact_is_explained[product",
    "tests/unit/compile/test_explanations.py::test_every_value_of_a_contact_is_explained[target",
    "tests/unit/engine/test_sqlite.py::test_case_is_ignored_as_duckdb_ignores_it_for_every_letter",
    "tests/unit/store/warehouse/test_merges_drawn.py",
    "tests/unit/store/warehouse/test_merges_killed.py::test_a_merge_that_is_killed_has_happened_or_has_not[merge t",
    "tests/unit/store/warehouse/test_merges_killed.py::test_a_merge_that_is_killed_has_happened_or_has_not[unmerge t",
    "tests/unit/store/warehouse/test_migration_killed.py::test_a_migration_that_is_killed_has_happened_or_has_not",
    "tests/web/models/test_models.py::test_every_page_of_a_model_is_for_everybody[fr]",
)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: to look through it again and again is a fifth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish() -> None:
    """Some libraries tell at the end of what is still there."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test fails, what servers have logged that were launched by then says more than their answers."""
    report = yield
    serving = sys.modules.get("tests.server.serving")
    if report.failed and serving is not None:
        for server in serving.ServeProcess.launched:
            with suppress(OSError):
                report.sections.append((f"Logged by the server on port {server.port}", server.log[-_TOLD:]))
    return report


# After the shuffling.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets the longest begin: a worker takes the next family when it is through with one."""
    if not os.environ.get("TAMIS_THOROUGH"):
        for item in items:
            if item.nodeid.startswith(_THOROUGH):
                item.add_marker(pytest.mark.skip(reason="takes long: make test THOROUGH=1 runs it"))
    items.sort(key=lambda item: next((i for i, each in enumerate(_LONGEST) if item.nodeid.startswith(each)), 99))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Has a worker run all tests of a family: xdist's own groups change an id that this pytest does not read."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFamily(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _family(nodeid)

    return ByFamily(config, log)


def _family(id: str) -> str:
    """Tests of one name share a served company, or what a module has made."""
    if id.startswith(_ALONE):
        return id
    return next((family for family, places in _FAMILIES.items() if id.startswith(places)), id.partition("::")[0])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of this run's own."""
    with running_server() as running:
        yield running


@pytest.fixture(autouse=True, scope="session")
def _no_address_of_the_machine() -> None:
    """What the person who runs the tests works with is not touched."""
    os.environ.pop("TAMIS_APPLICATION", None)
    # A browser is driven by an event loop in the thread of the tests, where Django refuses to work otherwise.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
