"""The panel that adds a filter: a property, an operator of its type, and a value that the data offers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.leads.offered import OfferedProperty, offered
from tamis.operations.offered_values import offered_values
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.editor.words import OPERATORS, UNITS
from tamis.server.web.leads.asking import address_of
from tamis.server.web.leads.words import joined, parts_of, property_name

_SEVERAL = ("is_any_of", "is_none_of", "contains_any_of", "contains_all_of", "contains_none_of", "is_exactly")
_RANGE = ("between", "not_between")
_PERIOD = ("in_the_last", "in_the_next", "more_than_ago")
_FIRST = {
    "text": "is_any_of",
    "choice": "is_any_of",
    "choices": "contains_any_of",
    "number": "at_least",
    "boolean": "is",
    "date": "in_the_last",
    "datetime": "in_the_last",
}
_MOST_OFFERED = 12


@require_GET
@never_cache
@needs(Permission.SEE_LEADS)
def panel(request: HttpRequest) -> HttpResponse:
    """The panel for what is chosen in it; with `add`, the list with the filter."""
    context, said = context_of(request), request.GET
    address = address_of(request, context)
    told = offered(context.workspace, address.asked.object)
    property = told.property(said.get("property", ""))
    shown: dict[str, Any] = {
        "address": address,
        "asked": address.asked.as_json(),
        "properties": [(each.name, property_name(each.name)) for each in told.properties],
        "property": property,
    }
    if property is not None:
        operator = _operator(said, property)
        if "add" in said:
            try:
                added = {"property": property.name, operator: read_value(said, property, operator)}
            except UsageError as error:
                shown["mistake"] = str(error)
            else:
                return redirect(address.to(condition=joined([*parts_of(address.asked.condition), added])))
        shown |= _choices(context, told.object, property, operator, said)
    answer = render(request, "leads/filter.html", shown)
    if "mistake" in shown:
        # The form asks for the list; with a mistake it gets itself.
        answer["HX-Retarget"], answer["HX-Reswap"], answer["HX-Reselect"] = "#filter-panel", "innerHTML", "form"
    return answer


def _operator(said: QueryDict, property: OfferedProperty) -> str:
    asked = said.get("operator", "")
    return asked if asked in property.operators else _FIRST[property.type]


def _choices(
    context: Context, object: str, property: OfferedProperty, operator: str, said: QueryDict
) -> dict[str, Any]:
    takes_text = property.type in ("text", "choice", "choices")
    values = offered_values(context.workspace, object, property.name, most=_MOST_OFFERED).values if takes_text else ()
    return {
        "operators": [(each, OPERATORS[each]) for each in property.operators],
        "operator": operator,
        "shape": _shape(property.type, operator),
        "values": values,
        "units": list(UNITS.items()),
        "said": {name: said.get(name, "") for name in ("value", "to", "unit", "more")},
        "ticked": said.getlist("value"),
    }


def _shape(type: str, operator: str) -> str:
    """Which fields a value is given in."""
    if operator == "is_known":
        return "known"
    if operator in _PERIOD:
        return "period"
    if type == "boolean":
        return "truth"
    if operator in _SEVERAL:
        return "several"
    kind = {"number": "number", "date": "date", "datetime": "date"}.get(type, "text")
    return f"{kind}_range" if operator in _RANGE else kind


def read_value(said: QueryDict, property: OfferedProperty, operator: str) -> Any:
    """The value of a condition. Raises UsageError for what is none, in a sentence that names the property."""
    shape, name = _shape(property.type, operator), property_name(property.name)
    value = said.get("value", "").strip()
    if shape in ("known", "truth"):
        return value == "true"
    if shape == "period":
        if not (value.isascii() and value.isdigit() and int(value)) or said.get("unit") not in UNITS:
            raise UsageError(_("%(name)s: write a whole number, such as 30.") % {"name": name})
        return f"{int(value)} {said['unit']}"
    if shape == "several":
        return _several(said, property, name)
    ends = [value, said.get("to", "").strip()] if shape.endswith("_range") else [value]
    if not all(ends):
        raise UsageError(_("%(name)s: a value is missing.") % {"name": name})
    read = [_number(end, name) if shape.startswith("number") else end for end in ends]
    return read if shape.endswith("_range") else read[0]


def _several(said: QueryDict, property: OfferedProperty, name: str) -> list[Any]:
    texts = [*said.getlist("value"), *said.get("more", "").split(",")]
    found = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not found:
        raise UsageError(_("%(name)s: choose a value, or write one.") % {"name": name})
    return [_number(text, name) for text in found] if property.type == "number" else found


def _number(text: str, name: str) -> int | float:
    """A number as it is written in either language."""
    plain = text.replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain.replace(",", "")
    try:
        read = float(plain)
    except ValueError:
        raise UsageError(_("%(name)s: “%(text)s” is no number.") % {"name": name, "text": text}) from None
    if not abs(read) < 1e15:
        raise UsageError(_("%(name)s: “%(text)s” is no number.") % {"name": name, "text": text})
    return int(read) if read.is_integer() else read
