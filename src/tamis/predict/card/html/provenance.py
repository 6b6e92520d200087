"""Where the model comes from: examples, leaks, the choice among candidates, drift since, and every measure."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, breakable, join, tag
from tamis.predict.card.html.sheet import DAY, Sheet, paragraphs, section
from tamis.predict.card.html.table import table
from tamis.predict.card.html.timeline import timeline
from tamis.predict.card.model_card import LeakOnCard
from tamis.predict.card.words.standing import need_in_words, next_in_words, reached_in_words
from tamis.predict.evaluation.drift import Change, Drift
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.readiness import Need
from tamis.predict.evaluation.splits import Way

_MOST_DRIFTS = 10
_MEASURES = ("auc", "average_precision", "log_loss", "brier", "calibration_error", "base_rate")


def sample(sheet: Sheet) -> Html:
    """What there was to learn from, and how it was divided."""
    found, words = sheet.card.readiness, sheet.words
    counts = [(code, getattr(found, code)) for code in ("open", "converted", "others", "landmarks", "rows")]
    figures = (
        tag("div", tag("dt", words(f"sample.{code}")), tag("dd", words.number(count)), class_="count")
        for code, count in counts
        # Where each example has an instant of its own, these are no further count.
        if code != "landmarks" or count < found.rows
    )
    period = ""
    if found.first is not None and found.last is not None and found.first < found.last:
        period = words("sample.period", first=found.first, last=found.last)
    held_out = sheet.card.held_out
    parts = (tag("dl", *figures, class_="counts"), _progress(sheet), paragraphs(period))
    split = join(timeline(sheet, held_out), tag("p", _split(sheet, held_out))) if held_out else None
    title = words("sample.title" if held_out else "sample.title.empty")
    return section(title, *parts, split, id_="sample")


def leaks(sheet: Sheet) -> Html:
    """What seems to know the outcome, and what was done about it."""
    words, found = sheet.words, sheet.card.leaks
    goal = sheet.card.goal.left_out
    by_goal = tag("p", words("leaks.goal", names=", ".join(goal))) if goal else None
    if not found:
        return section(words("leaks.title"), tag("p", words("leaks.none")), by_goal, id_="leaks")
    heads = [words(code) for code in ("leaks.property", "leaks.done", "leaks.evidence")]
    rows = [(breakable(each.finding.name), _done(sheet, each), _evidence(sheet, each)) for each in found]
    shown = table(heads, rows, caption=words("leaks.title"), texts=3)
    return section(words("leaks.title"), shown, by_goal, id_="leaks", note=words("leaks.note"))


def choice(sheet: Sheet) -> Html | None:
    """The candidates, the best first, and the margin."""
    found, words = sheet.card.choice, sheet.words
    if not found.candidates:
        return None
    ordered = sorted(found.candidates, key=lambda each: each.log_loss)
    rows = [
        (
            sheet.estimator(each.name) + (f" · {words('choice.taken')}" if each.is_chosen else ""),
            words.number(each.log_loss, 4),
            "–" if each.auc is None else words.number(each.auc, 3),
        )
        for each in ordered
    ]
    heads = [words(code) for code in ("choice.model", "measure.log_loss", "measure.auc")]
    chosen = frozenset(place for place, each in enumerate(ordered) if each.is_chosen)
    margin = found.margin
    told = words("choice.margin", margin=margin.value, low=margin.low, high=margin.high) if margin else ""
    shown = table(heads, rows, caption=words("choice.title"), marked=chosen)
    code = "choice.note" if len(ordered) > 1 else "choice.note.one"
    note = words(code, count=len(ordered), rows=found.rows)
    return section(words("choice.title"), shown, paragraphs(told), id_="choice", note=note)


def drift(sheet: Sheet) -> Html | None:
    """What has moved since training; where nothing has, a sentence."""
    words, found = sheet.words, sheet.card.drifts
    if not found:
        return None
    moved = [each for each in found if each.change is not Change.STEADY or not each.name][:_MOST_DRIFTS]
    steady = sum(1 for each in found if each.name)
    calm = paragraphs(words("drift.none", count=steady)) if not any(each.name for each in moved) else None
    heads = [words(f"drift.{code}") for code in ("change", "index", "then", "now")]
    rows = [_drifted(sheet, each) for each in moved]
    shown = table([words("drivers.feature"), *heads], rows, caption=words("drift.title"), texts=2) if rows else None
    return section(words("drift.title"), calm, shown, id_="drift", note=words("drift.note"))


def measures(sheet: Sheet, found: HeldOut) -> Html:
    """Every measure, with what it means."""
    words = sheet.words
    rows = [
        (words(f"measure.{name}"), _measured(sheet, found, name), words(f"measure.{name}.meaning"))
        for name in _MEASURES
    ]
    heads = [words(f"measures.{code}") for code in ("measure", "value", "meaning")]
    shown = table(heads, rows, caption=words("measures.title"), texts=3)
    return section(words("measures.title"), shown, id_="measures")


def _progress(sheet: Sheet) -> Html:
    """What is reached, what is next, and a bar for whatever is missing for that."""
    found, words = sheet.card.readiness, sheet.words
    told = paragraphs(reached_in_words(words, found), next_in_words(words, found, sheet.things))
    return tag("div", told, *(_bar(sheet, need) for need in found.missing), class_="needs")


def _bar(sheet: Sheet, need: Need) -> Html:
    told = need_in_words(sheet.words, need, sheet.things)
    bar = tag("progress", max=1, value=need.progress, aria_label=told)
    return tag("p", bar, tag("span", told))


def _split(sheet: Sheet, found: HeldOut) -> str:
    if found.way is Way.RECORDS:
        return sheet.say("sample.by_record", train=found.training_rows, test=found.measures.rows)
    return sheet.say(
        "sample.by_time",
        train=found.training_rows,
        test=found.measures.rows,
        first=found.first,
        days=found.gap / DAY,
    )


def _done(sheet: Sheet, leak: LeakOnCard) -> str:
    if leak.is_left_out:
        return sheet.say("severity.leave_out")
    return sheet.say("severity.look" if leak.finding.severity.value == "look" else "leaks.kept")


def _evidence(sheet: Sheet, leak: LeakOnCard) -> Html:
    return tag("ul", *(tag("li", sheet.words.remark(each)) for each in leak.finding.signs), class_="signs")


def _drifted(sheet: Sheet, found: Drift) -> tuple[str, ...]:
    words = sheet.words
    is_share = not found.name or found.value is not None
    ends = [(words.percent if is_share else words.compact)(each) for each in (found.then, found.now)]
    name = sheet.name(found.name) if found.name else words("drift.outcome")
    if found.value is not None:
        name = f"{name}: {sheet.category(found.value) or words('curves.unknown')}"
    return (name, sheet.coded("change", found.change.value), words.number(found.index, 2), *ends)


def _measured(sheet: Sheet, found: HeldOut, name: str) -> str:
    value = getattr(found.measures, name)
    if value is None:
        return "–"
    if name in ("calibration_error", "base_rate"):
        return sheet.words.percent(value)
    text = sheet.words.number(value, 3)
    if name != "auc" or found.auc is None:
        return text
    return f"{text} ({sheet.words.number(found.auc.low, 3)} – {sheet.words.number(found.auc.high, 3)})"
