"""The application database as a Django app."""

from django.apps import AppConfig


class ApplicationConfig(AppConfig):
    name = "tamis.store.application"
    label = "application"
    default_auto_field = "django.db.models.BigAutoField"
