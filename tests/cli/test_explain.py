"""`tamis explain`: the whole tree, and it adds up to what `tamis score` gives."""

import csv
import io
import json

import pytest

from tests.cli.conftest import AS_OF

GIVEN = f"--data crm --definition interest.yaml --as-of {AS_OF}"


def test_the_tree_names_each_rule_and_event(crm, tamis):
    said = tamis(f"explain {GIVEN} --record b --quiet")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == "b: interest 30.5, tier High"
    for part in ("+20.5  Asked for a demo", "2026-03-01 10:00  demo_requested", "+10  In France"):
        assert part in said.out


def test_json_adds_up_to_the_score(crm, tamis):
    rows = csv.DictReader(io.StringIO(tamis(f"score {GIVEN}").out))
    for row in rows:
        tree = json.loads(tamis(f"explain {GIVEN} --json --record", row["id"]).out)
        assert tree["id"] == row["id"]
        assert tree["tier"] == (row["interest_tier"] or None)
        assert tree["points"] == (float(row["interest"]) if row["interest"] else None)
        groups = [group for category in tree["categories"] for group in category["groups"]]
        assert sum(group["points"] for group in groups) == pytest.approx(tree["points"] or 0, abs=1e-6)


def test_a_rule_shows_what_it_saw_at_the_instant(crm, tamis):
    crm.write("crm/contacts.csv", "id,size,since,company_id,regions,paid\nb,250.5,2026-01-05,o1,North;West,true\n")
    crm.write("crm/companies.csv", "id,employees,name\no1,1250,Ours\n")
    crm.write(
        "crm/property_changes.csv",
        "object,id,property,value,changed_at\ncontact,b,size,120,2026-01-01\ncontact,b,size,250.5,2026-05-01\n",
    )
    crm.write("crm/schema.yaml", "objects: {contact: {regions: choices, since: date}}\n")
    crm.define(
        "fit",
        "{label: Large, when: {all: [{property: size, greater_than: 100}, {property: paid, is: true}]}, points: 3}\n"
        "      - {label: Old, when: {property: since, before: 2026-01-01}, points: 1}\n"
        "      - {label: Region, when: {none: [{property: regions, contains_any_of: [South]}]}, points: 2}\n"
        "      - {label: Off, enabled: false, when: {property: size, at_least: 1}, points: 2}\n"
        "      - {label: Asked, event: demo_requested, when: {property: size, at_least: 1}, points: 2}\n"
        "      - {label: Big, of: company, when: {property: employees, at_least: 50}, points: 4}",
    )
    asked = "explain --data crm --definition fit.yaml --record b --quiet --as-of"
    early, late = (tamis(f"{asked} {day}").out.splitlines() for day in ("2026-04-01", "2026-06-01"))
    assert "             +3  Large  (size: 120, paid: true)" in early
    assert "             +3  Large  (size: 250.5, paid: true)" in late
    assert "             +2  Region  (regions: North, West)" in early
    assert "    nothing from: Old (since: 2026-01-05) · Off (switched off)" in early
    assert any(line.endswith("o1: +4  (employees: 1,250)") for line in early)
    tree = json.loads(tamis(f"{asked} 2026-04-01 --json").out)
    large, old, region, off, event, big = tree["categories"][0]["groups"][0]["rules"]
    assert large["values"][0] == {"property": "size", "type": "number", "value": 120, "of": None}
    assert old["values"] == [{"property": "since", "type": "date", "value": "2026-01-05", "of": None}]
    assert region["values"][0]["value"] == ["North", "West"]
    assert (off["values"], event["values"][0]["value"], big["values"]) == ([], 120, [])
    assert big["records"][0]["values"] == [{"property": "employees", "type": "number", "value": 1250, "of": None}]


