"""Repeating a request safely: with the same `Idempotency-Key`, what was done once is not done again.

The answer is kept for a day, in the application database. The key belongs to whoever sent it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from tamis.operations.rescore import micros_of
from tamis.server.api.problems import Refused
from tamis.server.context import Context
from tamis.store.application import Answers, KeptAnswer, open_application

_HEADER = "Idempotency-Key"
_LONGEST = 255
_KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Preference-Applied")
_FIRST_SERVER_FAULT = 500


def once(
    request: HttpRequest, context: Context, answer: Callable[[], HttpResponse], tells_secret: bool
) -> HttpResponse:
    """The answer; of a POST with a key that was answered before, the same one again.

    Raises Refused where the key was sent with another request, or the first is still being done.
    """
    key = request.headers.get(_HEADER)
    if key is None or request.method != "POST":
        return answer()
    if not key.isprintable() or not 0 < len(key) <= _LONGEST:
        sentence = f"An Idempotency-Key has 1 to {_LONGEST} letters, digits and signs."
        raise Refused(400, "wrong-key", sentence)
    owner, print_, at = str(context.actor.id), _fingerprint(request), micros_of(context.now())
    with open_application(context.place.application) as application:
        answers = application.answers
        kept = answers.begin(owner, key, print_, at)
        if kept is not None:
            return _again(kept, print_)
        return _kept(answers, (owner, key), answer, tells_secret)


def _kept(
    answers: Answers, whose: tuple[str, str], answer: Callable[[], HttpResponse], tells_secret: bool
) -> HttpResponse:
    is_done = False
    try:
        given = answer()
        # What was refused may be right later; nothing was done.
        is_done = given.status_code < 400
        if is_done:
            headers = {name: given.headers[name] for name in _KEPT_HEADERS if name in given.headers}
            content = b"" if tells_secret else given.content
            answers.keep(*whose, status=given.status_code, headers=json.dumps(headers), content=content)
        return given
    finally:
        if not is_done:
            answers.forget(*whose)


def _again(kept: KeptAnswer, print_: str) -> HttpResponse:
    if kept.fingerprint != print_:
        raise Refused(422, "key-reused", "This Idempotency-Key was sent with another request; choose a new one.")
    if kept.status is None:
        raise Refused(409, "under-way", "The first request with this key is being done.", headers={"Retry-After": "1"})
    if not kept.content and kept.status not in (204, 205):
        raise Refused(409, "told-once", "This was done. Its answer held a secret, which is told once and kept nowhere.")
    answer = HttpResponse(kept.content, status=kept.status)
    for name, text in json.loads(kept.headers).items():
        answer[name] = text
    answer["Idempotency-Replayed"] = "true"
    return answer


def _fingerprint(request: HttpRequest) -> str:
    """Of everything that is asked for."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    for part in _parts(request):
        found.update(part)
    return found.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield json.dumps([name, values]).encode()
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield json.dumps([name, file.name]).encode()
            yield from _contents(file)


def _contents(file: UploadedFile) -> Iterator[bytes]:
    yield from file.chunks()
    file.seek(0)
