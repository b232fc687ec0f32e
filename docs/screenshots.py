"""`make screenshots`: the pictures of the user guide and of every screen, taken in Chromium on a fresh demo.

Into docs/guide/images go the pictures that the guide shows and, under screens/, every screen that links lead to, on a
desk in light. The same screens on a phone and in dark go to var/screenshots: they are looked at, not kept.
`make screenshots ARGS=guide` takes those of the guide alone, `ARGS=screens` the others.
"""

import io
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, sync_playwright

from app import create_app
from tests.kernel.imports.roundtrips import edited
from tests.kernel.imports.sent import conseil_bellecour
from tests.support.browser import DESK, PHONE
from tests.support.chromium import FLAGS, chromium_path
from tests.support.settings import settings_for
from tests.support.walker import walk
from views.base.exporting import XLSX

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "guide" / "images"
SCREENS = IMAGES / "screens"
TO_LOOK_AT = ROOT / "var" / "screenshots"
MESSY_WORKBOOK = ROOT / "tests" / "support" / "data" / "members_mess.xlsx"
# Words of no language that a person speaks: the demo lives for a minute, on this machine alone.
PASSWORD = "brindille-quai-lanterne-71"  # noqa: S105  # of an invented account, in a folder that is then deleted
SIZE = ViewportSize(width=1180, height=680)
START_SECONDS = 120
MAXIMUM_BYTES = 100_000
HOMES = ("mission", "direction", "ref5", "saisie5", "elu5", "dpo")


