"""Whom a list leaves out because people rejected them."""

from __future__ import annotations

from tamis.operations.workspace import Workspace
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import whole_ids


def rejected_ids(workspace: Workspace, warehouse: Warehouse, object: str) -> tuple[str, ...]:
    """The ids of the records whose newest decision that holds is a rejection; a merged contact is all of its parts."""
    with open_application(workspace.application) as application:
        verdicts = application.decisions.verdicts(object)
    whole = whole_ids(warehouse, object, [record for record, _ in verdicts])
    # The newest comes first.
    newest = {whole[record]: verdict for record, verdict in reversed(verdicts) if record in whole}
    return tuple(id for id, verdict in newest.items() if verdict == "rejected")
