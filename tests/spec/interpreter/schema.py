"""schema.yaml and the names every folder knows (data.md, "A data folder" and "Types")."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.spec.interpreter.definitions import read_yaml

TABLES = {"contact": "contacts", "company": "companies", "deal": "deals"}
COLUMN_LINKS = {  # (object, column) -> the object that the column names
    ("contact", "company_id"): "company",
    ("deal", "contact_id"): "contact",
    ("deal", "company_id"): "company",
}
_KNOWN = {
    "contact": dict.fromkeys(("email", "phone", "lifecycle_stage", "owner", "company_id"), "text"),
    "company": {"name": "text", "domain": "text"},
    "deal": {
        "amount": "number",
        "stage": "text",
        "is_won": "boolean",
        "is_closed": "boolean",
        "closed_at": "datetime",
        "contact_id": "text",
        "company_id": "text",
    },
}


@dataclass(frozen=True)
class Schema:
    time_zone: str = "UTC"
    objects: dict[str, dict[str, str]] = field(default_factory=dict)  # object -> property -> type, as declared
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    lifecycle_stages: list[str] | None = None

    @property
    def tables(self) -> dict[str, str]:
        """The table of each object; a custom object's is its own name."""
        return TABLES | {name: name for name in self.objects if name not in TABLES}

    def types(self, name: str) -> dict[str, str]:
        """The types that are settled without looking at the data: "`schema.yaml` may say otherwise"."""
        known = {"created_at": "datetime"} | _KNOWN.get(name, {})
        if name == "contact" and self.lifecycle_stages:
            known["lifecycle_stage"] = "choice"
        return known | self.objects.get(name, {})


def read_schema(folder: Path) -> Schema:
    path = folder / "schema.yaml"
    content = (read_yaml(path.read_text("utf-8-sig")) if path.exists() else None) or {}
    return Schema(
        content.get("time_zone", "UTC"),
        {name: _types(declared) for name, declared in (content.get("objects") or {}).items()},
        {name: _types(declared) for name, declared in (content.get("events") or {}).items()},
        content.get("lifecycle_stages"),
    )


def _types(declared: dict | None) -> dict[str, str]:
    return {name: kind if isinstance(kind, str) else kind["type"] for name, kind in (declared or {}).items()}
