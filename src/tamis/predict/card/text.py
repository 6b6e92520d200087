"""The card in a terminal: the verdict, what to expect, and the evidence, in a screen or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from tamis.predict.card.html.rates import heads_of_rates, row_of_rate
from tamis.predict.card.html.sheet import DAY, Sheet
from tamis.predict.card.model_card import LeakOnCard, ModelCard
from tamis.predict.card.words.say import Words
from tamis.predict.card.words.standing import next_in_words, reached_in_words
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.splits import Way
from tamis.predict.evaluation.verdict import Level

_MOST_DRIVERS = 8
_BAR = 24
_SIGNS = {Level.READY: "+", Level.WITH_CARE: "!", Level.NOT_READY: "x"}
Row = Sequence[str]


def to_text(card: ModelCard, *, language: str = "en", width: int = 100) -> str:
    """The card as lines of at most `width` characters, in English (`en`) or French (`fr`)."""
    sheet = Sheet(card, Words(language))
    parts = [_verdict(sheet), _sample(sheet), _leaks(sheet)]
    if card.held_out is not None:
        parts[1:1] = [_expect(sheet, card.held_out)]
        parts += [_choice(sheet), _measures(sheet, card.held_out), _drivers(sheet)]
    else:
        parts.append(_rates(sheet))
    lines = (line for part in parts for line in (*part, ""))
    return "\n".join(piece for line in lines for piece in _wrapped(line, width)).rstrip() + "\n"


def _verdict(sheet: Sheet) -> Iterator[str]:
    found = sheet.card.verdict
    yield f"{sheet.card.goal.label}: {sheet.coded('level', found.level.value)}"
    yield sheet.say(f"verdict.{found.level.value}")
    for reason in found.reasons:
        yield f"  {_SIGNS[reason.level]} {sheet.remark(reason.said)}"


def _expect(sheet: Sheet, found: HeldOut) -> Iterator[str]:
    yield sheet.say("expect.title")
    horizon = sheet.card.goal.horizon
    within = sheet.say("expect.within", days=horizon / DAY) if horizon else sheet.say("expect.snapshot")
    of = found.crowd
    first = sheet.say("expect.first", of=of, top=found.deciles[0].rate * of)
    yield f"  {first} {sheet.say('expect.chance', base=found.measures.base_rate * of)} {within}"
    yield f"  {sheet.say('expect.priority', of=of, rate=found.rate_of_first(25) * of)}"


def _sample(sheet: Sheet) -> Iterator[str]:
    found, held_out = sheet.card.readiness, sheet.card.held_out
    yield sheet.say("sample.title" if held_out else "sample.title.empty")
    codes = ("open", "converted", "others", "landmarks", "rows")
    counts = [f"{sheet.say(f'sample.{code}')} {sheet.words.number(getattr(found, code))}" for code in codes]
    yield f"  {' · '.join(counts)}"
    standing = (reached_in_words(sheet.words, found), next_in_words(sheet.words, found, sheet.things))
    yield f"  {' '.join(filter(None, standing))}"
    if held_out is not None:
        yield f"  {_split(sheet, held_out)}"


def _split(sheet: Sheet, found: HeldOut) -> str:
    counts = {"train": found.training_rows, "test": found.measures.rows}
    if found.way is Way.RECORDS:
        return sheet.say("sample.by_record", **counts)
    return sheet.say("sample.by_time", **counts, first=found.first, days=found.gap / DAY)


def _leaks(sheet: Sheet) -> Iterator[str]:
    yield sheet.say("leaks.title")
    if not sheet.card.leaks:
        yield f"  {sheet.say('leaks.none')}"
    for leak in sheet.card.leaks:
        signs = "; ".join(sheet.words.remark(each) for each in leak.finding.signs)
        yield f"  {leak.finding.name} – {_done(sheet, leak)}: {signs}"


def _done(sheet: Sheet, leak: LeakOnCard) -> str:
    if leak.is_left_out:
        return sheet.say("severity.leave_out")
    return sheet.say("severity.look" if leak.finding.severity.value == "look" else "leaks.kept")


def _rates(sheet: Sheet) -> Iterator[str]:
    """Rates of groups, where there is too little for a model."""
    if sheet.card.rates:
        yield sheet.say("rates.title")
        yield f"  {sheet.say('rates.note')}"
    for each in sheet.card.rates:
        _, *others = heads_of_rates(sheet)
        heads = [sheet.say("segments.by", by=sheet.called(each.feature)), *others]
        yield from _table([heads, *(row_of_rate(sheet, group) for group in each.groups)])


def _choice(sheet: Sheet) -> Iterator[str]:
    found = sheet.card.choice
    yield sheet.say("choice.title")
    ordered = sorted(found.candidates, key=lambda each: each.log_loss)
    rows = [("", sheet.say("measure.log_loss"), sheet.say("measure.auc"))]
    for each in ordered:
        mark = f" · {sheet.say('choice.taken')}" if each.is_chosen else ""
        auc = "–" if each.auc is None else sheet.words.number(each.auc, 3)
        rows.append((sheet.coded("estimator", each.name) + mark, sheet.words.number(each.log_loss, 4), auc))
    yield from _table(rows)


def _measures(sheet: Sheet, found: HeldOut) -> Iterator[str]:
    words = sheet.words
    yield sheet.say("rivals.title")
    rows = [("", sheet.say("measure.auc"), sheet.say("measure.log_loss"), sheet.say("measure.calibration_error"))]
    own = found.measures
    auc = "–" if own.auc is None else words.number(own.auc, 3)
    this = (sheet.say("rivals.this"), auc, words.number(own.log_loss, 4), words.percent(own.calibration_error))
    rows.append(this)
    for rival in found.rivals:
        name = rival.name or sheet.say(f"rival.{rival.kind.value}")
        log_loss = "–" if rival.log_loss is None else words.number(rival.log_loss, 4)
        rows.append((name, "–" if rival.auc is None else words.number(rival.auc, 3), log_loss, ""))
    yield from _table(rows)


def _drivers(sheet: Sheet) -> Iterator[str]:
    yield sheet.say("drivers.title")
    most = sheet.card.importances[:_MOST_DRIVERS]
    names = [" × ".join(sheet.name(feature) for feature in each.features) for each in most]
    wide = max(map(len, names), default=0)
    for name, each in zip(names, most, strict=True):
        bar = "█" * max(1, round(_BAR * each.share / most[0].share)) if most[0].share else ""
        yield f"  {name:<{wide}}  {sheet.words.percent(each.share):>6}  {bar}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """The first column to the left, numbers to the right."""
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for first, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, wide[1:], strict=True))
        yield f"  {first:<{wide[0]}}  {'  '.join(cells)}".rstrip()


def _wrapped(line: str, width: int) -> list[str]:
    """The line, and what does not fit below it, a little further in."""
    if len(line) <= width or "█" in line:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return wrap(line, width, subsequent_indent=indent, break_long_words=True, drop_whitespace=True)
