"""What a page loads: few files, from this host alone, never stale; and templates that a strict policy accepts."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from views.base.assets import ATTENDANCE, ICONS, SCRIPTS, STYLE_SHEETS, icon_sprite, script, style_sheet

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ASSET = re.compile(r'"(/assets/[^"#]+)')
ICON_IN_TEMPLATE = re.compile(r'icon(?:_url)?\("([a-z0-9-]+)"')
# Every name between quotes: a view gives an icon's name as an argument among others.
NAME = re.compile(r'"([a-z0-9-]+)"')
SCREENS = [path for path in sorted((ROOT / "views").rglob("*.py")) if path.name != "assets.py"]
ACTS = [path for path in sorted((ROOT / "mdo").rglob("*.py")) if "kernel.states.acts" in path.read_text("utf-8")]


def assets_of(client: FlaskClient) -> list[str]:
    return sorted(set(ASSET.findall(client.get("/login/").text)))


def test_a_page_asks_for_one_style_sheet_two_scripts_and_pictures_of_this_host(client: FlaskClient) -> None:
    kinds = {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in assets_of(client)}
    assert kinds == {"/assets/app.css", "/assets/app.js", "/assets/favicon.svg", "/assets/theme.js"}


def test_an_asset_is_kept_a_year_and_sent_compressed_to_who_reads_it(client: FlaskClient) -> None:
    for path in assets_of(client):
        plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable", path
        assert packed.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(packed.data) == plain.data, path
        assert client.head(path).data == b"", path


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_an_asset_is_only_read(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)(assets_of(client)[0]).status_code >= 300


def test_a_style_sheet_of_another_content_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    for name in STYLE_SHEETS:
        (tmp_path / "css" / f"{name}.css").write_text("", encoding="utf-8")
    before = style_sheet(tmp_path)
    (tmp_path / "css" / "print.css").write_text("p {}", encoding="utf-8")
    assert style_sheet(tmp_path) != before


def test_every_style_sheet_and_script_of_the_folder_is_served() -> None:
    static = ROOT / "static"
    assert {path.stem for path in (static / "css").iterdir()} == set(STYLE_SHEETS)
    assert {path.stem for path in (static / "js").iterdir()} == {*SCRIPTS, *ATTENDANCE, "theme", "attendance-worker"}
    assert all(f"{{\n{(static / 'js' / f'{name}.js').read_text('utf-8')}}}" in script(static) for name in SCRIPTS)


def test_the_sprite_holds_the_chosen_icons_and_no_other() -> None:
    assert re.findall(r'id="([^"]+)"', icon_sprite(["pencil", "trash"])) == ["pencil", "trash"]


def test_an_icon_that_the_package_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        icon_sprite(["no-such-icon"])


def test_an_icon_that_is_not_in_the_sprite_is_refused_when_the_page_is_made(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError):
        app.jinja_env.globals["icon_url"]("no-such-icon")  # type: ignore[operator]  # a global of the templates


def test_the_sprite_has_no_icon_that_no_screen_names() -> None:
    named = {name for path in (*TEMPLATES, *SCREENS, *ACTS) for name in NAME.findall(path.read_text("utf-8"))}
    assert named >= ICONS


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    named = {name for path in TEMPLATES for name in ICON_IN_TEMPLATE.findall(path.read_text("utf-8"))}
    assert named <= ICONS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_has_no_inline_style_script_or_handler_and_nothing_of_bootstrap_3(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text)
    assert not re.search(r"panel-(default|primary)|glyphicon|data-toggle=|jquery", text)
