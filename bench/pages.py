"""`python -m bench.pages`: how long pages and the API take at a million contacts, with people at work; writes a table.

Twenty people, each of whom looks at something, thinks, and looks at the next, while events arrive.
"""

from __future__ import annotations

import argparse
import html
import http.client
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import duckdb

from bench.companies import company_of
from bench.ingest import served_workspace
from bench.workspaces import settle
from tamis.operations.leads.asked import Asked
from tamis.operations.workspace import find_workspace
from tamis.store.application import open_application

_REPORT = Path(__file__).parents[1] / "docs" / "benchmarks-pages.md"
_PASSWORD = "twenty at work in turns"
# Seconds that somebody looks at a page before the next, on average: hurried, and as the benchmark TPC-W has people.
_HURRIED, _USUAL = 2.0, 7.0
_SCORE = "lead_score"
_LISTS, _PREVIEWS = "below 300 ms", "below 1 s"
_LISTED = ("A list", "API: a page")
_REASONS = "The reasons of the first leads of a list, which come after it"
_WHY = re.compile(r'hx-get="(/leads/reasons/[^"]+)"')
# As the page begins for people.
_LEADS = Asked(hides_customers=True)


def main() -> None:
    """Measures, prints the table, and writes it where the sizes are the usual ones."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--workspace", type=Path, help="one that is there; default: made of a company of that size")
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rate", type=int, default=2_000, help="events a second that arrive meanwhile")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=3, help="of which the medians are told, at either pace")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "tamis-bench", help="kept data")
    asked = parser.parse_args()
    with _workspace(asked) as workspace:
        addresses = _let_in(workspace, asked.people)
        known = _known(workspace)
        with served_workspace(workspace) as (port, key):
            settle(port)
            browsers = _signed_in(port, known, addresses)
            hurried = _measured(port, key, known, browsers, asked, _HURRIED)
            usual = _measured(port, key, known, browsers, asked, _USUAL)
    text = _markdown(hurried, usual, asked)
    print(text)
    if asked.contacts >= 1_000_000:
        _REPORT.write_text(text, encoding="utf-8")


@contextmanager
def _workspace(asked: argparse.Namespace) -> Iterator[Path]:
    if asked.workspace:
        yield asked.workspace
        return
    asked.cache.mkdir(parents=True, exist_ok=True)
    company = company_of(asked.cache, asked.contacts)
    with tempfile.TemporaryDirectory(dir=asked.cache) as folder:
        workspace = str(Path(folder) / "workspace")
        definitions = sorted(map(str, company.folder.glob("s*/*.yaml")))
        for words in (
            ["init", workspace],
            ["import", str(company.folder), "--workspace", workspace, "--quiet"],
            ["publish", *definitions, "--workspace", workspace, "--yes", "--quiet"],
        ):
            subprocess.run([sys.executable, "-m", "tamis", *words], check=True, capture_output=True)
        yield Path(workspace)


def _let_in(workspace: Path, people: int) -> list[str]:
    """So many administrators to sign in as, by their addresses: one alone may not have all seats."""
    addresses = [f"bench{number}@example.com" for number in range(people)]
    with open_application(find_workspace(workspace, workspace).application) as application:
        for address in addresses:
            known = application.people.with_email(address)
            if known:
                application.people.set_password(known.id, _PASSWORD)
            else:
                application.people.add(address, "Bench", "administrator", 0, password=_PASSWORD)
    return addresses


class _Browser:
    """One connection with the cookies of somebody who is signed in."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, *, part: bool = False) -> str:
        """The page. Raises RuntimeError for any answer that is no page."""
        return self._ask("GET", path, None, {"HX-Request": "true"} if part else {})

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """What a form gets."""
        return self._ask("POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._answer(method, path, body, {**headers, "Cookie": cookie})
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                told, _, rest = value.partition("=")
                self.cookies[told] = rest.partition(";")[0]
        if answer.status == 503:
            # Told to come again, as a person would after a moment.
            time.sleep(float(answer.getheader("Retry-After", "1")))
            return self._ask(method, path, body, headers)
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return text

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, headers)
        try:
            return self._connection.getresponse()
        except ConnectionResetError:
            # A connection that was silent for a while is closed; a browser opens another, too.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()

    def sign_in(self, address: str) -> None:
        """By the form."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sign-in/"))
        assert token is not None
        self.post("/sign-in/", {"login": address, "password": _PASSWORD, "csrfmiddlewaretoken": token[1]})


Times = dict[str, list[float]]
Look = tuple[str, str, bool]
"""What is looked at, its address, and whether it is a part of a page."""


@dataclass(frozen=True)
class _Known:
    """What people ask for, as the data has it: ids and words of names, countries, and industries of companies."""

    ids: Sequence[str]
    words: Sequence[str]
    countries: Sequence[str]
    industries: Sequence[str]


def _known(workspace: Path) -> _Known:
    """A sample of the workspace; before it is served."""
    found = find_workspace(workspace, workspace)
    with found.opened() as warehouse:
        catalog = warehouse.catalog()
        contacts, companies = catalog.objects["contact"], catalog.objects["company"]
        first, last, country = (contacts.properties[name].column for name in ("first_name", "last_name", "country"))
        rows = warehouse.rows(f"SELECT id, {first}, {last} FROM {contacts.table} USING SAMPLE 1000 (reservoir, 7)")
        countries = warehouse.rows(f"SELECT DISTINCT {country} FROM {contacts.table} WHERE {country} IS NOT NULL")
        industry = companies.properties["industry"].column
        industries = warehouse.rows(f"SELECT DISTINCT {industry} FROM {companies.table} WHERE {industry} IS NOT NULL")
    words = [word for _, *names in rows for word in names if word]
    return _Known([id for id, *_ in rows], words, sorted(c for (c,) in countries), sorted(i for (i,) in industries))


def _looks(known: _Known, key: str, chance: random.Random) -> Look:
    """What somebody looks at next: every other time a list."""
    return chance.choice(_list_looks(known, chance) if chance.random() < 0.5 else _other_looks(known, key, chance))


def _list_looks(known: _Known, chance: random.Random) -> list[Look]:
    return [(name, f"/leads/?{_query(question)}", False) for name, question in _lists(known, chance)]


def _other_looks(known: _Known, key: str, chance: random.Random) -> list[Look]:
    id = chance.choice(known.ids)
    return [
        ("A contact: its page", f"/records/contact/{id}", False),
        ("A contact: its trees of points", f"/records/contact/-/scores/{id}", True),
        ("A contact: its timeline", f"/records/contact/-/timeline/{id}", True),
        ("Somebody found by name", f"/records/find/?{urlencode({'q': chance.choice(known.words)})}", True),
        ("The list of scores", "/scores/", False),
        ("The preview of a score", f"/scores/{key}/preview/", True),
        ("API: a page of leads", "/api/v1/leads/contact?limit=50", False),
        ("API: one contact", f"/api/v1/records/contact/{id}", False),
    ]


def _lists(known: _Known, chance: random.Random) -> list[tuple[str, Asked]]:
    country = {"property": "country", "is": chance.choice(known.countries)}
    industry = {"property": "industry", "is": chance.choice(known.industries)}
    return [
        ("A list: the first page", _LEADS),
        ("A list: filtered by a property", replace(_LEADS, condition=country)),
        ("A list: filtered by the company's industry", replace(_LEADS, condition={"of": "company", **industry})),
        ("A list: one tier", replace(_LEADS, tiers=(chance.choice(("A1", "A2", "B1", "C3")),))),
        ("A list: searched by name", replace(_LEADS, search=chance.choice(known.words))),
    ]


def _query(asked: Asked) -> str:
    return urlencode({"asked": asked.as_json()})


def _signed_in(port: int, known: _Known, addresses: Sequence[str]) -> list[_Browser]:
    browsers = [_Browser(port) for _ in addresses]
    for browser, address in zip(browsers, addresses, strict=True):
        browser.sign_in(address)
    # Once each before it is measured: a server that has just started still loads what they need.
    for _, path, is_part in (*_list_looks(known, random.Random(0)), *_other_looks(known, _SCORE, random.Random(0))):
        browsers[0].get(path, part=is_part)
    return browsers


def _measured(
    port: int, key: str, known: _Known, browsers: Sequence[_Browser], asked: argparse.Namespace, pace: float
) -> list[Times]:
    """Of each round, the milliseconds of each look, by what was looked at."""
    rounds = []
    for number in range(asked.rounds):
        works = [
            partial(_work, browser, known, random.Random(f"{number}, {place}"), pace)
            for place, browser in enumerate(browsers)
        ]
        rounds.append(_round(port, key, works, asked))
        settle(port)
    return rounds


def _round(port: int, key: str, works: Sequence[Callable[[float, Times], None]], asked: argparse.Namespace) -> Times:
    times: Times = defaultdict(list)
    arriving = _arriving(port, key, asked)
    try:
        time.sleep(5)
        end = time.perf_counter() + asked.seconds
        with ThreadPoolExecutor(len(works)) as people:
            done = [people.submit(work, end, times) for work in works]
        for each in done:
            # What one of them did not get is no measure of how long it took.
            each.result()
    finally:
        arriving.kill()
        arriving.wait()
    return times


def _arriving(port: int, key: str, asked: argparse.Namespace) -> subprocess.Popen[bytes]:
    """Events, sent by a process of their own: it must not wait for those who look."""
    call = f"paced({port}, {key!r}, rate={asked.rate}, seconds={asked.seconds + 60}, contacts={asked.contacts})"
    return subprocess.Popen([sys.executable, "-c", f"from bench.ingest import paced; {call}"])


def _work(browser: _Browser, known: _Known, chance: random.Random, pace: float, end: float, times: Times) -> None:
    time.sleep(chance.random() * pace)
    while time.perf_counter() < end:
        name, path, is_part = _looks(known, _SCORE, chance)
        page = _timed(browser, name, path, times, part=is_part)
        # What a list asks for as soon as it is there; for the rest when somebody scrolls.
        if asked := _WHY.search(page):
            _timed(browser, _REASONS, html.unescape(asked[1]), times, part=True)
        time.sleep(chance.uniform(0.5, 1.5) * pace)


def _timed(browser: _Browser, name: str, path: str, times: Times, *, part: bool) -> str:
    started = time.perf_counter()
    page = browser.get(path, part=part)
    times[name].append((time.perf_counter() - started) * 1000)
    return page


def _markdown(hurried: Sequence[Times], usual: Sequence[Times], asked: argparse.Namespace) -> str:
    return (
        f"# How long pages take\n\nWritten by `make bench-pages`; do not edit. Medians of {len(hurried)} rounds of"
        f" {asked.seconds:g} s, on a machine of {len(os.sched_getaffinity(0))} cores that also sends the requests;"
        f" Python {platform.python_version()}, duckdb {duckdb.__version__}. {asked.contacts:,} contacts with fifty"
        f" events each; {asked.people} people at work, while {asked.rate:,} events a second arrive.\n\n"
        f"Each looks at something every {_HURRIED:g} s on average:\n\n{_table(hurried)}\n"
        f"Each looks at something every {_USUAL:g} s on average, as TPC-W has people in shops:\n\n{_table(usual)}"
    )


def _table(rounds: Sequence[Times]) -> str:
    names = sorted({name for times in rounds for name in times})
    lists = [name for name in names if name.startswith(_LISTED)]
    every = [[value for name in lists for value in times.get(name, ())] for times in rounds]
    rows = [_row(name, [times.get(name, []) for times in rounds], _aim(name)) for name in names]
    head = "| what is looked at | looks | median | 95 of 100 within | aim |\n|---|---|---|---|---|\n"
    return head + "".join([*rows, _row("All lists", every, _LISTS)])


def _aim(name: str) -> str:
    return _PREVIEWS if "preview" in name else _LISTS if name.startswith(_LISTED) else ""


def _row(name: str, rounds: Sequence[Sequence[float]], aim: str) -> str:
    looks = sum(len(values) for values in rounds)
    return f"| {name} | {looks} | {_at(rounds, 0.5):,.0f} ms | {_at(rounds, 0.95):,.0f} ms | {aim} |\n"


def _at(rounds: Sequence[Sequence[float]], share: float) -> float:
    """The median of what that share of the looks of each round took at most."""
    return median(sorted(values)[min(len(values) - 1, int(len(values) * share))] for values in rounds if values)


if __name__ == "__main__":
    main()
