"""Django, set up in code for the serving process: what it is made of, and how it is guarded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tamis.server.django_locals import keep_without_lock
from tamis.server.reach import Reach
from tamis.server.secret_key import secret_key
from tamis.server.web.pages import PAGES

_WEB = Path(__file__).parent / "web"
# What the parts of a model's card need wherever they stand: its own page has the same files inside it.
_CARD = Path(__file__).parents[1] / "predict" / "card" / "html" / "static"
# Seconds: people work here all day, and sign in again after two weeks.
_TWO_WEEKS = 14 * 24 * 3600
# A form of a definition or of many rows; files come in parts and go to the disk.
_MOST_POSTED = 5 << 20
# Four of each of the 2,000 columns that a file may have, and those of the form itself.
_MOST_FIELDS = 9_000

#: The languages of the pages, by themselves.
LANGUAGES = (("en", "English"), ("fr", "Français"))


def set_up_django(folder: Path, database: dict[str, Any], reach: Reach) -> None:
    """Sets Django up for this process, before any database is opened; `folder` is that of the workspace."""
    from django.apps import apps
    from django.conf import settings

    keep_without_lock()
    settings.configure(**_settings(folder, database, reach))
    apps.populate(settings.INSTALLED_APPS)


def _settings(folder: Path, database: dict[str, Any], reach: Reach) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret_key(folder),
        "ALLOWED_HOSTS": list(reach.hosts),
        "DATABASES": {"default": database},
        "INSTALLED_APPS": list(_apps()),
        "MIDDLEWARE": list(_MIDDLEWARE),
        "ROOT_URLCONF": "tamis.server.urls",
        "TEMPLATES": [_TEMPLATES],
        "FORM_RENDERER": "django.forms.renderers.DjangoTemplates",
        "LOGGING_CONFIG": None,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        # What is called an error there is called danger by the style of alerts.
        "MESSAGE_TAGS": {40: "danger"},
        # Their tables are made by our own: store/application/migrations/0008_signing_in.py.
        "MIGRATION_MODULES": dict.fromkeys(("account", "auth", "contenttypes", "mfa", "sessions")),
        **_LOCALE,
        **_STATIC,
        **_GUARDS,
        **_SIGNING_IN,
        **(_behind_proxy(reach) if reach.url else {}),
    }


def _behind_proxy(reach: Reach) -> dict[str, Any]:
    """What a proxy changes: it tells for whom it asks and, where it speaks HTTPS, that cookies go nowhere else."""
    trusted: dict[str, Any] = {"CSRF_TRUSTED_ORIGINS": [reach.url], "ALLAUTH_TRUSTED_PROXY_COUNT": 1}
    if not reach.is_secure:
        return trusted
    return trusted | {
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }


def _apps() -> tuple[str, ...]:
    own = ("tamis.store.application.apps.ApplicationConfig", "tamis.server.accounts", "tamis.server.web.layout")
    pages = tuple(dict.fromkeys(page.app for page in PAGES))
    return (
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.humanize",
        "django_htmx",
        *own,
        "allauth",
        "allauth.account",
        "allauth.mfa",
        *pages,
    )


_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "tamis.server.web.layout.static_files.CurrentFiles",
    "tamis.server.application_once.once",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tamis.server.accounts.preferences.preferences",
    "tamis.server.accounts.needs.refusing_unnamed",
    "tamis.server.web.layout.errors.telling",
)

_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "django.template.context_processors.i18n",
            "tamis.server.web.layout.frame.frame",
        ],
        "builtins": [
            "django.templatetags.i18n",
            "django.templatetags.static",
            "tamis.server.web.layout.templatetags.tamis",
        ],
    },
}

_LOCALE: dict[str, Any] = {
    "LANGUAGE_CODE": "en",
    "LANGUAGES": LANGUAGES,
    "USE_I18N": True,
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    # Not by themselves: a number in an address or an id would get them too. See the filters of the layout.
    "USE_THOUSAND_SEPARATOR": False,
}

_STATIC: dict[str, Any] = {
    "STATIC_URL": "static/",
    "STATICFILES_FINDERS": [
        "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        "django.contrib.staticfiles.finders.FileSystemFinder",
    ],
    "STATICFILES_DIRS": [("card", _CARD)],
    "STORAGES": {"staticfiles": {"BACKEND": "tamis.server.web.layout.versioned.VersionedFiles"}},
    # They are served from where they are installed; their addresses change with their contents.
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": False,
    "WHITENOISE_MAX_AGE": 365 * 24 * 3600,
}

_GUARDS: dict[str, Any] = {
    "CONTENT_SECURITY_POLICY": {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "script-src": ["'self'"],
            "style-src": ["'self'"],
            "font-src": ["'self'"],
            "img-src": ["'self'", "data:"],
            "connect-src": ["'self'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
            "base-uri": ["'none'"],
        }
    },
    "X_FRAME_OPTIONS": "DENY",
    "SECURE_REFERRER_POLICY": "same-origin",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    "SESSION_COOKIE_NAME": "tamis_session",
    "SESSION_COOKIE_AGE": _TWO_WEEKS,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_NAME": "tamis_csrf",
    # The pages carry the token; no script has to read it from the cookie.
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_FAILURE_VIEW": "tamis.server.web.layout.errors.refused_form",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": _MOST_POSTED,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": _MOST_FIELDS,
}

_SIGNING_IN: dict[str, Any] = {
    "AUTH_USER_MODEL": "application.StoredPerson",
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "LOGIN_URL": "sign_in",
    "LOGIN_REDIRECT_URL": "/",
    "LOGOUT_REDIRECT_URL": "/sign-in/",
    # One process answers, so its memory knows of every attempt.
    "CACHES": {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    },
    "ACCOUNT_ADAPTER": "tamis.server.accounts.adapter.AccountAdapter",
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_USER_DISPLAY": "tamis.server.accounts.adapter.shown_name",
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_SESSION_REMEMBER": True,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
    "ACCOUNT_RATE_LIMITS": {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"},
    "MFA_ADAPTER": "allauth.mfa.adapter.DefaultMFAAdapter",
    "MFA_TOTP_ISSUER": "Tamis",
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in (
            ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
            ("MinimumLengthValidator", {"min_length": 10}),
            ("CommonPasswordValidator", {}),
        )
    ],
}
