"""The guide inside the application: every page opens, leads on, shows its pictures and lets nothing raw through."""

import re
from pathlib import Path

import pytest
from flask import Flask
from lxml import html

from tests.project.bans import ROOT
from tests.support import ON_SQLITE
from views.base.domain import PAGE_OF_VIEW
from views.help.screens import INDEX, install, read_page

GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(path.stem for path in GUIDE.glob("*.md"))
HOSTILE = """# Titre <b>gras</b>

<script>alert(1)</script> <img src=x onerror=alert(1)>

## Une table

[un](javascript:alert(1)) [deux](JAVASCRIPT:alert(1)) [trois](data:text/html,x) ![quatre](javascript:alert(1))

| <i>a</i> | |
|---|---|
| `<u>` | "><script> |
"""


def address(name: str) -> str:
    return "/aide" if name == INDEX else f"/aide/{name}"


@ON_SQLITE
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_signing_in_and_leads_on(client, name):
    answer = client.get(address(name), headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    page = html.fromstring(answer.get_data(as_text=True))
    assert page.xpath("//h1/@lang") == ["fr"]
    text = page.xpath('//div[contains(@class, "guide__text")]')[0]
    assert text.get("lang") == "fr"
    targets = text.xpath(".//a/@href") + text.xpath(".//img/@src")
    inside = [target for target in targets if not re.match(r"https?:|mailto:", target)]
    anchors = [target[1:] for target in inside if target.startswith("#")]
    assert set(anchors) <= set(page.xpath("//*/@id"))
    broken = [target for target in inside if target[0] != "#" and client.get(target).status_code != 200]
    assert broken == []
    assert [picture for picture in text.xpath(".//img") if not picture.get("alt")] == []


@ON_SQLITE
def test_a_picture_is_served_by_the_application_for_a_year(client):
    page = html.fromstring(client.get("/aide").get_data(as_text=True))
    source = page.xpath('//div[contains(@class, "guide__text")]//img/@src')[0]
    answer = client.get(source, headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data().startswith(b"\x89PNG")


@ON_SQLITE
@pytest.mark.parametrize("name", ["nothing", "..%2Foperations", "../operations", "index.md", INDEX.upper()])
def test_what_the_index_does_not_list_is_not_found(client, name):
    assert client.get(f"/aide/{name}").status_code == 404


@ON_SQLITE
def test_an_english_reader_gets_the_french_pages_with_a_note(client):
    page = client.get("/aide/journal", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="en"' in page
    assert "The guide is written in French" in page
    assert '<h1 lang="fr">' in page
    assert "The guide is written" not in client.get("/aide/journal", headers={"Accept-Language": "fr"}).get_data(
        as_text=True
    )


@ON_SQLITE
def test_nothing_raw_passes(app, tmp_path: Path):
    (tmp_path / "index.md").write_text("# Index\n\n[page](page.md)\n", encoding="utf-8")
    (tmp_path / "page.md").write_text(HOSTILE, encoding="utf-8")
    with app.test_request_context("/aide/page"):
        page = read_page(str(tmp_path), "page", "")
    tree = html.fragment_fromstring(page.body, create_parent=True)
    assert tree.xpath("//script | //b | //i | //u | //img | //a") == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.body
    assert [cell.tag for cell in tree.xpath("//thead/tr/*")] == ["th", "td"]
    assert tree.xpath("//thead/tr/th/@scope") == ["col"]
    assert tree.xpath('//div[@role="region"]/@aria-label') == ["Tableau\u00a0: Une table"]


@ON_SQLITE
def test_every_screen_leads_to_the_page_that_tells_of_it(app):
    views = {type(view).__name__ for view in app.appbuilder.baseviews}
    assert views - set(PAGE_OF_VIEW) == set()


def test_a_page_that_the_guide_does_not_list_stops_the_start(monkeypatch):
    monkeypatch.setitem(PAGE_OF_VIEW, "LoanView", "prets")
    with pytest.raises(ValueError, match=r"index\.md\) does not list the page of LoanView"):
        install(Flask("app", root_path=str(GUIDE.parents[1])))


@ON_SQLITE
@pytest.mark.parametrize(
    ("screen", "page"),
    [("/personnes/list/", "membres-et-mandats"), ("/import/", "imports"), ("/mes-vues/list/", "vues-enregistrees")],
)
def test_the_help_of_a_screen_is_one_click_away(client_as, screen, page):
    links = html.fromstring(client_as("admin").get(screen).get_data(as_text=True)).xpath("//header//a/@href")
    assert f"/aide/{page}" in links
