"""Makes the demo company: a data folder as `data.md` describes it, with the truth beside it.

One block of contacts after the other, each from its own random streams: memory is that of a block and of the
companies, and the same seed, size and end give the same values however the files are cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tamis.demo import vocabulary as words
from tamis.demo.columns import coded, instants
from tamis.demo.companies import draw_companies
from tamis.demo.contacts import HISTORY_DAYS
from tamis.demo.definitions import copy_definitions
from tamis.demo.draws import DAY, stream
from tamis.demo.mail import Campaigns, draw_campaigns
from tamis.demo.model import HORIZON_DAYS, ConversionModel
from tamis.demo.story import Story, tell
from tamis.demo.ties import campaign_ids
from tamis.demo.writing import GrowingTable, Parts
from tamis.progress import NullProgress, Progress

EVENTS_PER_CONTACT = 50
_EVENTS_PER_BLOCK = 400_000
_CONTACTS_PER_BLOCK = 8_000
_OF_BLOCKS = ("contacts", "deals", "property_changes", "associations", "segment_members", "truth/contacts")
_TABLES = ("companies", "campaign", *_OF_BLOCKS)


@dataclass(frozen=True)
class Generated:
    """What was written: the folder, rows by table, and the instant to score as of."""

    folder: Path
    rows: Mapping[str, int]
    as_of: datetime


def generate(
    folder: Path,
    *,
    contacts: int = 500,
    events: int | None = None,
    seed: int = 7,
    as_of: datetime,
    progress: Progress | None = None,
) -> Generated:
    """Write a demo company of so many contacts and events (50 a contact if not given) into `folder`.

    `as_of` is the last instant of the data, with its time zone. The folder must be absent or empty: FileExistsError
    otherwise; ValueError for less than 1 contact, negative events or an instant without a time zone.
    """
    events = contacts * EVENTS_PER_CONTACT if events is None else events
    _check(folder, contacts=contacts, events=events, as_of=as_of)
    progress = progress or NullProgress()
    story = _story(contacts, seed=seed, end=int(as_of.timestamp()))
    (folder / "truth").mkdir(parents=True)
    with ExitStack() as files:
        tables = {name: files.enter_context(GrowingTable(folder / f"{name}.parquet")) for name in _TABLES}
        parts = files.enter_context(Parts(folder / "events"))
        tables["companies"].append(story.companies.table())
        tables["campaign"].append(_campaign_table(story.campaigns, seed))
        progress.step(f"Generating {contacts:,} contacts with {events:,} events", total=contacts)
        for size, pieces in _blocks(story, contacts=contacts, events=events):
            for name, piece in pieces.items():
                (parts if name == "events" else tables[name]).append(piece)
            progress.advance(size)
    _write_truth(folder / "truth" / "truth.json", story.model, contacts=contacts, events=events, seed=seed, as_of=as_of)
    (folder / "schema.yaml").write_text(_SCHEMA, encoding="utf-8")
    copy_definitions(folder)
    return Generated(folder, {name: table.rows for name, table in tables.items()} | {"events": parts.rows}, as_of)


def _story(contacts: int, *, seed: int, end: int) -> Story:
    companies = draw_companies(contacts, seed=seed, begin=end - HISTORY_DAYS * DAY)
    campaigns = draw_campaigns(seed=seed, end=end)
    return Story(seed=seed, end=end, model=ConversionModel(), companies=companies, campaigns=campaigns)


def _blocks(story: Story, *, contacts: int, events: int) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    """The contacts of each block and the rows of its tables; the events are shared out so that none is lost."""
    step = block_size(contacts, events)
    for block, first in enumerate(range(0, contacts, step)):
        last = min(first + step, contacts)
        quota = events * last // contacts - events * first // contacts
        yield last - first, tell(story, block=block, first=first, contacts=last - first, events=quota)


def block_size(contacts: int, events: int) -> int:
    """Contacts a block, so that a block has some 400,000 events: part of what the size of the data means."""
    return max(1, min(_CONTACTS_PER_BLOCK, _EVENTS_PER_BLOCK * contacts // max(events, 1)))


def _check(folder: Path, *, contacts: int, events: int, as_of: datetime) -> None:
    if contacts < 1 or events < 0:
        raise ValueError("A demo company needs at least one contact, and no negative number of events.")
    if as_of.tzinfo is None:
        raise ValueError("The last instant of the demo needs a time zone.")
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty.")


def _campaign_table(campaigns: Campaigns, seed: int) -> pa.Table:
    count = len(campaigns.instant)
    return pa.table(
        {
            "id": campaign_ids(campaigns),
            "created_at": instants(campaigns.instant - 5 * DAY),
            "name": pa.array(campaigns.names, pa.string()),
            "kind": coded(campaigns.kind, words.CAMPAIGN_KINDS),
            "budget": pa.array(stream(seed, "budgets").integers(2, 40, count) * 250),
        }
    )


def _write_truth(file: Path, model: ConversionModel, *, contacts: int, events: int, seed: int, as_of: datetime) -> None:
    """The parameters; `truth/contacts.parquet` has each contact's fit, rate, probability and what becomes of it."""
    truth = {
        "as_of": as_of.isoformat(),
        "seed": seed,
        "contacts": contacts,
        "events": events,
        "horizon_days": HORIZON_DAYS,
        "history_days": HISTORY_DAYS,
        "model": model.to_json(),
    }
    file.write_text(json.dumps(truth, indent=2) + "\n", encoding="utf-8")


_SCHEMA = f"""\
# The demo company's data, where inference would leave a doubt.
time_zone: Europe/Paris
lifecycle_stages: [{", ".join(words.STAGES)}]
objects:
  contact:
    seniority: {{type: choice, options: [{", ".join(words.SENIORITIES)}]}}
    source: {{type: choice, options: [{", ".join(words.SOURCES)}]}}
    regions: {{type: choices, options: [{", ".join(words.REGIONS)}]}}
  company:
    technologies: {{type: choices, options: [{", ".join(words.TECHNOLOGIES)}]}}
  campaign:
    kind: {{type: choice, options: [{", ".join(words.CAMPAIGN_KINDS)}]}}
    budget: number
events:
  page_viewed: {{page: text, url: text, seconds: number}}
  form_submitted: {{form_name: text}}
  email_sent: {{campaign: text}}
  email_delivered: {{campaign: text}}
  email_opened: {{campaign: text}}
  email_clicked: {{campaign: text}}
  email_bounced: {{campaign: text}}
  email_replied: {{campaign: text}}
  unsubscribed: {{campaign: text}}
  spam_complaint: {{campaign: text}}
  webinar_registered: {{topic: text}}
  webinar_attended: {{topic: text, minutes: number}}
  brochure_downloaded: {{document: text}}
  document_viewed: {{document: text}}
  trial_started: {{product: text}}
  cart_added: {{product: text, amount: number}}
  cart_abandoned: {{product: text, amount: number}}
  call_started: {{minutes: number}}
  meeting_completed: {{minutes: number}}
  ad_clicked: {{channel: text}}
  social_clicked: {{channel: text}}
"""
