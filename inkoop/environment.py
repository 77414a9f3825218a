"""What an installation says in its environment, read for the settings. What is missing or wrong says what to do."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

SERVERS_HINT = "Op een eigen machine zet 'python -m inkoop.servers -- OPDRACHT' alle waarden zelf."


def get_env(name: str, *, hint: str, default: str | None = None) -> str:
    """The value of an environment variable; without value and default the hint says what to do."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"De omgevingsvariabele {name} ontbreekt. {hint} {SERVERS_HINT}")
    return value


def get_env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name) or str(default)
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; alleen True of False is toegestaan.")
    return value == "True"


def get_env_list(name: str, *, default: str) -> list[str]:
    return [part.strip() for part in (os.environ.get(name) or default).split(",") if part.strip()]


def parse_database_url(url: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name``; the query string may name the parts too."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL begint met {parts.scheme!r}; alleen PostgreSQL wordt ondersteund. "
            "Gebruik postgresql://gebruiker:wachtwoord@host:poort/naam."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "inkoop",
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": query.pop("password", unquote(parts.password or "")),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query,  # what is left goes to the driver as it is, such as sslmode
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def next_redis_database(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{int(parts.path.strip('/') or 0) + 1}"))


def organisations() -> list[dict[str, Any]]:
    """Organisations that vouch for their people, by OpenID Connect: ``OIDC`` names them, each has its own variables.

    For ``OIDC=entra`` these are ``OIDC_ENTRA_URL``, ``_CLIENT``, ``_SECRET`` and, for the button, ``_NAME``.
    """
    found = []
    for name in get_env_list("OIDC", default=""):
        prefix = f"OIDC_{name.upper()}"
        hint = f"OIDC noemt {name!r}; geef het adres, de client en het geheim die daarbij horen."
        found.append(
            {
                "provider_id": name,
                "name": get_env(f"{prefix}_NAME", hint=hint, default=name.capitalize()),
                "client_id": get_env(f"{prefix}_CLIENT", hint=hint),
                "secret": get_env(f"{prefix}_SECRET", hint=hint),
                "settings": {"server_url": get_env(f"{prefix}_URL", hint=hint)},
            }
        )
    return found
