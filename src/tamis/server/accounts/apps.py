"""The accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tamis.server.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Has what allauth does noted in the audit log."""
        from tamis.server.accounts import noting

        noting.listen()
