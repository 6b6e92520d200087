"""`tamis score`: what is written where, and what is said."""

import json

import pyarrow.parquet
import pytest

from tests.cli.conftest import AS_OF

SCORE = f"score --data crm --definition interest.yaml --as-of {AS_OF}"
ROWS = "id,interest,interest_tier\na,20.5,Low\nb,30.5,High\nlate,,\né,0,Low\n"


def test_csv_goes_to_standard_output(crm, tamis):
    said = tamis(SCORE)
    assert (said.code, said.out) == (0, ROWS)
    assert said.err.splitlines()[-1] == "4 contacts scored as of 2026-04-01T00:00:00+00:00."


def test_csv_goes_to_a_file(crm, tamis):
    before = crm.names()
    said = tamis(SCORE + " --output scores.csv")
    assert (said.code, said.out) == (0, "")
    assert crm.read("scores.csv") == ROWS
    assert crm.names() == sorted([*before, "scores.csv"])
    assert said.err.splitlines()[-1].endswith("written to scores.csv.")


def test_json_lines_and_parquet_hold_the_same(crm, tamis):
    assert tamis(SCORE + " --output scores.jsonl").code == 0
    assert tamis(SCORE + " --output scores.parquet").code == 0
    lines = [json.loads(line) for line in crm.read("scores.jsonl").splitlines()]
    assert lines == pyarrow.parquet.read_table(crm.root / "scores.parquet").to_pylist()
    assert lines[1] == {"id": "b", "interest": 30.5, "interest_tier": "High"}


def test_without_an_instant_the_clock_is_read_and_told(crm, tamis):
    said = tamis("score --data crm --definition interest.yaml --quiet")
    assert said.out == "id,interest,interest_tier\na,41,High\nb,30.5,High\nlate,10,Low\né,0,Low\n"
    assert said.err.startswith("4 contacts scored as of 2")
    assert len(said.err.splitlines()) == 1


def test_quiet_says_nothing(crm, tamis):
    assert tamis(SCORE + " --quiet").err == ""


def test_a_date_is_midnight_in_the_time_zone_of_the_folder(crm, tamis):
    crm.write("crm/schema.yaml", "time_zone: Asia/Tokyo\n")
    assert "as of 2026-03-31T15:00:00+00:00" in tamis(SCORE).err


def test_several_definitions_are_written_in_the_order_given(crm, tamis):
    crm.define("country", "{when: {property: country, is: Spain}, points: 3}")
    said = tamis(SCORE + " --definition country.yaml")
    assert said.out.splitlines()[:2] == ["id,interest,interest_tier,country", "a,20.5,Low,3"]


def test_rejected_rows_are_told_and_the_output_written(crm, tamis):
    crm.write(
        "crm/events.csv",
        "contact_id,type,occurred_at\nb,demo_requested,2026-03-01\nb,demo_requested,yesterday\nnobody,demo_requested,2026-03-01\n",
    )
    said = tamis(SCORE + " --output out.csv")
    assert said.code == 1
    told = said.err.partition("error: 2 rows of the data rejected; see rejects.csv.\n")[2].splitlines()
    assert told[:2] == [
        "  1 × no such contact (events.csv, first in line 4)",
        "  1 × occurred_at is blank or cannot be read (events.csv, first in line 3)",
    ]
    assert crm.read("out.csv").splitlines()[2] == "b,30.5,High"
    header, *rows = crm.read("rejects.csv").splitlines()
    assert header == "file,line,column,reason,row"
    assert [row.split(",")[:2] for row in rows] == [["events.csv", "3"], ["events.csv", "4"]]


def test_as_many_rejects_as_allowed_are_no_failure(crm, tamis):
    crm.write(
        "crm/events.csv", "contact_id,type,occurred_at\nb,demo_requested,yesterday\nb,demo_requested,2026-03-01\n"
    )
    assert tamis(SCORE + " --max-rejects 1").code == 0
    assert tamis(SCORE + " --max-rejects 0").code == 1


def test_rejects_of_an_earlier_run_do_not_stay(crm, tamis):
    crm.write("rejects.csv", "file,line,column,reason,row\nevents.csv,3,,old,old\n")
    assert tamis(SCORE + " --output out.csv").code == 0
    assert crm.read("rejects.csv") == "file,line,column,reason,row\n"


def test_a_named_rejects_file_is_always_written(crm, tamis):
    assert tamis(SCORE + " --rejects bad.csv").code == 0
    assert crm.read("bad.csv") == "file,line,column,reason,row\n"


