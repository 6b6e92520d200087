"""How what may count as a conversion is said."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tamis.definitions.wording import humanise
from tamis.operations.overview import ConversionKind
from tamis.server.web.records.words import object_name


def conversion_words(kind: ConversionKind) -> str:
    """`deal.is_won = true` is `Deal: is won`, `contact.lifecycle_stage = customer` is `Contact: lifecycle stage is
    customer`."""
    named = {"object": object_name(kind.object), "property": humanise(kind.property_name), "value": kind.value}
    if kind.value == "true":
        return _("%(object)s: %(property)s") % named
    return _("%(object)s: %(property)s is %(value)s") % named
