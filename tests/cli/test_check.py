"""`tamis check`: all mistakes at once, names only with data; `tamis schema` and `tamis new`."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from tamis.templates import list_templates


def test_a_sound_definition_passes(crm, tamis):
    said = tamis("check interest.yaml --data crm --quiet")
    assert (said.code, said.out, said.err) == (0, "1 file checked: no errors.\n", "")


def test_names_are_tested_only_against_data(crm, tamis):
    crm.write("interest.yaml", crm.read("interest.yaml").replace("country", "contry"))
    assert tamis("check interest.yaml").code == 0
    said = tamis("check interest.yaml --data crm --quiet")
    assert said.code == 2
    assert said.err.startswith("interest.yaml:8:45  unknown-property  groups[0].rules[1].when.property\n")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("objct: contact", "2:1 unknown-key"),
        ("object: contct", "2:9 unknown-object"),
        ("# none", "1:1 missing-key"),
    ],
)
def test_what_does_not_hang_on_a_wrong_object_is_told_beside_it(crm, tamis, said, told):
    text = crm.read("interest.yaml").replace("country", "contry").replace("demo_requested", "demo_reqested")
    wrong = text.replace("from: 25", "from: x").replace("when: {", "when: {of: company, association: primary, ")
    crm.write("interest.yaml", wrong.replace("object: contact", said))
    for command in ("check interest.yaml", "score --definition interest.yaml"):
        found = tamis(f"{command} --data crm --quiet")
        assert found.code == 2
        places = [line.split()[:2] for line in found.err.splitlines() if line.startswith("interest.yaml:")]
        others = ["7:42 unknown-event", "8:80 unknown-property", "11:26 wrong-type"]
        assert [" ".join(place).removeprefix("interest.yaml:") for place in places] == [told, *others]


def test_mistakes_of_several_files_come_together(crm, tamis):
    crm.write("other.yaml", "key: id\nobject: contact\ngroups: []\n")
    crm.write("broken.yaml", "key: [\n")
    said = tamis("check other.yaml broken.yaml nowhere.yaml")
    assert said.code == 2
    for start in ("other.yaml:1:", "broken.yaml:", "nowhere.yaml  unreadable-file"):
        assert any(line.startswith(start) for line in said.err.splitlines()), start


def test_a_warning_is_no_error(crm, tamis):
    crm.write("interest.yaml", crm.read("interest.yaml").replace("from: 25", "from: 101"))
    said = tamis("check interest.yaml")
    assert said.code == 0
    assert "(warning)" in said.err
    *_, counted, untested = said.err.splitlines()
    assert (counted, untested[:9]) == ("1 warning.", "Names of ")


def test_the_segments_of_the_folder_are_known(crm, tamis):
    crm.write("crm/segments/vip.yaml", "key: vip\nwhen: {property: country, is: France}\n")
    crm.define("vips", "{when: {in_segment: vpi}, points: 1}", more="population: {include: [vip]}\n")
    said = tamis("check vips.yaml --data crm --quiet")
    assert said.code == 2
    assert "did you mean vip?" in said.err
    assert said.err.splitlines()[-1] == "1 error; these definitions cannot be used."


def test_a_segment_alone_is_tested_against_data(crm, tamis):
    crm.write("vip.yaml", "key: vip\nwhen: {property: contry, is: France}\n")
    assert tamis("check vip.yaml").code == 0
    said = tamis("check vip.yaml --data crm --quiet")
    assert said.code == 2
    assert said.err.startswith("vip.yaml:2:18  unknown-property  when.property\n")
    assert "did you mean country?" in said.err


def test_other_segments_of_the_folder_are_left_alone(crm, tamis):
    crm.write("crm/segments/old.yaml", "key: old\nwhen: {property: fax, is: France}\n")
    crm.write("vip.yaml", "key: vip\nwhen: {property: country, is: France}\n")
    assert tamis("check vip.yaml --data crm").code == 0


def test_a_table_that_score_would_miss_is_told(crm, tamis):
    (crm.root / "crm" / "contacts.csv").unlink()
    said = tamis("check interest.yaml --data crm --quiet")
    assert said.code == 2
    assert "crm  missing-table\n" in said.err


def test_a_name_in_a_file_cannot_steer_the_terminal(crm, tamis):
    crm.write("other.yaml", 'key: other\nobject: contact\n"\\e[2Jx": 1\ngroups: []\n')
    said = tamis("check other.yaml")
    assert said.code == 2
    assert "\x1b" not in said.err


def test_the_schema_accepts_what_check_accepts(crm, tamis):
    schema = json.loads(tamis("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    jsonschema.validate(yaml.load(crm.read("interest.yaml")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"key": "x", "object": "contact", "groups": [{"rules": 3}]}, schema)


def test_templates_are_listed(tamis):
    said = tamis("new --list")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == [template.name for template in list_templates()]


@pytest.mark.parametrize("template", [template.name for template in list_templates()])
def test_each_template_passes_check(crm, tamis, template):
    assert tamis(f"new mine --template {template}").out.startswith("mine.yaml\n")
    assert tamis("check mine.yaml").code == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("new interest --template saas", '"interest.yaml" is there already'),
        ("new mine --template sass", 'There is no template "sass"; did you mean saas?\n'),
        ("new Mine --template saas", '"Mine" cannot be the key of a score'),
        ("new mine", "Give the new definition a name and a template"),
        ("new", "Give the new definition a name and a template"),
    ],
)
def test_a_definition_that_cannot_be_made_is_told(crm, tamis, line, sentence):
    before = crm.names()
    said = tamis(line)
    assert said.code == 2
    assert sentence in said.err
    assert crm.names() == before
