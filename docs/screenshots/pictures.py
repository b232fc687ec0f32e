"""The pictures of the user guide: of each, the way that a person goes to it. None rests on another."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import FloatRect, Page, ViewportSize

from docs.screenshots.demo import ROOT, SIZE, Visitor
from docs.screenshots.taking import take
from tests.kernel.imports.roundtrips import edited
from tests.kernel.imports.sent import conseil_bellecour
from tests.support.browser import PHONE
from views.base.exporting import XLSX

IMAGES = ROOT / "docs" / "guide" / "images"
_MESSY_WORKBOOK = ROOT / "tests" / "support" / "data" / "members_mess.xlsx"
_WITH_MENU = {"accueil", "recherche"}

Way = Callable[[Visitor], Page]


def _at(username: str, address: str) -> Way:
    """A page that is shown as it opens."""
    return lambda visitor: visitor.at(username, address)


def _first_of(username: str, listed: str, tab: str = "") -> Way:
    """The page of the first row of a list, at one of its tabs."""

    def opened(visitor: Visitor) -> Page:
        page = visitor.at(username, listed)
        page.locator("tbody th").get_by_role("link").first.click()
        page.locator("[data-tabs]").wait_for()
        if tab:
            page.goto(f"{page.url.partition('?')[0]}?tab={tab}#tabs")
            page.get_by_role("tabpanel").first.wait_for()
        return page

    return opened


def _contract(number: str, tab: str = "") -> Way:
    return _first_of("mission", f"/marches/list/?q={number}&order=number", tab)


def _public_page(visitor: Visitor) -> Page:
    """What who has no account opens, at the address that the page of the event gives."""
    page = _first_of("mission", "/evenements/list/?all=1&q=parole")(visitor)
    page.goto(page.locator("main a[href*='/evenement/']").first.get_attribute("href") or "")
    return page


def _timeline(visitor: Visitor) -> Page:
    """The steps of a procedure over time."""
    page = _contract("AMO-2026-05", "plan")(visitor)
    page.locator(".timeline-frame").evaluate("frame => frame.scrollIntoView({block: 'center'})")
    return page


def _renewal(visitor: Visitor) -> Page:
    page = visitor.at("mission", "/mandats/list/?f_status=expired&size=25")
    page.get_by_role("checkbox", name="Sélectionner toutes les lignes de cette page").check()
    page.get_by_role("button", name="Renouveler").click()
    page.get_by_role("heading", name="Renouveler des mandats").wait_for()
    return page


# ---- Imports: the step of the columns comes first, or is passed over where the file says enough ---------------------


def _columns(page: Page, file: Any) -> None:
    """From a file to its columns, whether they are asked about at once or looked at from the preview."""
    page.goto("/import/people")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    asked = page.get_by_label("Ligne des en-têtes").first
    passed_over = page.get_by_role("link", name="Feuilles et colonnes")
    asked.or_(passed_over).first.wait_for()
    if passed_over.is_visible():
        passed_over.click()
    asked.wait_for()


def _preview(page: Page, file: Any) -> None:
    _columns(page, file)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_role("link", name="Feuilles et colonnes").wait_for()


def _import(visitor: Visitor) -> Page:
    page = visitor.as_("mission")
    _preview(page, _MESSY_WORKBOOK)
    return page


def _sent(visitor: Visitor, step: Callable[[Page, Any], None] = _columns) -> Page:
    """The columns of a workbook as a council sends it."""
    page = visitor.as_("mission")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / conseil_bellecour.FILE
        conseil_bellecour.workbook(path)
        step(page, path)
    return page


def _questions(visitor: Visitor) -> Page:
    """What the same workbook leaves open."""
    page = _sent(visitor, _preview)
    page.get_by_role("button", name="Répondre").wait_for()
    page.get_by_role("heading", name="questions").evaluate("heading => heading.scrollIntoView()")
    return page


def _round_trip(visitor: Visitor) -> Page:
    """A workbook that comes back after its first person was given another telephone in the register too."""
    page = visitor.at("mission", "/personnes/list/?f_arrondissement=7")
    link = page.locator("a", has_text="Exporter pour modifier").get_attribute("href")  # under « ⋯ »
    book = edited(page.request.get(f"{visitor.address}{link}").body(), _call_elsewhere)
    _first_form(page)
    _call(page, "04 78 00 00 07")
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


def _replies(visitor: Visitor) -> Page:
    """Who answered the convocation of a meeting to come, in the order of the list."""
    page = visitor.at("mission", "/reunions/list/?f_to_come=1&order=start_at&q=montchat")
    page.locator("tbody th a").first.click()
    page.locator("main a[href$='/reponses']").first.click()
    page.get_by_role("heading", level=1, name="Réponses à").wait_for()
    return page


def _live_link(visitor: Visitor) -> Page:
    page = visitor.at("mission", "/personnes/list/?f_arrondissement=7")
    page.locator(".page-head").get_by_title("Plus d’actions").click()
    page.get_by_role("link", name="Lien pour Excel").first.click()
    page.get_by_role("heading", level=1).wait_for()
    return page


# ---- Changes --------------------------------------------------------------------------------------------------------


def _first_form(page: Page) -> None:
    """From a list to the form of its first row."""
    page.locator("tbody").get_by_role("link", name="Modifier").first.click()
    page.get_by_label("Téléphone", exact=True).wait_for()


def _call(page: Page, phone: str) -> None:
    page.get_by_label("Téléphone", exact=True).fill(phone)
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def _conflict(visitor: Visitor) -> Page:
    theirs = visitor.at("ref5", "/personnes/list/?f_arrondissement=5")  # whom she may change
    _first_form(theirs)
    mine = visitor.at("mission", theirs.url)
    _call(theirs, "04 78 00 00 05")
    theirs.get_by_role("link", name="Modifier").first.wait_for()
    _call(mine, "04 78 00 00 69")
    mine.get_by_role("heading", name="Quelqu’un a changé le même champ").wait_for()
    return mine


def _journal(visitor: Visitor) -> Page:
    """What the référent of the 5th changed last."""
    theirs = visitor.at("ref5", "/personnes/list/?f_arrondissement=5")
    _first_form(theirs)
    _call(theirs, "04 78 00 00 15")
    theirs.get_by_role("link", name="Modifier").first.wait_for()
    page = visitor.at("mission", "/journal/list/")
    page.locator("tbody").get_by_role("link").first.click()
    page.get_by_role("button", name="Annuler l’opération").wait_for()
    return page


# ---- Meetings -------------------------------------------------------------------------------------------------------


def _attendance(visitor: Visitor) -> Page:
    """The list of a conseil citoyen that was held."""
    page = visitor.at("mission", "/reunions/list/?q=conseil+citoyen&f_state=published")
    page.locator("tbody th").get_by_role("link").first.click()
    page.get_by_role("link", name="Liste de présence").first.click()
    page.get_by_label("Rechercher dans cette liste").first.wait_for()
    return page


def _phone_roll(visitor: Visitor) -> Page:
    """The same evening, on a telephone."""
    page = _attendance(visitor)
    page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    page.get_by_role("link", name="Pointer au téléphone").click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def _convocation(visitor: Visitor) -> Page:
    page = visitor.at("mission", "/reunions/list/?f_to_come=1&f_state=convened&order=start_at")
    page.locator("tbody th").get_by_role("link").first.click()
    page.goto(f"{page.url.partition('?')[0].replace('/reunions/show/', '/courrier/convocation/')}")
    page.get_by_role("heading", name="Aperçu").scroll_into_view_if_needed()
    return page


# ---- What stands on every page --------------------------------------------------------------------------------------


def _palette(visitor: Visitor) -> Page:
    page = visitor.at("mission", "/")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").last.fill("mermoz")
    page.get_by_role("option", name="Conseil citoyen Mermoz").first.wait_for()
    return page


_bodies = _at("mission", "/instances/list/?q=quartier&f_state=active")


def _saved_views(visitor: Visitor) -> Page:
    page = _bodies(visitor)
    page.get_by_text("Vues", exact=True).first.click()
    return page


PICTURES: dict[str, Way] = {
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
    "projet": _first_of("mission", "/projets/list/?all=1&q=redynamiser"),
    "documents-d-un-projet": _first_of("mission", "/projets/list/?all=1&q=redynamiser", "documents"),
    "classement-d-un-appel": _first_of("mission", "/appels-a-projets/list/?f_state=examined", "ranking"),
    "scenario-d-un-appel": _first_of("mission", "/scenarios/list/?all=1&order=-id"),
    "dossier": _first_of("mission", "/dossiers/list/?all=1&f_state=reported", "photos"),
    "evenement": _first_of("mission", "/evenements/list/?all=1&q=accueil"),
    "evaluations-d-un-evenement": _first_of("mission", "/evenements/list/?all=1&q=accueil", "said"),
    "page-publique-d-un-evenement": _public_page,
    "reponses": _replies,
    "droits": _at("ref5", "/mon-compte/droits"),
    "conflit": _conflict,
    "journal": _journal,
}


def take_picture(visitor: Visitor, name: str) -> None:
    """Goes there, then writes the picture over the one of the guide. Raises what keeps it from being taken."""
    page = PICTURES[name](visitor)
    is_whole = name in _WITH_MENU or page.viewport_size != SIZE
    if not is_whole:  # the narrow menu leaves a list the room that it has on a wider screen
        page.evaluate("document.documentElement.dataset.menu = 'rail'")
        if page.url.endswith("#tabs"):
            page.locator("#tabs").evaluate("tabs => tabs.scrollIntoView()")
    take(page, IMAGES / f"{name}.png", clip=None if is_whole else _shown_part(page))


def _shown_part(page: Page) -> FloatRect:
    """What stands right of the menu, which every page shows alike."""
    box = page.locator("main").bounding_box()
    left = box["x"] if box else 0.0
    return {"x": left, "y": 0, "width": SIZE["width"] - left, "height": SIZE["height"]}