@contextmanager
def _demo() -> Iterator[str]:
    """A server with the demo on a free port; its data goes with it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MDO_")},
            "FLASK_APP": "app",
            "MDO_DATA_DIR": folder,
            "MDO_PORT": str(port),
            "MDO_DEMO_PASSWORD": PASSWORD,
        }
        command = [sys.executable, "-m", "flask", "mdo", "start"]
        with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603  # our own command
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(address, server)
                yield address
            finally:
                server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=5).close()  # noqa: S310  # this machine's own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The demo server did not start.")


def _signed_in(browser: Browser, address: str, username: str) -> Page:
    context = browser.new_context(
        base_url=address, viewport=SIZE, locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("Identifiant ou courriel").fill(username)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def _at(username: str, address: str) -> Callable[[Browser, str], Page]:
    """A page that is shown as it opens."""

    def opened(browser: Browser, base: str) -> Page:
        page = _signed_in(browser, base, username)
        page.goto(address)
        return page

    return opened


def _first_of(username: str, listed: str, tab: str = "") -> Callable[[Browser, str], Page]:
    """The page of the first row of a list, at one of its tabs."""

    def opened(browser: Browser, base: str) -> Page:
        page = _signed_in(browser, base, username)
        page.goto(listed)
        page.locator("tbody th").get_by_role("link").first.click()
        page.locator("[data-tabs]").wait_for()
        if tab:
            page.goto(f"{page.url.partition('?')[0]}?tab={tab}#tabs")
            page.get_by_role("tabpanel").first.wait_for()
        return page

    return opened


def _timeline(browser: Browser, address: str) -> Page:
    """The steps of a procedure over time."""
    page = _contract("AMO-2026-04", "plan")(browser, address)
    page.locator(".timeline-frame").evaluate("frame => frame.scrollIntoView({block: 'center'})")
    return page


def _contract(number: str, tab: str = "") -> Callable[[Browser, str], Page]:
    return _first_of("mission", f"/marches/list/?q={number}&order=number", tab)


def _renewal(browser: Browser, address: str) -> Page:
    page = _signed_in(browser, address, "mission")
    page.goto("/mandats/list/?f_status=expired&size=25")
    page.get_by_role("checkbox", name="Sélectionner toutes les lignes de cette page").check()
    page.get_by_role("button", name="Renouveler").click()
    page.get_by_role("heading", name="Renouveler des mandats").wait_for()
    return page


def _import(browser: Browser, address: str) -> Page:
    page = _signed_in(browser, address, "mission")
    page.goto("/import/people")
    page.locator("#file").set_input_files(MESSY_WORKBOOK)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_label("Ligne des en-têtes").first.wait_for()
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_role("button", name="Appliquer les lignes valides").wait_for()
    return page


def _sent(browser: Browser, address: str) -> Page:
    """The columns of a workbook as a council sends it."""
    page = _signed_in(browser, address, "mission")
    page.goto("/import/people")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / conseil_bellecour.FILE
        conseil_bellecour.workbook(path)
        page.locator("#file").set_input_files(path)
        page.get_by_role("button", name="Voir ce qui changerait").click()
        page.get_by_label("Ligne des en-têtes").first.wait_for()
    return page


def _questions(browser: Browser, address: str) -> Page:
    """What the same workbook leaves open."""
    page = _sent(browser, address)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_role("button", name="Répondre").wait_for()
    page.get_by_role("heading", name="questions").evaluate("heading => heading.scrollIntoView()")
    return page


def _live_link(browser: Browser, address: str) -> Page:
    page = _signed_in(browser, address, "mission")
    page.goto("/personnes/list/?f_arrondissement=7")
    page.get_by_role("link", name="Lien pour Excel").first.click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def _conflict(browser: Browser, address: str) -> Page:
    mine = _signed_in(browser, address, "mission")
    theirs = _signed_in(browser, address, "ref5")
    theirs.goto("/personnes/list/?f_arrondissement=5")  # whom she may change
    theirs.locator("tbody").get_by_role("link", name="Modifier").first.click()
    for page, phone in ((theirs, "04 78 00 00 05"), (mine, "04 78 00 00 69")):
        page.goto(theirs.url)
        page.get_by_label("Téléphone", exact=True).fill(phone)
    for page in (theirs, mine):
        page.get_by_role("button", name="Enregistrer").click()
    mine.get_by_role("heading", name="Quelqu’un a changé le même champ").wait_for()
    return mine


def _round_trip(browser: Browser, address: str) -> Page:
    """A workbook that comes back after its first person was given another telephone in the register too."""
    page = _signed_in(browser, address, "mission")
    page.goto("/personnes/list/?f_arrondissement=7")
    link = page.get_by_role("link", name="Exporter pour modifier").get_attribute("href")
    book = edited(page.request.get(f"{address}{link}").body(), _call_elsewhere)
    page.locator("tbody").get_by_role("link", name="Modifier").first.click()
    page.get_by_label("Téléphone", exact=True).fill("04 78 00 00 07")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Modifier").first.wait_for()
    page.goto("/import/people")
    page.locator("#file").set_input_files({"name": "personnes.xlsx", "mimeType": XLSX, "buffer": book})
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_role("button", name="Mettre l’aperçu à jour").first.wait_for()
    return page


def _call_elsewhere(sheet: Any) -> None:
    """The first two people of a workbook have another telephone."""
    column = [cell.value for cell in sheet[1]].index("Téléphone") + 1
    for line, phone in ((2, "04 78 00 00 77"), (3, "04 78 00 00 78")):
        sheet.cell(line, column).value = phone


def _journal(browser: Browser, address: str) -> Page:
    page = _signed_in(browser, address, "mission")
    page.goto("/journal/list/")
    page.locator("tbody").get_by_role("link").first.click()
    page.get_by_role("button", name="Annuler l’opération").wait_for()
    return page


def _attendance(browser: Browser, address: str) -> Page:
    """The list of a conseil citoyen that was held."""
    page = _signed_in(browser, address, "mission")
    page.goto("/reunions/list/?q=conseil+citoyen&f_state=published")
    page.locator("tbody th").get_by_role("link").first.click()
    page.get_by_role("link", name="Liste de présence").first.click()
    page.get_by_label("Rechercher dans cette liste").first.wait_for()
    return page


def _phone_roll(browser: Browser, address: str) -> Page:
    """The same evening, on a telephone."""
    page = _attendance(browser, address)
    page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    page.get_by_role("link", name="Pointer au téléphone").click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def _convocation(browser: Browser, address: str) -> Page:
    page = _signed_in(browser, address, "mission")
    page.goto("/reunions/list/?f_to_come=1&f_state=convened&order=start_at")
    page.locator("tbody th").get_by_role("link").first.click()
    page.goto(f"{page.url.partition('?')[0].replace('/reunions/show/', '/courrier/convocation/')}")
    page.get_by_role("heading", name="Aperçu").scroll_into_view_if_needed()
    return page


def _palette(browser: Browser, address: str) -> Page:
    page = _signed_in(browser, address, "mission")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").last.fill("mermoz")
    page.get_by_role("option", name="Conseil citoyen Mermoz").first.wait_for()
    return page


def _saved_views(browser: Browser, address: str) -> Page:
    page = _bodies(browser, address)
    page.get_by_text("Vues", exact=True).first.click()
    return page


def _shown_part(page: Page) -> FloatRect:
    """What stands right of the menu, which every page shows alike."""
    box = page.locator("main").bounding_box()
    left = box["x"] if box else 0.0
    return {"x": left, "y": 0, "width": SIZE["width"] - left, "height": SIZE["height"]}


_bodies = _at("mission", "/instances/list/?q=quartier&f_state=active")
PICTURES: dict[str, Callable[[Browser, str], Page]] = {
    "accueil": _at("ref5", "/"),
    "liste": _bodies,
    "recherche": _palette,
    "vues": _saved_views,
    "instance": _first_of("mission", "/instances/list/?q=conseil+citoyen+mermoz", "seats"),
    "personne-et-mandat": _at("ref5", "/personnes/enrol"),
    "renouvellement": _renewal,
    "import": _import,
    "import-colonnes": _sent,
    "import-questions": _questions,
    "lien-pour-excel": _live_link,
    "rapport": _at("mission", "/rapports/composition"),
    "aller-retour": _round_trip,
    # One that is to come, with a few items on its agenda.
    "reunion": _first_of("ref5", "/reunions/list/?f_to_come=1&order=start_at"),
    "presences": _attendance,
    "pointage": _phone_roll,
    "calendrier": _at("mission", "/calendrier/"),
    "convocation": _convocation,
    "demandes": _at("mission", "/demandes/list/"),
    "boite-a-sujets": _at("mission", "/sujets/list/"),
    "echeances": _at("mission", "/echeances/list/"),
    "mon-point": _at("ref5", "/mon-point/"),
    "marche": _contract("AMO-2025-01"),
    "marches": _at("mission", "/marches/list/"),
    "offres": _contract("AMO-2026-06", "tenders"),
    "avenants": _contract("AMO-2025-01", "amendments"),
    "calendrier-d-un-marche": _timeline,
    "execution": _contract("AMO-2025-01", "execution"),
    "prestataire": _first_of("mission", "/prestataires/list/?q=nova", "contracts"),
    "donnees-essentielles": _at("mission", "/donnees-essentielles/"),
    "droits": _at("ref5", "/mon-compte/droits"),
    "conflit": _conflict,
    "journal": _journal,
}
WITH_MENU = {"accueil", "recherche"}


def _take_guide(browser: Browser, address: str) -> None:
    """The pictures of the guide, in this order: the conflict leaves the line that the journal shows."""
    for name, prepare in PICTURES.items():
        page = prepare(browser, address)
        is_whole = name in WITH_MENU or page.viewport_size != SIZE
        if not is_whole:  # the narrow menu leaves a list the room that it has on a wider screen
            page.evaluate("document.documentElement.dataset.menu = 'rail'")
            if page.url.endswith("#tabs"):
                page.locator("#tabs").evaluate("tabs => tabs.scrollIntoView()")
        _take(page, IMAGES / f"{name}.png", clip=None if is_whole else _shown_part(page))
        page.context.close()


def _take_screens(browser: Browser, address: str, folder: Path) -> None:
    """Every screen of the administrator, and the home of each other role."""
    page = _signed_in(browser, address, "admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    application = create_app(settings_for(f"sqlite:///{folder / 'unused.db'}", folder))
    taken = set()
    for screen, _address in walk(page, application):
        if screen not in taken:  # the page of a contract is walked in each of its states
            taken.add(screen)
            _take_four(page, screen)
    for username in HOMES:
        page = _signed_in(browser, address, username)
        _take_four(page, f"home-{username}")
        page.context.close()


def _take_four(page: Page, screen: str) -> None:
    name = re.sub(r"\W+", "-", screen).strip("-")
    for width, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(ViewportSize(**size))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            is_kept = (width, scheme) == ("desk", "light")
            _take(page, SCREENS / f"{name}.webp" if is_kept else TO_LOOK_AT / f"{name}-{width}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(ViewportSize(**DESK))


def _take(page: Page, path: Path, clip: FloatRect | None = None) -> None:
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    # Screens have few colours: with 128 of them a picture weighs a third and looks the same.
    few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    if path.suffix == ".webp":  # there are hundreds of them: a third less still
        few.convert("RGB").save(path, lossless=True, quality=100, method=4)
    else:
        few.save(path, optimize=True)
    if path.stat().st_size > MAXIMUM_BYTES:
        raise SystemExit(f"{path} is larger than {MAXIMUM_BYTES} bytes: show less of the page.")


def main() -> None:
    """Takes every picture, or those that the command line names: `guide`, `screens`."""
    asked = set(sys.argv[1:]) or {"guide", "screens"}
    for folder in (IMAGES, SCREENS, TO_LOOK_AT):
        folder.mkdir(parents=True, exist_ok=True)
    with _demo() as address, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        if "screens" in asked:
            for old in SCREENS.iterdir():
                old.unlink()
            _take_screens(browser, address, Path(folder))
        if "guide" in asked:
            _take_guide(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
