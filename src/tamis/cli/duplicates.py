"""`tamis duplicates`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from math import floor
from pathlib import Path

from tamis.cli.columns import iso_text, minute_text
from tamis.cli.confirm import confirmed
from tamis.cli.instants import asked_at
from tamis.cli.merge import tell_merging
from tamis.cli.speech import count, print_json, printable, say
from tamis.operations.handing_over import perform
from tamis.operations.merge_duplicates import MergingTogether, read_asked_at
from tamis.operations.verbs import DismissDuplicate, FindDuplicates, MergeDuplicates, UnmergeDuplicates
from tamis.operations.workspace import find_workspace
from tamis.progress import NullProgress, progress_on
from tamis.store.warehouse.duplicates import MOST_SHARED, Duplicates, Known, Proposal

_KINDS = {
    "email": ("e-mail address", "e-mail addresses"),
    "phone": ("phone number", "phone numbers"),
    "name": ("name at one company", "names at one company"),
    "part": ("part of a name at one company", "parts of names at one company"),
}


def find(*, workspace: Path | None, is_sure: bool, most: int, as_json: bool, quiet: bool) -> int:
    """Shows the proposals and what was not compared."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        verb = FindDuplicates(is_sure, most)
        duplicates = perform(found, verb, now=_now, progress=progress)
    if as_json:
        print_json(_json(duplicates, workspace))
        return 0
    lines = [line for proposal in duplicates.proposals for line in _lines(proposal, workspace)]
    sys.stdout.write(printable("".join(f"{line}\n" for line in lines)))
    if not quiet:
        _tell(duplicates)
    return 0


def merge(*, workspace: Path | None, yes: bool, as_json: bool, quiet: bool) -> int:
    """Merges all that are as good as certain, if that is confirmed; 1 if it is not, 2 if nothing can be scored."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        sure = perform(found, FindDuplicates(True, 1), now=_now, progress=progress)
    if not sure.contacts:
        if as_json:
            print_json({"asked_at": None, "contacts": 0})
        say("No two contacts are as good as certainly one person.")
        return 0
    if not as_json and not (quiet and yes):
        lines = [line for proposal in sure.least_sure for line in _lines(proposal, workspace)]
        sys.stdout.write(printable("The least sure of them:\n\n" + "".join(f"{line}\n" for line in lines)))
        sys.stdout.flush()
    into = f"{count(sure.contacts, 'contact')} into {sure.found:,} other{'' if sure.found == 1 else 's'}"
    if not (yes or (not as_json and confirmed(f"Merge {into}?"))):
        say(f"Nothing was merged. To merge {into}, say yes, or add --yes.")
        return 1
    with progress_on(sys.stderr, quiet=quiet) as progress:
        merging = perform(found, MergeDuplicates(sure.contacts, asked_at()), now=_now, progress=progress)
    command = ["tamis", "duplicates", "merge", "--undo", iso_text(merging.asked_at)]
    command += ["--workspace", str(workspace)] if workspace else []
    told = f"{count(merging.contacts, 'contact')} became part of others. To take that back: {shlex.join(command)}"
    return _tell_merging(merging, told, as_json=as_json, quiet=quiet)


def unmerge(instant: str, *, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Takes back what was merged at once, and tells the same."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        merging = perform(found, UnmergeDuplicates(read_asked_at(instant)), now=_now, progress=progress)
    told = f"{count(merging.contacts, 'contact')} became records of their own again."
    return _tell_merging(merging, told, as_json=as_json, quiet=quiet)


def _tell_merging(merging: MergingTogether, sentence: str, *, as_json: bool, quiet: bool) -> int:
    named = {"asked_at": iso_text(merging.asked_at), "contacts": merging.contacts}
    return tell_merging(merging, named, sentence, as_json=as_json, quiet=quiet)


def _now() -> datetime:
    return datetime.now(UTC)


def dismiss(one: str, other: str, *, workspace: Path | None, is_undone: bool) -> int:
    """Keeps two contacts from being proposed, or lets them be again."""
    found = find_workspace(workspace, Path())
    verb = DismissDuplicate(one, other, is_undone)
    perform(found, verb, now=_now, progress=NullProgress())
    told = "may be proposed again" if is_undone else "are two people, and will not be proposed again"
    say(f'"{one}" and "{other}" {told}.')
    return 0


def _tell(duplicates: Duplicates) -> None:
    shown = len(duplicates.proposals)
    if not duplicates.found:
        say("No two contacts are probably one person.")
    elif shown < duplicates.found:
        say(f"The surest {shown} of {count(duplicates.found, 'proposal')}; see more with --limit {duplicates.found}.")
    for each in duplicates.uncompared:
        values = count(each.values, *_KINDS[each.kind])
        say(f"Not compared for it: {values} that more than {MOST_SHARED} contacts share, up to {each.most_shared:,}.")


def _lines(proposal: Proposal, workspace: Path | None) -> Iterator[str]:
    yield f"keep    {_told(proposal.kept)}"
    for other in proposal.others:
        yield f"{_percent(other.probability)}  {_told(other.contact)}"
        against = f"; but {', '.join(other.against)}" if other.against else ""
        yield f"        {', '.join(other.reasons)}{against}"
        yield f"        {_command(proposal.kept.id, other.contact.id, workspace)}"
    yield ""


def _told(contact: Known) -> str:
    since = f"since {minute_text(contact.created_at)[:10]}" if contact.created_at is not None else ""
    parts = (contact.id, contact.name, contact.email, contact.phone, contact.company, count(contact.events, "event"))
    return " · ".join(" ".join(part.split()) for part in (*parts, since) if part)


def _percent(probability: float) -> str:
    """Rounded down: 100 % would say that there is no doubt.

    >>> _percent(0.99999), _percent(0.5)
    ('99.9 %', '50.0 %')
    """
    return f"{floor(probability * 1000) / 10:.1f} %"


def _command(kept: str, other: str, workspace: Path | None) -> str:
    """What would merge the two, to be typed as it is.

    >>> _command("a", "b c", None), _command("-1", "b", Path("w"))
    ("tamis merge a 'b c'", 'tamis merge --workspace w -- -1 b')
    """
    named = ["--workspace", str(workspace)] if workspace else []
    # An id may begin as an option does.
    ids = ["--", kept, other] if kept.startswith("-") or other.startswith("-") else [kept, other]
    return shlex.join(["tamis", "merge", *named, *ids])


def _json(duplicates: Duplicates, workspace: Path | None) -> dict[str, object]:
    return {
        "found": duplicates.found,
        "contacts": duplicates.contacts,
        "proposals": [_proposal_json(proposal, workspace) for proposal in duplicates.proposals],
        "not_compared": [
            {"shared": each.kind, "values": each.values, "most_contacts": each.most_shared}
            for each in duplicates.uncompared
        ],
    }


def _proposal_json(proposal: Proposal, workspace: Path | None) -> dict[str, object]:
    others = [
        {
            **_contact_json(other.contact),
            "probability": round(other.probability, 6),
            "reasons": list(other.reasons),
            "against": list(other.against),
            "command": _command(proposal.kept.id, other.contact.id, workspace),
        }
        for other in proposal.others
    ]
    return {"keep": _contact_json(proposal.kept), "merge": others}


def _contact_json(contact: Known) -> dict[str, object]:
    created = iso_text(contact.created_at) if contact.created_at is not None else None
    return {**asdict(contact), "created_at": created}
