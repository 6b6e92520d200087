"""The five contests: what is measured, in turns, and what was to be reached."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.companies import AS_OF, LAYOUTS, Company, company_of, short, tables_of
from bench.costs import Cost, cost_inside, cost_of_process, in_turns
from tamis.operations.kept_queries import VARIABLE

_RIVALS = Path(__file__).parent / "rivals"
_TAMIS = (sys.executable, "-m", "tamis", "score", "--quiet", "--as-of", AS_OF)
GIGABYTE = 1e9


@dataclass(frozen=True)
class Line:
    """One contestant: its name, its cost, and its figure beside Tamis' where that says something."""

    name: str
    cost: Cost
    beside: str = ""


@dataclass(frozen=True)
class Aim:
    """What was to be reached, and what came out."""

    wanted: str
    found: str
    is_reached: bool


@dataclass(frozen=True)
class Contest:
    """One work, those who did it, and the aims."""

    title: str
    about: str
    lines: tuple[Line, ...]
    aims: tuple[Aim, ...]


@dataclass(frozen=True)
class Bench:
    """Where companies are kept and how often each work is done."""

    cache: Path
    runs: int
    say: Callable[[str], None]

    def company(self, contacts: int, events: int | None = None) -> Company:
        """The demo company of so many contacts, made if need be."""
        self.say(f"company of {short(contacts)} contacts")
        return company_of(self.cache, contacts, events)

    def tables(self, company: Company, layout: str) -> Path:
        """Its tables, loaded if need be."""
        self.say(f"tables of {company.title}")
        return tables_of(self.cache, company, layout)


def rescoring(bench: Bench, company: Company, layout: str) -> Contest:
    """A full rescore of tables that are loaded, against the floor and against one `sum(CASE …)` a rule."""
    tables, definition = str(bench.tables(company, layout)), str(company.definition())
    for rival in ("sum_case", "sum_case_tuned"):
        bench.say(f"comparing {rival} with Tamis")
        _agree(lambda file, work: _rescore(tables, definition, work, file), "tamis", rival, "parquet")
    bench.say(f"rescoring, events {layout}")
    works = {work: lambda work=work: _rescore(tables, definition, work) for work in _OF_RESCORING}
    costs = in_turns(works, bench.runs)
    tamis, floor, by_hand = costs["tamis"], costs["floor"], costs["sum_case"]
    lines = [
        Line(
            name,
            costs[work],
            "" if work in ("tamis", "compile") else f"Tamis takes {tamis.cpu / costs[work].cpu:.2f} × its CPU",
        )
        for work, name in _OF_RESCORING.items()
    ]
    aims = (
        _at_most("at most 2.0 × the CPU of the bare group-by", tamis.cpu / floor.cpu, 2.0, "×"),
        _at_most("at most 1 GB of memory", tamis.peak / GIGABYTE, 1.0, "GB"),
        _at_least("4 × less CPU than the hand-written query", by_hand.cpu / tamis.cpu, 4.0),
    )
    rows = int((Path(tables) / "events.txt").read_text(encoding="ascii"))
    about = f"""Tables already loaded, events lying {_LAYOUTS[layout]}; DuckDB may hold 700 MB. Measured is the \
query alone, into a new table. The events table holds the {short(rows)} events of the types that the score looks at. \
"Tuned" drops, before anything else, events that no rule can count."""
    return Contest(f"Rescoring {company.title}, {layout}", about, tuple(lines), aims)


def scoring(bench: Bench, company: Company) -> Contest:
    """`tamis score` from Parquet to a file, against scripts that give the same numbers for this one definition."""
    scored = _score(company, [company.definition()])
    commands = {"Tamis": scored, _FIRST: _for_the_first_time(scored)} | {
        name: (lambda file, script=script: _script(script, company, file)) for name, script in _SCRIPTS.items()
    }
    for rival in _SCRIPTS:
        bench.say(f"comparing {rival} with Tamis")
        _agree(lambda file, name: cost_of_process(commands[name](file)), "Tamis", rival, "csv")
    bench.say(f"scoring {company.title}")
    costs = _timed(commands, bench.runs)
    tamis = costs["Tamis"]
    best = min((costs[name] for name in ("DuckDB by hand", "Polars by hand")), key=lambda cost: cost.wall)
    lines = [
        Line(name, cost, f"Tamis takes {_beside(tamis, cost)}" if name in _SCRIPTS else "")
        for name, cost in costs.items()
    ]
    aims = (
        _at_most("no slower than the best of DuckDB and Polars by hand", tamis.wall / best.wall, 1.0, "× its time"),
        _at_least("3 × faster than pandas", costs["pandas by hand"].wall / tamis.wall, 3.0),
    )
    about = """Whole processes, from Parquet to a CSV file. The scripts (`bench/rivals/`) know this one definition and \
check nothing; Tamis reads the definition, and looks at every row of every table for what is wrong. Where it has \
scored data of this shape by this definition before, it has kept the text of the query; the first time, it writes it."""
    return Contest(f"`tamis score`, {company.title}", about, tuple(lines), aims)


