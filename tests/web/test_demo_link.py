"""The link of the demo company is of the demo company, and opens nothing else."""

from tamis.operations.demo_workspace import DEMO_PERSON


def test_no_other_workspace_has_it(site):
    assert site.ask("/demo/None/").status == 404
    assert DEMO_PERSON not in site.ask("/sign-in/").body.decode()
