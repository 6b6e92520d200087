"""`scores`: states what each lead scores, of every implementation of the specification."""

import pytest

from tests.spec.implementations import IMPLEMENTATIONS, ON_THE_COMMAND_LINE
from tests.spec.leads import Leads


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test runs once an implementation; a module with `ALSO_ON_THE_COMMAND_LINE` there too."""
    if "scores" in metafunc.fixturenames:
        also = ON_THE_COMMAND_LINE if hasattr(metafunc.module, "ALSO_ON_THE_COMMAND_LINE") else {}
        implementations = IMPLEMENTATIONS | also
        metafunc.parametrize("scores", implementations.values(), ids=implementations.keys(), indirect=True)


@pytest.fixture
def scores(request: pytest.FixtureRequest, tmp_path) -> Leads:
    return Leads(tmp_path, request.param)
