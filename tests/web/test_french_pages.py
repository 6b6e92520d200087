"""What is wrong is told in French on a French page: mistakes in a definition, files, and what cannot be done."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tamis.definitions.editing.beginnings import Known
from tamis.operations.editing import start_score
from tests.web.conftest import Visit
from tests.web.editor.clicking import Editor
from tests.web.site import Site, now


def test_a_mistake_in_a_definition_is_told_in_french(site: Site, visit: Visit) -> None:
    start_score(site.workspace, "beaucoup", "", "contact", "fit", Known(property="country"), now=now)
    at = Editor(visit("marketing", language="fr"), "beaucoup")
    at.answered(lambda: at.page.fill("#yaml", f"{at.text}\nlimit: beaucoup\n"), "/write/")
    told = "limit attend un nombre, et non le texte «\u00a0beaucoup\u00a0»."
    expect(at.page.locator("#yaml-issues .editor-issue-error")).to_contain_text(told)


def test_what_is_wrong_with_a_file_is_told_in_french(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Couleur\nrouge\n", encoding="utf-8")
    page = visit("marketing", language="fr").goes("/data/import/")
    page.locator("#file").set_input_files(tmp_path / "leads.csv")
    page.get_by_role("button", name="Voir les colonnes").click()
    page.get_by_role("button", name="Essayer sans rien changer").click()
    told = page.locator("#import").get_by_role("alert")
    expect(told).to_contain_text("contacts.csv\u00a0: il n’a ni colonne id ni colonne email.")


def test_an_address_that_names_nothing_is_told_in_french(visit: Visit) -> None:
    page = visit("marketing", language="fr").goes("/scores/nowhere/test/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Il n’y a pas de score «\u00a0nowhere\u00a0».")
