"""Where the application database and the inbox are, if not in files: on a PostgreSQL server, by one address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, urlencode

from tamis.errors import UsageError

_SCHEMES = ("postgresql://", "postgres://")
_WRITE = "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with signs such as / or @ of a password as %2F or %40"


@dataclass(frozen=True)
class SharedDatabase:
    """A database on a PostgreSQL server, which one workspace has for itself; several processes and machines reach it.

    `workspace` is the id of that workspace: the database of another one is refused. `is_new`: its tables are made; else
    they have to be there, or a slip in the address would hide everything that was published.
    """

    url: str = field(repr=False)
    """May hold a password, so it is in no message."""
    workspace: str
    is_new: bool = False

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The parts of the address by the names that PostgreSQL gives them: host, port, dbname, user, password, …

        Raises UsageError for an address that cannot be read, in a sentence that quotes nothing of it.
        """
        return _parameters(self.url)

    @cached_property
    def name(self) -> str:
        """As a sentence names it; never with a password."""
        found = self.parameters
        port = f":{found['port']}" if found.get("port") else ""
        where = f"on {found.get('host') or 'this machine'}{port}"
        return f'The PostgreSQL database "{found["dbname"]}" {where}'


def line_of(workspace: str) -> str:
    """What the ids have in common that a workspace has had, one after each restore: `w1f`, `w1f-2`, `w1f-3`."""
    return workspace.partition("-")[0]


def next_id(workspace: str) -> str:
    """The id of a workspace after the next restore.

    >>> next_id("w1f"), next_id("w1f-9")
    ('w1f-2', 'w1f-10')
    """
    line, _, number = workspace.partition("-")
    return f"{line}-{int(number or 1) + 1}"


def _is_url(text: str) -> bool:
    """Whether a text is meant as the address of a PostgreSQL database."""
    return text.startswith(_SCHEMES)


def _parameters(url: str) -> dict[str, Any]:
    _refuse_without_psycopg()
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not _is_url(url):
        raise UsageError(f"The address of the application database begins with no {_SCHEMES[0]}; {_WRITE}.")
    try:
        found: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError:
        # Not the reason that was given: it may quote the password.
        raise UsageError(f"The address of the application database cannot be read; {_WRITE}.") from None
    _refuse_misread(found)
    return found


def without_password(url: str) -> str:
    """The same address for everyone to see."""
    shown = {key: str(value) for key, value in _parameters(url).items() if key not in ("password", "sslpassword")}
    database = quote(shown.pop("dbname"), safe="")
    where = ""
    if re.fullmatch(r"[\w.-]+", shown.get("host", "")):
        user, port = (shown.pop(key, "") for key in ("user", "port"))
        where = (f"{quote(user, safe='')}@" if user else "") + shown.pop("host") + (f":{port}" if port else "")
    return f"postgresql://{where}/{database}" + (f"?{urlencode(shown, quote_via=quote)}" if shown else "")


def _refuse_misread(found: dict[str, Any]) -> None:
    """A password with an unescaped sign is cut in two, and its end would be taken for a name that may be shown."""
    ports = str(found.get("port", "")).split(",")
    if "@" in found.get("dbname", "") + found.get("host", "") or not all(p.isdecimal() or not p for p in ports):
        raise UsageError(f"The address of the application database cannot be read; {_WRITE}.")
    if not found.get("dbname"):
        raise UsageError(f"The address of the application database names no database; {_WRITE}.")


def _refuse_without_psycopg() -> None:
    if find_spec("psycopg") is None:
        raise UsageError(
            "An application database on a PostgreSQL server needs psycopg: python -m pip install 'tamis[postgres]'"
        )