def together(bench: Bench, company: Company) -> Contest:
    """Five scores in one command against one."""
    five = company.definitions()
    commands = {"One score": _score(company, five[:1]), f"{len(five)} scores": _score(company, five)}
    bench.say(f"scoring {company.title} by {len(five)} definitions")
    costs = _timed(commands, bench.runs)
    one, all_of_them = costs.values()
    aim = _at_most("five different scores in at most 1.5 × the time of one", all_of_them.wall / one.wall, 1.5, "×")
    lines = tuple(Line(name, cost, "" if cost is one else _beside(cost, one)) for name, cost in costs.items())
    return Contest(f"Several scores in one command, {company.title}", "The five scores of the demo.", lines, (aim,))


def growth(bench: Bench, companies: Sequence[Company]) -> Contest:
    """What an event costs when there are ten times as many."""
    tables = {company.title: (str(bench.tables(company, LAYOUTS[0])), company) for company in companies}
    bench.say("rescoring companies of several sizes")
    works = {
        title: lambda there=there, company=company: _rescore(there, str(company.definition()), "tamis")
        for title, (there, company) in tables.items()
    }
    costs = in_turns(works, bench.runs)
    each = {title: costs[title].cpu / company.events * 1e9 for title, (_, company) in tables.items()}
    small, *larger = each.values()
    aims = tuple(
        _at_most(f"{title}: an event costs at most 15 % more than at the smallest size", cost / small, 1.15, "×")
        for title, cost in zip(list(each)[1:], larger, strict=True)
    )
    memory = max(cost.peak for cost in costs.values()) / GIGABYTE
    lines = tuple(Line(title, cost, f"{each[title]:.0f} ns of CPU an event") for title, cost in costs.items())
    about = "Full rescores as above, events in order of time, always under the same memory limit."
    return Contest("Growth", about, lines, (*aims, _at_most("at most 1 GB of memory at every size", memory, 1.0, "GB")))


def starting(bench: Bench, company: Company) -> Contest:
    """`tamis score` of a small company, process start included."""
    bench.say(f"scoring {company.title}")
    scored = _score(company, [company.definition()])
    costs = _timed({"Tamis": scored, _FIRST: _for_the_first_time(scored)}, max(bench.runs, 3))
    slowest = max(cost.wall for cost in costs.values())
    aim = Aim("less than 1.5 s", f"{slowest:.2f} s", slowest < 1.5)
    lines = tuple(Line(name, cost) for name, cost in costs.items())
    return Contest(f"`tamis score`, {company.title}", "Process start included.", lines, (aim,))


_OF_RESCORING = {
    "tamis": "Tamis",
    "floor": "`SELECT contact, count(*) … GROUP BY 1` (the floor)",
    "sum_case": "One `sum(CASE …)` a rule, by hand",
    "sum_case_tuned": "The same, tuned",
    "compile": "Compiling the definition, once",
}
_LAYOUTS = {"by time": "in order of time, as they arrive in a CRM", "by contact": "contact by contact, as generated"}
_FIRST = "Tamis, the first time"
_SCRIPTS = {
    "DuckDB by hand": "duckdb_script.py",
    "Polars by hand": "polars_script.py",
    "pandas by hand": "pandas_script.py",
}


def _rescore(tables: str, definition: str, work: str, output: str | None = None) -> Cost | None:
    arguments = (tables, definition, work)
    if output is None:
        return cost_inside("bench.rescoring", *arguments)
    cost_of_process([sys.executable, "-m", "bench.rescoring", *arguments, output])
    return None


def _score(company: Company, definitions: Sequence[Path]) -> Callable[[str], list[str]]:
    named = [part for definition in definitions for part in ("--definition", str(definition))]
    return lambda file: [*_TAMIS, "--data", str(company.folder), *named, "--output", file]


def _for_the_first_time(command: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """The same where no query is kept."""
    return lambda file: ["env", f"{VARIABLE}=", *command(file)]


def _script(script: str, company: Company, file: str) -> list[str]:
    return [sys.executable, str(_RIVALS / script), str(company.folder), AS_OF, file]


def _timed(commands: Mapping[str, Callable[[str], list[str]]], runs: int) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        works = {
            name: lambda command=command: cost_of_process(command(f"{folder}/scores.csv"))
            for name, command in commands.items()
        }
        return in_turns(works, runs)


def _agree(work: Callable[[str, str], object], ours: str, theirs: str, ending: str) -> None:
    """Raises RuntimeError if two contestants do not give the same numbers."""
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{place}.{ending}" for place in ("ours", "theirs")]
        for file, name in zip(files, (ours, theirs), strict=True):
            work(file, name)
        command = [sys.executable, "-m", "bench.agreement", *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{theirs}: {done.stderr.strip()}")


def _beside(cost: Cost, other: Cost) -> str:
    return f"{cost.wall / other.wall:.2f} × its time, {cost.cpu / other.cpu:.2f} × its CPU"


def _at_most(wanted: str, found: float, most: float, unit: str) -> Aim:
    return Aim(wanted, f"{found:.2f} {unit}", found <= most)


def _at_least(wanted: str, found: float, least: float) -> Aim:
    return Aim(wanted, f"{found:.2f} ×", found >= least)
