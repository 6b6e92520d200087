"""What the verdict rests on: order, percentages, other ways of choosing, and parts of the records."""

from __future__ import annotations

from tamis.predict.card.html.calibration_chart import calibration_chart, calibration_table
from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.rank_charts import gain_chart, gain_table, lift_chart, lift_table
from tamis.predict.card.html.sheet import Sheet, pair, section
from tamis.predict.card.html.table import figure, table
from tamis.predict.evaluation.comparison import Rival
from tamis.predict.evaluation.held_out import HeldOut, Segments


def ranking(sheet: Sheet, found: HeldOut) -> Html:
    """Lift and gain."""
    words = sheet.words
    gain = figure(
        words, words("rank.gain"), gain_chart(words, found), gain_table(words, found), words("rank.gain.note")
    )
    lift = figure(
        words, words("rank.lift"), lift_chart(words, found), lift_table(words, found), words("rank.lift.note")
    )
    return section(words("rank.title"), pair(gain, lift), id_="ranking")


def calibration(sheet: Sheet, found: HeldOut) -> Html:
    """Whether percentages hold."""
    words = sheet.words
    how = sheet.coded("calibration", sheet.card.calibrated_by) if sheet.card.calibrated_by else ""
    told = tag(
        "div",
        tag("p", words("calibration.error", error=found.measures.calibration_error), class_="big"),
        tag("p", words("calibration.note"), class_="note"),
        tag("p", words("calibration.by", how=how), class_="note") if how else None,
    )
    drawn = figure(words, "", calibration_chart(words, found), calibration_table(words, found))
    return section(words("calibration.title"), pair(drawn, told), id_="calibration")


def rivals(sheet: Sheet, found: HeldOut) -> Html:
    """The model beside what one would do without it, the best first."""
    words = sheet.words
    codes = ("rivals.way", "rivals.top", "measure.auc", "measure.log_loss")
    mine = (found.measures.auc or 0.0, _row(sheet, words("rivals.this"), found))
    others = [(each.auc or 0.0, _row_of(sheet, each)) for each in found.rivals]
    ordered = [row for _, row in sorted([mine, *others], key=lambda each: -each[0])]
    shown = table(
        [words(code) for code in codes],
        ordered,
        caption=words("rivals.title"),
        marked=frozenset({ordered.index(mine[1])}),
    )
    return section(words("rivals.title"), shown, id_="rivals", note=sheet.say("rivals.note"))


def segments(sheet: Sheet, found: HeldOut) -> Html | None:
    """Results by each grouping."""
    if not found.segments:
        return None
    parts = join(*(_segments(sheet, each) for each in found.segments))
    words = sheet.words
    return section(words("segments.title"), parts, id_="segments", note=words("segments.note"))


def _row(sheet: Sheet, name: str, found: HeldOut) -> tuple[str, ...]:
    measures = found.measures
    return _cells(sheet, name, found.deciles[0].rate, measures.auc, measures.log_loss)


def _row_of(sheet: Sheet, rival: Rival) -> tuple[str, ...]:
    kind = sheet.coded("rival", rival.kind.value)
    own = sheet.estimator(rival.name) if rival.name else ""
    return _cells(sheet, f"{kind} · {own}" if own else kind, rival.top_tenth, rival.auc, rival.log_loss)


def _cells(sheet: Sheet, name: str, top: float, auc: float | None, log_loss: float | None) -> tuple[str, ...]:
    words = sheet.words
    return (
        name,
        words.number(top * 100),
        "–" if auc is None else words.number(auc, 3),
        "–" if log_loss is None else words.number(log_loss, 4),
    )


def _segments(sheet: Sheet, found: Segments) -> Html:
    words = sheet.words
    codes = ("segments.name", "rank.rows", "calibration.said", "calibration.happened", "calibration.between")
    rows = [
        (
            sheet.category(each.name),
            words.number(each.rows),
            words.percent(each.predicted),
            words.percent(each.observed),
            words("calibration.and", low=each.low, high=each.high),
            "–" if each.auc is None else words.number(each.auc, 2),
            words("segments.off") if each.is_off else words("segments.fits"),
        )
        for each in found.results
    ]
    heads = [*(words(code) for code in codes), words("measure.auc"), words("drift.change")]
    off = frozenset(place for place, each in enumerate(found.results) if each.is_off)
    title = words("segments.by", by=sheet.meaning(found.by))
    return join(tag("h3", title), table(heads, rows, caption=title, marked=off))
