"""The single values of a machine rule: ranges of addresses, domains, event types, values of properties."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated

from pydantic import BeforeValidator

from tamis.definitions.grammar import found, wrong
from tamis.definitions.values import Filled, read_number, read_text

_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")


def read_network(value: object) -> str:
    """A range of IP addresses in CIDR form, or a single address; gives it in its shortest form."""
    text = read_text(value)
    hint = "write 203.0.113.0/24, 2001:db8::/32 or a single address"
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise wrong("wrong-address-range", f"wants a range of IP addresses, not {found(text)}", hint) from None
    if "/" in text and network != _strict(text):
        raise wrong("wrong-address-range", f'is "{text}", which begins inside its range', f"write {network}")
    return str(network)


def read_domain(value: object) -> str:
    """A domain of e-mail addresses, in small letters."""
    domain = read_text(value).lower().removesuffix(".")
    if not _DOMAIN.fullmatch(domain):
        hint = "write it without @ and *, such as example.com; its subdomains are meant too"
        raise wrong("wrong-domain", f"wants an e-mail domain, not {found(value)}", hint)
    return domain


def read_event_type(value: object) -> str:
    """An event type, as incoming events have it: small letters, and _ between words."""
    text = read_text(value)
    stored = re.sub(r"[\W_]+", "_", text.lower()).strip("_") or text
    if text != stored:
        raise wrong("wrong-event-type", f'is "{text}", and no incoming event has this type', f"write {stored}")
    return text


def read_property_value(value: object) -> str:
    """A text, a number, true or false, as the text that it is compared by."""
    if not isinstance(value, str | int | float):
        raise wrong("wrong-type", f"wants a text, a number, true or false, not {found(value)}")
    if isinstance(value, str):
        return compared(read_text(value))
    return compared(value if isinstance(value, bool) else read_number(value))


def compared(value: str | int | float) -> str:
    """What a property's value is compared by: `true` and the text "True" are the same, and so are 1 and 1.0.

    >>> compared(True), compared("True "), compared(1), compared(1.0), compared(0.5)
    ('true', 'true', '1', '1', '0.5')
    """
    if isinstance(value, str):
        return value.strip().casefold()
    if isinstance(value, bool):
        return str(value).lower()
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)


def _strict(text: str) -> object:
    try:
        return ip_network(text)
    except ValueError:
        return None


EventTypes = Annotated[tuple[Annotated[str, BeforeValidator(read_event_type)], ...], Filled(accepts_one=True)]
Networks = Annotated[tuple[Annotated[str, BeforeValidator(read_network)], ...], Filled(accepts_one=True)]
Domains = Annotated[tuple[Annotated[str, BeforeValidator(read_domain)], ...], Filled(accepts_one=True)]
PropertyValue = Annotated[str, BeforeValidator(read_property_value)]
