"""The application database of a workspace: definitions with their drafts and versions, jobs, and saved
views, by the Django ORM.

Nothing here imports Django before a database is opened: most commands never need it.
"""

from tamis.store.application.application import Application
from tamis.store.application.copying import replacing_application, write_copy
from tamis.store.application.job import Job, State
from tamis.store.application.jobs import Jobs
from tamis.store.application.opening import open_application
from tamis.store.application.saved_views import SavedView, SavedViews
from tamis.store.application.versions import Draft, Standing, Version
from tamis.store.postgresql.place import SharedDatabase, next_id, without_password

__all__ = [
    "Application",
    "Draft",
    "Job",
    "Jobs",
    "SavedView",
    "SavedViews",
    "SharedDatabase",
    "Standing",
    "State",
    "Version",
    "next_id",
    "open_application",
    "replacing_application",
    "without_password",
    "write_copy",
]
