"""The application database of a workspace: definitions with their drafts and versions, by the Django ORM.

Nothing here imports Django before a database is opened: most commands never need it.
"""

from tamis.store.application.application import Application
from tamis.store.application.opening import open_application
from tamis.store.application.versions import Draft, Version

__all__ = ["Application", "Draft", "Version", "open_application"]
