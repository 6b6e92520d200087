"""What a job that is done came to, in a sentence, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tamis.definitions.language import say_number
from tamis.operations.handing_over.wire import decode_verb, read_answer
from tamis.operations.workspace import Workspace
from tamis.server.french import spoken
from tamis.store.application import Job

if TYPE_CHECKING:
    # Some bring all of numpy along.
    from tamis.connectors.files import RejectReason
    from tamis.operations.import_data import Imported
    from tamis.operations.merge import Merging
    from tamis.operations.merge_duplicates import MergingTogether
    from tamis.operations.models.predicting import PredictedModels
    from tamis.operations.models.publishing import MadeLive
    from tamis.operations.models.train_model import TrainedModel
    from tamis.operations.publish import Drafted, Publication
    from tamis.operations.record.erasing import Erasure
    from tamis.operations.rescore import Rescored
    from tamis.operations.segments import ListChange

# Of the rest the file of rejects tells.
_MOST_REASONS = 3
Labels = Mapping[str, str]
"""What people call definitions and models, by key."""


def result_of(job: Job, workspace: Workspace) -> Any | None:
    """What a job that is done gave; None for any other, and where that cannot be read any more."""
    if job.state != "done" or job.result is None or job.kind not in _TELLERS:
        return None
    try:
        return read_answer(job.result, decode_verb(job.kind, job.arguments), workspace)[0]
    except Exception:  # noqa: BLE001 - jobs are listed also where one of them is of another Tamis.
        return None


def result_in_words(job: Job, result: Any | None, labels: Labels) -> str:
    """What the job came to; nothing where it is not done, or gives nothing to tell."""
    if job.state != "done" or result is None:
        return ""
    told = _TELLERS[job.kind](result, labels)
    if getattr(decode_verb(job.kind, job.arguments), "dry_run", False):
        return _sentences(_("Only tried, nothing is changed"), told)
    return f"{told} {_('What an earlier attempt took in is kept and not counted.')}" if _is_rest(job) else told


def _is_rest(job: Job) -> bool:
    """Whether an attempt that was broken off may have taken in a part, or all, of what was to be imported."""
    return job.kind == "import" and job.attempts > 1


def _imported(imported: Imported, labels: Labels) -> str:
    taken = imported.taken
    records, changed = sum(taken.new_records.values()), sum(taken.changed_records.values())
    counts = [
        (records, ngettext("%(n)s new record", "%(n)s new records", records)),
        (changed, ngettext("%(n)s changed record", "%(n)s changed records", changed)),
        (taken.events, ngettext("%(n)s event", "%(n)s events", taken.events)),
        (taken.links, ngettext("%(n)s association", "%(n)s associations", taken.links)),
        (taken.members, ngettext("%(n)s member of a segment", "%(n)s members of segments", taken.members)),
        (taken.changes, ngettext("%(n)s change of a property", "%(n)s changes of properties", taken.changes)),
    ]
    told = ", ".join(text % {"n": say_number(n)} for n, text in counts if n) or _("Nothing new")
    rows, cells = imported.rejected_rows, imported.rejected_cells
    rejected = ngettext("%(n)s row was not taken", "%(n)s rows were not taken", rows)
    left_out = ngettext("%(n)s cell was left out", "%(n)s cells were left out", cells)
    return _sentences(
        told,
        rejected % {"n": say_number(rows)} if rows else "",
        left_out % {"n": say_number(cells)} if cells else "",
        *(_rejected(each) for each in imported.reasons[:_MOST_REASONS]),
        *(spoken(each.sentence) for each in taken.retyped),
    )


def _rejected(reason: RejectReason) -> str:
    """`created_at cannot be read as datetime: 300 times, first in line 2`."""
    often = ngettext("%(n)s time, in line %(line)s", "%(n)s times, first in line %(line)s", reason.count)
    return f"{spoken(reason.reason)}: {often % {'n': say_number(reason.count), 'line': say_number(reason.line)}}"


def _published(publication: Publication, labels: Labels) -> str:
    versions = ", ".join(
        _("%(name)s, version %(number)s") % {"name": labels.get(key, key), "number": number}
        for key, number in publication.versions.items()
    )
    many = len(publication.changed) > 1 or set(publication.changed) != set(publication.versions)
    return _sentences(
        versions,
        *(
            _named(labels.get(key, key) if many else "", _has_moved(each.records, each.by_time))
            for key, each in publication.changed.items()
        ),
    )


def _has_moved(records: int, by_time: int | None) -> str:
    text = ngettext("%(n)s record has another value or tier", "%(n)s records have another value or tier", records)
    if not by_time:
        return str(text % {"n": say_number(records)})
    others = ngettext("%(n)s other by what happened meanwhile", "%(n)s others by what happened meanwhile", by_time)
    return f"{text % {'n': say_number(records)}}, {others % {'n': say_number(by_time)}}"


def _drafted(drafted: Drafted, labels: Labels) -> str:
    scores = drafted.review.scores
    return _sentences(
        *(_named(labels.get(each.key, each.key) if len(scores) > 1 else "", _would_move(each.moves)) for each in scores)
    ) or _sentences(_("No value would change"))


def _would_move(moves: Any) -> str:
    text = ngettext(
        "%(n)s record of %(all)s would have another value or tier",
        "%(n)s records of %(all)s would have another value or tier",
        moves.changed,
    )
    return str(text % {"n": say_number(moves.changed), "all": say_number(moves.records)})


def _rescored(rescored: Rescored, labels: Labels) -> str:
    return _sentences(
        *(_named(labels.get(each.key, each.key), _has_moved(each.changed, None)) for each in rescored.scores)
    )


def _listed(change: ListChange, labels: Labels) -> str:
    changed = ngettext("%(n)s record added or taken out", "%(n)s records added or taken out", change.changed)
    members = ngettext("%(n)s member now", "%(n)s members now", change.members)
    unknown = ngettext("%(n)s name is unknown", "%(n)s names are unknown", change.unknown_count)
    return _sentences(
        f"{changed % {'n': say_number(change.changed)}}, {members % {'n': say_number(change.members)}}",
        unknown % {"n": say_number(change.unknown_count)} if change.unknown_count else "",
    )


def _trained(trained: TrainedModel, labels: Labels) -> str:
    if trained.number is None:
        return _sentences(_("No version was made"), spoken(trained.why))
    made = _("Version %(number)s is live") if trained.is_live else _("Version %(number)s is there, and not live")
    return _sentences(made % {"number": trained.number}, spoken(trained.why))


def _predicted(predicted: PredictedModels, labels: Labels) -> str:
    models = predicted.models
    return _sentences(
        *(
            _named(labels.get(each.key, each.key) if len(models) > 1 else "", _has_likelihoods(each.open, each.changed))
            for each in models
        )
    )


def _has_likelihoods(records: int, changed: int) -> str:
    likely = ngettext("%(n)s record has a likelihood", "%(n)s records have a likelihood", records)
    moved = ngettext("%(n)s has changed", "%(n)s have changed", changed)
    return f"{likely % {'n': say_number(records)}}, {moved % {'n': say_number(changed)}}"


def _made_live(made: MadeLive, labels: Labels) -> str:
    if made.number is None:
        return _sentences(_("No version is live any more"))
    return _sentences(_("Version %(number)s is live") % {"number": made.number})


def _erased(erasure: Erasure, labels: Labels) -> str:
    rows = sum(erasure.rows.values())
    return _sentences(ngettext("%(n)s row is gone", "%(n)s rows are gone", rows) % {"n": say_number(rows)})


def _merged(merging: Merging, labels: Labels) -> str:
    # Who it was is told on their own page, to whoever may see it.
    return _sentences(_are_merged(1), _moved_by(merging.rescored, labels))


def _unmerged(merging: Merging, labels: Labels) -> str:
    return _sentences(_are_unmerged(1), _moved_by(merging.rescored, labels))


def _moved_by(rescored: Rescored | None, labels: Labels) -> str:
    """The scores that another value is of since then."""
    moved = [each for each in rescored.scores if each.changed] if rescored else []
    return _sentences(*(_named(labels.get(each.key, each.key), _has_moved(each.changed, None)) for each in moved))


def _merged_together(merging: MergingTogether, labels: Labels) -> str:
    return _are_merged(merging.contacts)


def _unmerged_together(merging: MergingTogether, labels: Labels) -> str:
    return _are_unmerged(merging.contacts)


def _are_merged(contacts: int) -> str:
    text = ngettext(
        "%(number)s contact is part of another now.", "%(number)s contacts are part of others now.", contacts
    )
    return str(text % {"number": say_number(contacts)})


def _are_unmerged(contacts: int) -> str:
    text = ngettext(
        "%(number)s contact is a record of its own again.",
        "%(number)s contacts are records of their own again.",
        contacts,
    )
    return str(text % {"number": say_number(contacts)})


def _named(name: str, told: str) -> str:
    return _("%(name)s: %(told)s") % {"name": name, "told": told} if name else told


def _sentences(*parts: str) -> str:
    """Each as a sentence, one after the other."""
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


_TELLERS: Mapping[str, Callable[[Any, Labels], str]] = {
    "import": _imported,
    "demo": _imported,
    "retype": _imported,
    "publish": _published,
    "review": _drafted,
    "review draft": _drafted,
    "rescore": _rescored,
    "create list": _listed,
    "change members": _listed,
    "train model": _trained,
    "predict": _predicted,
    "publish model": _made_live,
    "revert model": _made_live,
    "withdraw model": _made_live,
    "erase": _erased,
    "merge": _merged,
    "unmerge": _unmerged,
    "merge duplicates": _merged_together,
    "unmerge duplicates": _unmerged_together,
}
