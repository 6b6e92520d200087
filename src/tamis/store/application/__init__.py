"""The application database of a workspace: definitions with their drafts and versions, models
with theirs, jobs, and saved views, by the Django ORM.

Nothing here imports Django before a database is opened: most commands never need it.
"""

from tamis.store.application.answers import Answers, KeptAnswer
from tamis.store.application.application import Application
from tamis.store.application.audit import AuditEntry, AuditFilter, Deed
from tamis.store.application.copying import replacing_application, write_copy
from tamis.store.application.decisions import Decision, Verdict
from tamis.store.application.edits import Editing, Edits, LostUpdate
from tamis.store.application.job import Job, State
from tamis.store.application.jobs import Jobs
from tamis.store.application.opening import django_database, open_application, opening_once
from tamis.store.application.people import Person
from tamis.store.application.saved_views import SavedView, SavedViews
from tamis.store.application.tokens import Token
from tamis.store.application.trained import (
    KeptModel,
    Living,
    Models,
    ModelVersion,
    Run,
    Schedule,
    Tried,
    Why,
)
from tamis.store.application.versions import Draft, Standing, Version
from tamis.store.postgresql.place import SharedDatabase, next_id, without_password

__all__ = [
    "Answers",
    "Application",
    "AuditEntry",
    "AuditFilter",
    "Decision",
    "Deed",
    "Draft",
    "Editing",
    "Edits",
    "Job",
    "Jobs",
    "KeptAnswer",
    "KeptModel",
    "Living",
    "LostUpdate",
    "ModelVersion",
    "Models",
    "Person",
    "Run",
    "SavedView",
    "SavedViews",
    "Schedule",
    "SharedDatabase",
    "Standing",
    "State",
    "Token",
    "Tried",
    "Verdict",
    "Version",
    "Why",
    "django_database",
    "next_id",
    "open_application",
    "opening_once",
    "replacing_application",
    "without_password",
    "write_copy",
]