def test_a_rule_shows_what_it_saw_of_the_primary_company_and_of_no_other(crm, tamis):
    crm.write("crm/contacts.csv", "id,size,company_id\nb,1,o1\nc,,\n")
    crm.write("crm/companies.csv", "id,size,industry,founded\no1,1250,Software,2020-03-01\no2,5,Retail,\n")
    crm.write("crm/deals.csv", "id,stage,company_id\nd1,won,o1\nd2,lost,o1\n")
    crm.write("crm/associations.csv", "from_object,from_id,to_object,to_id\ncontact,b,company,o2\n")
    crm.write(
        "crm/property_changes.csv",
        "object,id,property,value,changed_at\ncompany,o1,industry,Retail,2026-01-01\n"
        "company,o1,industry,Software,2026-05-01\n",
    )
    primary = "{of: company, association: primary, property: industry, is: Software}"
    nobody = "{of: company, none: [{property: size, is: 7}]}"
    crm.define(
        "fit",
        "{label: One, points: 1, when: "
        "{all: [{of: company, property: industry, is: Retail}, {property: size, is: 1}]}}\n"
        f"      - {{label: Either, when: {{any: [{primary}, {nobody}]}}, points: 2}}\n"
        "      - {label: Any, when: {of: company, association: any, property: size, is: 5}, points: 3}\n"
        "      - {label: Won, when: {of: company, all: [{property: founded, is_known: true}, "
        "{of: deal, property: stage, is: won}, {of: contact, property: size, is: 1}]}, points: 4}\n"
        "      - {label: Asked, event: demo_requested, when: {of: company, property: size, at_least: 9}, points: 5}\n"
        "      - {label: Its deals, of: company, when: {of: deal, property: stage, is: won}, points: 6}",
    )
    asked = "explain --data crm --definition fit.yaml --as-of 2026-04-01 --quiet --record"
    lines = tamis(f"{asked} b").out.splitlines()
    assert "             +1  One  (company industry: Retail, size: 1)" in lines
    assert "             +2  Either  (company industry: Retail, company size: 1,250)" in lines
    assert "             +3  Any" in lines
    assert "             +4  Won  (company founded: 2020-03-01)" in lines
    assert "             +5  Asked  (company size: 1,250)" in lines
    assert any(line.endswith("o1: +6") for line in lines)
    assert "One (company industry: unknown, size: unknown)" in tamis(f"{asked} c").out
    tree = json.loads(tamis(f"{asked} b --json").out)
    one, _, many, *_ = tree["categories"][0]["groups"][0]["rules"]
    of_company = {"property": "industry", "type": "text", "value": "Retail", "of": "company"}
    assert (one["values"][0], many["values"]) == (of_company, [])


def test_a_record_without_a_value_says_why(crm, tamis):
    tree = json.loads(tamis(f"explain {GIVEN} --record late --json").out)
    assert tree["points"] is None
    assert tree["why_none"] == "created after the instant the score is computed for"


def test_several_definitions_are_explained_one_after_the_other(crm, tamis):
    crm.define("country", "{when: {property: country, is: Spain}, points: 3}")
    trees = json.loads(tamis(f"explain {GIVEN} --definition country.yaml --record a --json").out)
    assert [(tree["score"], tree["points"]) for tree in trees] == [("interest", 20.5), ("country", 3.0)]


def test_the_instant_is_told_when_the_clock_was_read(crm, tamis):
    said = tamis("explain --data crm --definition interest.yaml --record b --quiet")
    assert said.err.startswith("As of 2")


def test_an_unknown_record_is_a_usage_error(crm, tamis):
    said = tamis(f"explain {GIVEN} --record nobody --quiet")
    assert (said.code, said.out) == (2, "")
    assert said.err == 'error: --record "nobody": the data has no contact of that id.\n'


def test_a_missing_table_of_the_scored_object_is_an_error(crm, tamis):
    (crm.root / "crm" / "contacts.csv").unlink()
    said = tamis(f"explain {GIVEN} --record b --quiet")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith('crm  missing-table\n  The folder has no table "contacts"')


def test_mistakes_are_told_as_by_score(crm, tamis):
    crm.write("interest.yaml", crm.read("interest.yaml").replace("country", "contry"))
    said = tamis(f"explain {GIVEN} --record b --quiet")
    assert said.code == 2
    assert "unknown-property" in said.err
    assert said.err.splitlines()[-1] == "1 error; nothing was scored."
