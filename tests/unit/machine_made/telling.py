"""Messages and rules, shortly written."""

from typing import Any

from tamis.machine_made import MachineRules, default_text, read_machine_rules
from tamis.messages import Message

DEFAULTS = read_machine_rules(default_text(), "machine.yaml")


def event(
    type: str | None = "email_opened", *, user_agent: str | None = None, ip: str | None = None, **properties: Any
) -> Message:
    """An event of a contact, as a source tells it."""
    told = {"userAgent": user_agent, "ip": ip}
    context = {name: value for name, value in told.items() if value is not None}
    return Message(
        kind="track",
        id="m1",
        user_id="7",
        event=type,
        properties=properties,
        context=context,
        received_at=2,
        occurred_at=1,
    )


def rules(*written: str) -> MachineRules:
    """Rules, each as YAML in braces."""
    return read_machine_rules("rules:\n" + "".join(f"  - {rule}\n" for rule in written), "machine.yaml")
