"""Trains in a process of its own: at low priority beside a server that answers people, and with memory that is given
back afterwards. The same examples give the same model here as there."""

from __future__ import annotations

import base64
import os
import pickle
import selectors
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

import msgspec

from tamis.operations.handing_over.failures import Failure
from tamis.operations.handing_over.wording import Wording
from tamis.operations.predict.training import Prepared, learnt_from
from tamis.progress import Progress

# Nice, in the sense of the system: whoever waits for an answer goes first, and so does what keeps leads scored.
_NICE = 15
# In seconds: how often whoever waits is asked whether they still do.
_LOOK = 0.5


@dataclass(frozen=True)
class Fitted:
    """What a training made: the card as JSON and, where there is a model, its artefact as bytes."""

    card: bytes
    artefact: bytes | None


class _Said(msgspec.Struct, omit_defaults=True):
    """A line from the other process: a step, or how it ended."""

    step: str = ""
    card: str = ""
    artefact: str = ""
    failure: Failure | None = None


class FitEnded(Exception):
    """The process that trained was ended by somebody else, for want of memory perhaps."""


def fit_apart(prepared: Prepared, progress: Progress) -> Fitted:
    """Raises what the training raises, and FitEnded. Where `progress` raises, as for work that was withdrawn, the other
    process is ended."""
    # In a session of its own: a Ctrl-C at the server's terminal is for the server to answer.
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            # From ourselves to ourselves: nobody else can write into this pipe. It stays open, for as long as it is,
            # somebody waits.
            with suppress(BrokenPipeError):
                pickle.dump(prepared, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
                process.stdin.flush()
            return _followed(process.stdout, progress)
        finally:
            process.kill()
            with suppress(BrokenPipeError):
                process.stdin.close()


def _followed(stdout: IO[bytes], progress: Progress) -> Fitted:
    with selectors.DefaultSelector() as waiting:
        waiting.register(stdout, selectors.EVENT_READ)
        while True:
            if not waiting.select(_LOOK):
                progress.advance(0)
                continue
            line = stdout.readline()
            if not line:
                raise FitEnded("The process that trained was ended.")
            said = msgspec.json.decode(line, type=_Said)
            if said.failure is not None:
                raise said.failure.error(Wording())
            if said.card:
                return Fitted(said.card.encode(), base64.b64decode(said.artefact) if said.artefact else None)
            progress.step(said.step)


def _main() -> None:
    os.nice(_NICE)
    out = sys.stdout.buffer
    # What libraries print is not for whoever reads the lines.
    sys.stdout = sys.stderr
    with suppress(BrokenPipeError):
        try:
            prepared = pickle.load(sys.stdin.buffer)
            threading.Thread(target=_end_with_the_other, daemon=True).start()
            _say(out, _fitted(prepared, out))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again by the process that listens
            _say(out, _Said(failure=Failure.of(error)))


def _fitted(prepared: Prepared, out: IO[bytes]) -> _Said:
    from tamis.predict.artefact import artefact_bytes
    from tamis.predict.card.json_form import to_json
    from tamis.predict.kept import artefact_of

    learnt = learnt_from(prepared, lambda step: _say(out, _Said(step=step)))
    artefact = b"" if learnt.kept is None else artefact_bytes(artefact_of(learnt.kept))
    return _Said(card=to_json(learnt.card).decode(), artefact=base64.b64encode(artefact).decode())


def _say(out: IO[bytes], said: _Said) -> None:
    out.write(msgspec.json.encode(said) + b"\n")
    out.flush()


def _end_with_the_other() -> None:
    """Where the other process ends, nobody wants the model any more."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    _main()
