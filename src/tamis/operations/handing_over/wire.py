"""Verbs and their answers as bytes: MessagePack, since keys of dictionaries may be tuples."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, get_type_hints

import msgspec
from pydantic import BaseModel

from tamis.definitions.language import ENGLISH, language
from tamis.errors import UsageError
from tamis.operations.access import COMMAND_LINE, TAMIS, Actor
from tamis.operations.handing_over.failures import Failure
from tamis.operations.handing_over.wording import Wording
from tamis.operations.verbs import VERBS, Verb
from tamis.operations.workspace import Workspace

Result = TypeVar("Result")

# Types that have been looked at. Where two threads look at a dataclass for the first time at once, msgspec crashes.
_LOOKED_AT, _TURN = set[Any](), Lock()
# Mistakes in a command, a definition or a file.
_REFUSALS = frozenset({"usage", "definition", "data"})
_OTHER_TAMIS = "The server runs another version of Tamis than this command; restart the server."


class _Sent(msgspec.Struct):
    """An answer under way; `folder` is the workspace as the server names it."""

    folder: bytes
    written: str = ""
    result: bytes = b""
    failure: Failure | None = None


class _Asked(msgspec.Struct):
    """What stands among a verb's arguments beside them."""

    is_again: bool = False
    by: Actor = COMMAND_LINE
    language: str = ENGLISH


class _About(msgspec.Struct):
    """What among a verb's arguments says what it is about. Ids of records do, too, and are nobody's to list."""

    key: str | None = None
    texts: dict[str, str] = {}
    path: bytes | None = None
    called: str = ""


# Made at the import: see `_LOOKED_AT`.
_SENT, _ASKED = msgspec.msgpack.Decoder(_Sent), msgspec.msgpack.Decoder(_Asked)
_ABOUT = msgspec.msgpack.Decoder(_About)


def encode_verb(verb: Any, *, is_again: bool = False, by: Actor = COMMAND_LINE) -> bytes:
    """The arguments of a verb; paths are made absolute, for the server is elsewhere. `is_again`: another server may
    have done it. `by`: who asks; whatever is put into words for them is in the language of `told_in`.

    Raises UsageError for a text that cannot be written down.
    """
    arguments = {field.name: getattr(verb, field.name) for field in fields(verb)}
    arguments |= {name: path.absolute() for name, path in _paths(verb).items()}
    arguments |= {"is_again": True} if is_again else {}
    arguments |= {"by": by} if by != COMMAND_LINE else {}
    arguments |= {"language": language()} if language() != ENGLISH else {}
    try:
        return msgspec.msgpack.encode(arguments, enc_hook=_encoded)
    except UnicodeEncodeError:
        raise UsageError("What was typed is no readable text; write it in UTF-8.") from None


def decode_verb(kind: str, arguments: bytes) -> Verb[Any]:
    """The verb. Raises UsageError for one that this Tamis does not know."""
    try:
        verb: Verb[Any] = msgspec.msgpack.decode(arguments, type=_looked_at(VERBS[kind]), dec_hook=_decoded)
        return verb
    except (KeyError, msgspec.DecodeError):
        raise UsageError(_OTHER_TAMIS) from None


def subjects(arguments: bytes) -> tuple[str, ...]:
    """What a job that was given these arguments is about: keys of definitions or models, or the name of a file; none
    where it is about all, or they are of another Tamis."""
    try:
        about = _ABOUT.decode(arguments)
    except msgspec.DecodeError:
        return ()
    if about.key:
        return (about.key,)
    if about.called:
        return (about.called,)
    if about.path:
        return (Path(os.fsdecode(about.path)).name,)
    return tuple(Path(name).stem for name in about.texts)


def is_again(arguments: bytes) -> bool:
    """Whether a job that was given these arguments may have been done as an earlier one."""
    return _ASKED.decode(arguments).is_again


def asked_by(arguments: bytes) -> Actor:
    """Who asked for a job that was given these arguments."""
    return _ASKED.decode(arguments).by


def asked_in(arguments: bytes) -> str:
    """In which language they did."""
    return _ASKED.decode(arguments).language


def encode_result(result: object, workspace: Workspace, *, written: str = "") -> bytes:
    """The answer of a verb that was done."""
    raw = msgspec.msgpack.encode(result, enc_hook=_encoded)
    return msgspec.msgpack.encode(_Sent(os.fsencode(workspace.folder), written, raw))


def encode_failure(error: Exception, workspace: Workspace) -> bytes:
    """The answer of a verb that raised an error."""
    return msgspec.msgpack.encode(_Sent(os.fsencode(workspace.folder), failure=Failure.of(error)))


def read_answer(sent: bytes, verb: Verb[Result], workspace: Workspace) -> tuple[Result, str]:
    """The result, and the name of the file in the workspace that holds what goes to standard output ("": nothing does).

    Raises the error that the verb raised, in the words in which the command was typed; UsageError for an answer of
    another Tamis.
    """
    try:
        answer = _SENT.decode(sent)
        wording = Wording.of(_paths(verb).values(), Path(os.fsdecode(answer.folder)), workspace.folder)
        if answer.failure is not None:
            raise answer.failure.error(wording)
        result = msgspec.msgpack.decode(
            answer.result, type=_looked_at(_type_of_result(verb)), dec_hook=_decoding(wording)
        )
        return result, answer.written
    except msgspec.DecodeError:
        raise UsageError(_OTHER_TAMIS) from None


def is_refusal(sent: bytes, arguments: bytes) -> bool:
    """Whether an answer tells somebody who gave these arguments that what they asked cannot be done, and not that
    anything else is wrong."""
    try:
        failure, by = _SENT.decode(sent).failure, asked_by(arguments)
    except msgspec.DecodeError:
        return False
    # Of what Tamis asks itself nobody is told.
    return failure is not None and failure.kind in _REFUSALS and by != TAMIS


def _looked_at(kind: Any) -> Any:
    """The type, which no other thread looks at for the first time now."""
    with _TURN:
        if kind not in _LOOKED_AT:
            msgspec.msgpack.Decoder(kind, dec_hook=_decoded)
            _LOOKED_AT.add(kind)
    return kind


def _type_of_result(verb: Verb[Any]) -> Any:
    return get_type_hints(type(verb).do, localns=vars(import_module(verb.of)))["return"]


def _paths(verb: Verb[Any]) -> dict[str, Path]:
    """The arguments that are paths, by name."""
    values = {field.name: getattr(verb, field.name) for field in fields(verb)}  # type: ignore[arg-type]
    return {name: value for name, value in values.items() if isinstance(value, Path)}


def _decoding(wording: Wording) -> Callable[[type, Any], Any]:
    """Reads what is of our own types; paths as the command would have named them."""

    def decoded(kind: type, raw: Any) -> Any:
        found = _decoded(kind, raw)
        return wording.path(found) if isinstance(found, Path) else found

    return decoded


def _encoded(value: object) -> bytes:
    match value:
        case Path():
            return os.fsencode(value)
        case BaseModel():
            return value.model_dump_json().encode()
    raise NotImplementedError(type(value).__name__)


def _decoded(kind: type, raw: Any) -> Any:
    if issubclass(kind, Path):
        return Path(os.fsdecode(raw))
    if issubclass(kind, BaseModel):
        return kind.model_validate_json(raw)
    raise NotImplementedError(kind.__name__)
