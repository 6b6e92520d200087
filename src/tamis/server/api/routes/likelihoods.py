"""How likely a record is to reach the goals of the live models: likelihoods, their reasons, and their history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.models.likelihoods import likelihoods_of
from tamis.operations.record.likelihood_series import read_likelihood_series
from tamis.operations.record.opened import open_record
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Told

router = Router(tags=["Likelihoods"])


class LikelihoodReasonTold(Told):
    """A reason: what is looked at, the record's own value, and what that adds to the log-odds: above 0 for, below 0
    against."""

    features: list[str] = Field(examples=[["event:demo_requested 30d"]])
    meaning: str = Field(examples=["demo requested in the last 30 days"])
    value: str = Field(examples=["2"])
    contribution: float = Field(examples=[0.81])
    fact: str = Field(
        examples=["demo requested in the last 30 days: 2; 31% of those with 2 or more reach the goal, 6% of all do"]
    )


class LikelihoodTold(Told):
    """What a live model says of a record, in percent. `low` and `high`: between them lies, with 90 %, the share of such
    records that reaches the goal. `priority`: a quarter of the open records, by likelihood; `priority_from`: the least
    likelihood in it. `change`: from the run before, in percentage points."""

    model: str = Field(examples=["likelihood_to_close"])
    object: str = Field(examples=["contact"])
    label: str = Field(examples=["Likelihood to close in 90 days"])
    version: int = Field(examples=[3])
    at: Instant
    likelihood: float | None = Field(examples=[31.25])
    low: float | None
    high: float | None
    priority: str | None = Field(examples=["very high"])
    priority_from: float | None = Field(examples=[12.5])
    change: float | None
    base_rate: float = Field(description="Of all that the model learnt from, how many reach the goal, in percent.")
    is_reached: bool
    reasons: list[LikelihoodReasonTold]


class LikelihoodsTold(Told):
    """By every live model of the record's object, the leading one first."""

    items: list[LikelihoodTold]


class CurveBinTold(Told):
    """One bin of a curve. A number's goes from `low` to below `high` (null: without end), a category's is `label`; a
    bin with none of them is that of unknown values."""

    log_odds: float
    rows: float
    standard_error: float | None
    label: str | None
    low: float | None
    high: float | None


class CurveTold(Told):
    """What a model says of one feature, bin by bin, in log-odds."""

    feature: str
    points: list[CurveBinTold]


class TermTold(LikelihoodReasonTold):
    """A term, and where it is among those that matter most to the record, its curve; the record is at the point of
    place `here`."""

    curve: CurveTold | None
    here: int | None


class WholeLikelihoodTold(Told):
    """The whole sum: `intercept` and the contributions of all `terms` make the `log_odds`, which are those of the
    `likelihood`. `kept` is what the last run kept."""

    model: str = Field(examples=["likelihood_to_close"])
    label: str
    version: int
    at: Instant
    intercept: float
    terms: list[TermTold]
    log_odds: float
    likelihood: float
    base_rate: float
    kept: float


class LikelihoodChangeTold(Told):
    """One change: `cause` is predict, publish, reached, merge or withdraw."""

    model: str = Field(examples=["likelihood_to_close"])
    at: Instant
    version: int
    before: float | None
    after: float | None
    priority_before: str | None
    priority_after: str | None
    cause: str = Field(examples=["predict"])


class LikelihoodHistoryTold(Told):
    """The newest changes by each model, oldest first."""

    items: list[LikelihoodChangeTold]


@route(router, "GET", "/likelihoods/{object}/{path:id}", Permission.SEE_LEADS, LikelihoodsTold)
def list_likelihoods(request: HttpRequest, object: str, id: str) -> Any:
    """Tell how likely a record is to reach the goal of each live model, and why.

    With up to five reasons for and five against, in the language of the request.
    """
    place = context_in(request).workspace

    def read() -> dict[str, Any]:
        with open_record(place, object, id) as record:
            whole = record.id
        return {"items": list(likelihoods_of(place, object, whole, language=get_language() or "en"))}

    return found(read)


@route(router, "GET", "/whole-likelihoods/{key}/{object}/{path:id}", Permission.SEE_LEADS, WholeLikelihoodTold)
def explain_likelihood(request: HttpRequest, key: str, object: str, id: str) -> Any:
    """Explain the likelihood of one record by a live model: every term, with its curve and the record's place on it."""
    # It brings all that gathers features along.
    from tamis.operations.models.whole_explanation import whole_explanation

    place = context_in(request).workspace
    return found(lambda: whole_explanation(place, object, id, key, language=get_language() or "en"))


@route(router, "GET", "/likelihood-history/{object}/{path:id}", Permission.SEE_LEADS, LikelihoodHistoryTold)
def list_likelihood_changes(request: HttpRequest, object: str, id: str, model: str | None = None) -> Any:
    """List the changes of a record's likelihoods and priorities, by all models or by one."""

    def read() -> dict[str, Any]:
        with open_record(context_in(request).workspace, object, id) as record:
            series = read_likelihood_series(record)
        return {"items": [each for key, some in series.items() if model in (None, key) for each in some]}

    return found(read)