def test_ids_like_formulas_are_kept_and_told(crm, tamis):
    crm.write("crm/contacts.csv", "id,country\n=1+1,France\n-2,Spain\nb,France\na,\n")
    said = tamis(SCORE)
    assert said.out.splitlines()[1:3] == ["-2,0,Low", "=1+1,10,Low"]
    assert "2 ids begin like a formula" in said.err
    assert said.code == 0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("--output scores.txt", '--output "scores.txt" ends in none of .csv, .parquet, .jsonl'),
        ("--output crm/contacts.csv", 'is a place that the table "contacts" is read from'),
        ("--output nowhere/scores.csv", 'There is no folder "nowhere"'),
        ("--output out.csv --rejects interest.yaml", "is an input of this run"),
        ("--as-of soon", '--as-of "soon" is no instant; write a date such as 2026-03-01'),
        ("--max-rejects -1", "Invalid value for '--max-rejects'"),
        ("--colour red", "No such option: --colour"),
        ("--definition interest.yaml", "interest"),
    ],
)
def test_a_wrong_command_is_told_in_a_sentence(crm, tamis, more, sentence):
    before = crm.names()
    said = tamis(f"{SCORE} {more}")
    assert said.code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert crm.names() == before


def test_a_folder_that_is_not_there_is_named(crm, tamis):
    said = tamis("score --data nowhere --definition interest.yaml")
    assert (said.code, said.err) == (2, 'error: There is no data folder "nowhere".\n')


def test_definitions_of_two_objects_are_refused(crm, tamis):
    crm.define("deals", "{when: {property: amount, at_least: 3}, points: 3}", object_type="deal")
    said = tamis(SCORE + " --definition deals.yaml")
    assert said.code == 2
    assert "of one object, but interest scores contact records, deals scores deal records" in said.err


def test_a_missing_table_of_the_scored_object_is_an_error(crm, tamis):
    (crm.root / "crm" / "contacts.csv").unlink()
    said = tamis(SCORE + " --output out.csv --quiet")
    assert said.code == 2
    assert said.err == (
        "crm  missing-table\n"
        '  The folder has no table "contacts", and there is no contact to score without it.\n'
        "  hint: add contacts.csv, contacts.parquet or contacts.jsonl\n\n"
        "1 error; nothing was scored.\n"
    )
    assert "out.csv" not in crm.names()


def test_a_table_that_no_score_is_of_may_be_missing(crm, tamis):
    (crm.root / "crm" / "events.csv").unlink()
    crm.define("country", "{when: {property: country, is: Spain}, points: 3}")
    assert tamis("score --data crm --definition country.yaml").code == 0


def test_all_mistakes_are_told_at_once_and_nothing_is_written(crm, tamis):
    crm.write("interest.yaml", crm.read("interest.yaml").replace("country", "contry").replace("from: 25", "from: x"))
    crm.define("other", "{event: demo_requestd, points: 1}")
    before = crm.names()
    said = tamis(SCORE + " --definition other.yaml --output out.csv")
    assert said.code == 2
    assert "interest.yaml:8:45  unknown-property  groups[0].rules[1].when.property\n" in said.err
    assert "  hint: did you mean country?\n" in said.err
    assert "interest.yaml:11:" in said.err
    assert "hint: did you mean demo_requested?" in said.err
    assert said.err.splitlines()[-1] == "3 errors; nothing was scored."
    assert crm.names() == before


def test_a_segment_is_no_definition_to_score(crm, tamis):
    crm.write("vip.yaml", "key: vip\nwhen: {property: country, is: France}\n")
    said = tamis(SCORE + " --definition vip.yaml")
    assert said.code == 2
    assert "not-a-score" in said.err


def test_an_unreadable_file_is_named_and_nothing_is_written(crm, tamis):
    crm.write("crm/events.csv", b"contact_id,type,occurred_at\nb,\xff\xfe,2026-03-01\n")
    said = tamis(SCORE + " --output out.csv")
    assert said.code == 2
    assert "events.csv" in said.err
    assert "out.csv" not in crm.names()


def test_an_output_keeps_its_old_rows_if_the_run_fails(crm, tamis):
    crm.write("out.csv", "old")
    crm.write("crm/events.csv", "type,occurred_at\n")
    assert tamis(SCORE + " --output out.csv").code == 2
    assert crm.read("out.csv") == "old"


def test_a_score_too_large_to_be_counted_is_told(crm, tamis):
    crm.define("huge", "{event: demo_requested, points: 1000000000, limit: null}", more="limit: null\n")
    rows = "".join(f"b,demo_requested,2026-03-01T10:00:00.{n:06}\n" for n in range(10_000))
    crm.write("crm/events.csv", "contact_id,type,occurred_at\n" + rows)
    said = tamis(f"score --data crm --definition huge.yaml --as-of {AS_OF} --output out.csv --quiet")
    assert said.code == 2
    assert said.err.startswith("error: A number grew too large to be counted.\n  hint: lower the points")
    assert "out.csv" not in crm.names()
