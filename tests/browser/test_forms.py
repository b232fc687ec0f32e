"""Forms in a real browser: what one sees while typing, and that nothing typed is lost or changed on the way."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from flask import render_template_string
from flask_wtf import FlaskForm
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import func, select

from mdo.accounts.passwords import hash_of
from mdo.accounts.rules import end_sessions
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import User
from models.instances import Instance, Seat
from models.organisations import Organisation
from models.people import Mandate, Person
from tests.browser.reading import odd_words, outline
from tests.support import TODAY, factories
from tests.support.browser import DESK, PHONE, LiveServer, violations
from views.base.moments import MomentField

PASSWORD = "quatre mots sans lien"
LOW = {"width": 320, "height": 256}  # a desk at 400 %


@pytest.fixture
def stored(live_server: LiveServer) -> Iterator[Callable[..., object]]:
    """What the database holds now."""

    def read(statement: object) -> object:
        with unlimited_session(live_server.database.engine, today=TODAY) as session:
            return session.scalar(statement)  # type: ignore[call-overload]  # any statement of one value

    return read


def first_link(page: Page, path: str, link: str = "tbody a[href*='/edit/']") -> str:
    page.goto(path)
    return str(page.locator(link).first.get_attribute("href"))


def is_saved(page: Page) -> None:
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")


def faults(page: Page) -> list[str]:
    """What axe, a French reader or a narrow window find: desk in light and dark, phone in light."""
    found = odd_words(page)
    for viewport, scheme in ((DESK, "light"), (DESK, "dark"), (PHONE, "light")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        found += violations(page, "colours" if scheme == "dark" else "all") + outline(page)
    page.set_viewport_size(DESK)
    return found


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()


# ---- Seen while typing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "viewport",
    [
        pytest.param(DESK, id="desk", marks=pytest.mark.slow),
        pytest.param(PHONE, id="phone"),
        pytest.param(LOW, id="zoomed", marks=pytest.mark.slow),
    ],
)
def test_the_bars_never_hide_the_field_that_has_the_focus(page_as: Callable[..., Page], viewport: dict) -> None:
    # WCAG 2.4.11; the control itself, whole, where the window is high enough for it.
    page = page_as("mission", viewport=viewport)
    page.goto(first_link(page, "/instances/list/"))
    page.locator("#name").focus()
    hidden, seen = [], 0
    for backwards in (False, True):
        for _ in range(60):
            found = page.evaluate(
                """() => {
                  const field = document.activeElement;
                  const box = field.getBoundingClientRect();
                  const isBar = field.closest(".form-bar, .topbar");
                  const covering = [0.1, 0.5, 0.9].some((part) => {
                    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height * part);
                    return top?.closest(".form-bar, .topbar");
                  });
                  const isTall = box.height > innerHeight / 2;
                  return {id: field.id, isBar: !!isBar, isForm: !!field.closest(".form-page"), isTall, covering,
                    isOutside: box.bottom < 0 || box.top > innerHeight};
                }"""
            )
            if found["isForm"] and not found["isBar"]:
                seen += 1
                if (found["covering"] and not found["isTall"]) or found["isOutside"]:
                    hidden.append(found["id"])
            page.keyboard.press("Shift+Tab" if backwards else "Tab")
    assert hidden == []
    assert seen > 60


def test_controls_side_by_side_are_on_one_line_and_one_above_the_other_on_a_phone(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    page.goto("/personnes/add")
    tops = [page.locator(name).bounding_box() for name in ("#last_name", "#first_name")]
    assert tops[0]
    assert tops[1]
    assert tops[0]["y"] == tops[1]["y"]
    assert tops[0]["x"] < tops[1]["x"]
    page.set_viewport_size(PHONE)
    tops = [page.locator(name).bounding_box() for name in ("#last_name", "#first_name")]
    assert tops[0]
    assert tops[1]
    assert tops[0]["y"] < tops[1]["y"]


def test_help_is_under_the_label_and_said_with_the_field(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    college = page.locator("#college")
    expect(college).to_have_accessible_description(re.compile("groupe de membres"))
    label, note = page.locator("label[for=college]").bounding_box(), page.locator("#college-help").bounding_box()
    control = college.bounding_box()
    assert label
    assert note
    assert control
    assert label["y"] < note["y"] < control["y"]


def test_the_day_in_words_follows_the_field_and_is_said_with_it(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    field = page.locator("#start_on")
    field.fill("2026-11-24")
    words = page.locator("#start_on-words")
    expect(words).to_have_text("mardi 24 novembre 2026")
    expect(field).to_have_accessible_description(re.compile("mardi 24 novembre 2026"))
    expect(page.get_by_role("status").filter(has_text="mardi 24 novembre 2026")).to_be_visible()
    field.fill("")
    expect(words).to_have_text("")


@pytest.mark.parametrize(
    "name", ["start_on", *(pytest.param(name, marks=pytest.mark.slow) for name in ("college", "person"))]
)
def test_a_link_that_asks_for_a_field_leads_to_it(page_as: Callable[..., Page], name: str) -> None:
    page = page_as("mission")
    page.goto(f"{first_link(page, '/mandats/list/')}#{name}")
    expect(page.locator("#person-search" if name == "person" else f"#{name}")).to_be_focused()


# ---- Several rows in a row --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_seats_are_added_one_after_the_other_by_keyboard(
    page_as: Callable[..., Page], stored: Callable[..., object]
) -> None:
    page = page_as("mission")
    path = first_link(page, "/instances/list/?q=conseil citoyen&f_state=active", "tbody th a")
    body_id = int(path.rsplit("/", 1)[1])
    numbers = select(func.max(Seat.number)).where(Seat.instance_id == body_id)
    last = stored(numbers)
    page.goto(f"/sieges/add?instance={body_id}")
    page.locator("#number").fill(str(last + 1))  # type: ignore[operator]  # a number
    page.locator("#requirement").fill("habiter le quartier")
    page.get_by_role("button", name="Enregistrer et ajouter").press("Enter")
    is_saved(page)
    expect(page.locator("#college")).to_be_focused()  # the first field that is empty
    expect(page.locator("#instance-search")).not_to_have_value("")
    expect(page.locator("#number")).to_have_value(str(last + 2))  # type: ignore[operator]  # a number
    expect(page.locator("#requirement")).to_have_value("habiter le quartier")
    page.keyboard.press("Control+s")
    is_saved(page)
    assert stored(numbers) == last + 2  # type: ignore[operator]  # a number


def test_a_mandate_is_duplicated_from_its_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto(first_link(page, "/mandats/list/", "tbody th a"))
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("link", name="Dupliquer").click()
    expect(page.locator("h1")).to_have_text("Ajouter : Mandat")
    expect(page.locator("#instance-search")).not_to_have_value("")
    expect(page.locator("#person-search")).to_have_value("")
    expect(page.locator("#start_on")).to_have_value("")
    assert page.locator("#function").input_value()


def test_a_double_click_creates_one_row(page_as: Callable[..., Page], stored: Callable[..., object]) -> None:
    page = page_as("mission")
    page.goto("/organisations/add")
    page.locator("#name").fill("Les Amis du Vergoin")
    page.locator("#kind").select_option("association")
    page.get_by_role("button", name="Enregistrer", exact=True).dblclick()
    is_saved(page)
    assert stored(select(func.count(Organisation.id)).where(Organisation.name == "Les Amis du Vergoin")) == 1


# ---- The guard --------------------------------------------------------------------------------------------------


def test_a_change_that_is_undone_is_no_change(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/organisations/add")
    state = page.locator("[data-guard-state]")
    page.locator("#name").fill("Les Amis")
    expect(state).to_have_text("Modifications non enregistrées")
    page.locator("#name").fill("")
    expect(state).to_have_text("")
    questions: list[str] = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.goto("/")
    assert questions == []


def test_typing_keeps_the_session_open(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.clock.install()
    page.goto("/personnes/add")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if request.method == "HEAD" else None)
    page.locator("#first_name").fill("Z")
    page.clock.fast_forward("09:59")
    page.locator("#first_name").fill("Zo")
    assert asked == []
    page.clock.fast_forward("00:02")
    with page.expect_response(lambda answer: answer.request.method == "HEAD") as answer:
        page.locator("#first_name").fill("Zoé")
    assert (answer.value.status, asked) == (200, ["HEAD"])


# ---- The session ends while one types ---------------------------------------------------------------------------


@pytest.fixture
def end_session(live_server: LiveServer) -> Callable[[str], None]:
    """Ends the sessions of an account, which has the password of the tests."""

    def end(username: str) -> None:
        with unlimited_session(live_server.database.engine, today=TODAY) as session, factories.writing_to(session):
            user = session.scalars(select(User).filter_by(username=username)).one()
            user.password = hash_of(PASSWORD)
            end_sessions(session, user.id)
            session.commit()

    return end


@pytest.mark.parametrize(
    "with_script",
    [pytest.param(True, id="with script"), pytest.param(False, id="without", marks=pytest.mark.slow)],
)
def test_what_is_typed_survives_the_end_of_the_session(
    page_as: Callable[..., Page],
    stored: Callable[..., object],
    end_session: Callable[[str], None],
    with_script: bool,
) -> None:
    page = page_as("mission", java_script_enabled=with_script)
    page.goto("/personnes/add")
    for name, text in (("last_name", "Rivière-Vergoin"), ("first_name", "Zoé"), ("city", "Lyon")):
        page.locator(f"#{name}").fill(text)
    end_session("mission")
    save(page)
    expect(page.locator("h1")).to_have_text("Se connecter")
    expect(page.locator("main")).to_contain_text("rien n’est perdu")
    if with_script:
        assert faults(page) == []
    page.get_by_label("Identifiant").fill("mission")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    if not with_script:
        page.get_by_role("button", name="Revenir à ma saisie").click()
    expect(page.locator("h1")).to_have_text("Ajouter : Personne")
    expect(page.locator("#city")).to_have_value("Lyon")
    expect(page.get_by_role("status").first).to_contain_text("Rien n’est encore enregistré")
    assert stored(select(func.count(Person.id)).where(Person.last_name == "Rivière-Vergoin")) == 0
    if with_script:
        expect(page.locator("[data-guard-state]")).to_have_text("Modifications non enregistrées")
        assert faults(page) == []
    save(page)
    is_saved(page)
    assert stored(select(func.count(Person.id)).where(Person.last_name == "Rivière-Vergoin")) == 1


def test_typing_after_the_end_of_the_session_says_so_before_one_saves(
    page_as: Callable[..., Page], end_session: Callable[[str], None]
) -> None:
    page = page_as("mission")
    page.clock.install()
    page.goto("/mandats/add")
    end_session("mission")
    page.clock.fast_forward("40:00")
    page.locator("#limit_reason").fill("Motif")
    expect(page.locator("[data-guard-state]")).to_contain_text("Votre session est terminée")
    field = page.get_by_role("combobox", name="Personne")
    field.fill("mar")
    page.clock.run_for(500)
    expect(page.locator(".combobox", has=field).locator(".combobox__status")).to_contain_text("Votre session est")


@pytest.mark.slow
def test_a_page_open_from_an_earlier_session_loses_nothing(
    page_as: Callable[..., Page], end_session: Callable[[str], None]
) -> None:
    page = page_as("mission")
    page.goto("/personnes/add")
    page.locator("#last_name").fill("Rivière-Vergoin")
    end_session("mission")
    other = page.context.new_page()
    other.goto("/login/")
    other.get_by_label("Identifiant").fill("mission")
    other.get_by_label("Mot de passe").fill(PASSWORD)
    other.get_by_role("button", name="Se connecter").click()
    expect(other.locator("h1")).to_contain_text("Cette semaine")
    save(page)
    expect(page.locator("main")).to_contain_text("votre saisie est gardée")
    assert faults(page) == []
    page.get_by_role("button", name="Revenir à ma saisie").click()
    expect(page.locator("#last_name")).to_have_value("Rivière-Vergoin")
    save(page)
    is_saved(page)


# ---- What Flask-AppBuilder lost (ui.md §1) ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["12/03/2026", *(pytest.param(day, marks=pytest.mark.slow) for day in ("31/12/2026", "05/06/2026"))]
)
def test_a_day_typed_in_french_is_that_day(
    page_as: Callable[..., Page], stored: Callable[..., object], text: str
) -> None:
    page = page_as("mission")
    path = first_link(page, "/mandats/list/?f_status=undated")
    page.goto(path)
    field = page.locator("#planned_end_on")
    field.evaluate("field => { field.type = 'text'; field.value = ''; }")  # a browser without fields of dates
    field.press_sequentially(text)
    field.press("Tab")
    expect(field).to_have_value(text)
    save(page)
    is_saved(page)
    kept = stored(select(Mandate.planned_end_on).where(Mandate.id == int(path.rsplit("/", 1)[1])))
    assert isinstance(kept, dt.date)
    assert f"{kept:%d/%m/%Y}" == text


@pytest.mark.slow
def test_going_through_a_form_without_typing_changes_nothing(
    page_as: Callable[..., Page], stored: Callable[..., object]
) -> None:
    page = page_as("mission")
    path = first_link(page, "/instances/list/?q=conseil citoyen")
    row_id = int(path.rsplit("/", 1)[1])
    version = select(Instance.version).where(Instance.id == row_id)
    before = stored(version)
    page.goto(path)
    page.locator("#name").focus()
    for _ in range(50):
        page.keyboard.press("Tab")
    expect(page.locator("[data-guard-state]")).to_have_text("")
    save(page)
    is_saved(page)
    assert stored(version) == before


class _Meeting(FlaskForm):
    begins_at = MomentField("Début")


class Moments:
    """A page with one field of a moment, laid out and read by the application, on no table yet."""

    def __init__(self, page: Page, server: LiveServer, moment: dt.datetime) -> None:
        self.page, self.server, self.moment = page, server, moment
        page.route("**/essai-moment", self.answer)
        page.goto("/essai-moment")
        self.field = page.get_by_label("Début")

    def answer(self, route: Route) -> None:
        posted = route.request.post_data
        with self.server.app.test_request_context(
            method="POST" if posted else "GET",
            data=posted,
            content_type="application/x-www-form-urlencoded",
        ):
            form = _Meeting(meta={"csrf": False}, data={"begins_at": self.moment})
            if posted and form.validate():
                self.moment = form.begins_at.data
            body = render_template_string(_PAGE, form=form)
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)


_PAGE = """{% from "macros/fields.html" import field %}<!DOCTYPE html><html lang="fr"><head><title>Essai</title>
<link rel="icon" href="{{ asset_url("favicon.svg") }}"><link rel="stylesheet" href="{{ asset_url("app.css") }}">
<script src="{{ asset_url("app.js") }}" type="module"></script></head><body><main><h1>Essai</h1>
<form method="post" action="/essai-moment" data-guard="x"><div class="fields">{{ field(form.begins_at) }}</div>
<button>Enregistrer</button></form></main></body></html>"""
EVENING = dt.datetime(2026, 2, 2, 17, 30, tzinfo=dt.UTC)


def send(field: Locator) -> None:
    with field.page.expect_event("load"):  # the answer comes before its page does: what is typed between is lost
        save(field.page)


@pytest.mark.slow
def test_a_moment_is_shown_filled_and_kept(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    moments = Moments(page_as("mission"), live_server, EVENING)
    words = moments.page.locator("#begins_at-words")
    expect(words).to_have_text("lundi 2 février 2026 – 18:30")
    for _ in range(6):
        moments.page.keyboard.press("Tab")  # through the day, the month, the year, the hour and the minute
    expect(moments.field).to_have_value("2026-02-02T18:30")
    send(moments.field)
    assert moments.moment == EVENING
    moments.field.fill("2026-11-17T09:05")
    expect(words).to_have_text("mardi 17 novembre 2026 – 09:05")
    assert violations(moments.page) == []
    send(moments.field)
    assert moments.moment == dt.datetime(2026, 11, 17, 8, 5, tzinfo=dt.UTC)
    expect(moments.field).to_have_value("2026-11-17T09:05")


def test_a_moment_is_typed_in_french_where_there_is_no_picker(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    moments = Moments(page_as("mission"), live_server, EVENING)
    moments.field.evaluate("field => { field.type = 'text'; field.value = ''; }")
    moments.field.press_sequentially("17/11/2026 à 9 h 05")
    send(moments.field)
    assert moments.moment == dt.datetime(2026, 11, 17, 8, 5, tzinfo=dt.UTC)


@pytest.mark.slow
def test_no_form_offers_the_children_of_a_record(page_as: Callable[..., Page]) -> None:
    # One click in such a list moved a member to another body.
    page = page_as("responsable")
    for path in ("/instances/list/", "/types/list/", "/personnes/list/", "/organisations/list/"):
        page.goto(first_link(page, path))
        several = page.locator("form.form-page").evaluate(
            "form => [...new Set([...form.querySelectorAll('select[multiple], fieldset.field--relations')]"
            ".map((field) => field.name || field.id))]"
        )
        assert set(several) <= {"arrondissements"}, path


_HEARD = """window.heard = [];
addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) window.heard.push(node.textContent);
}).observe(document.querySelector(".messages"), { childList: true, subtree: true }));"""


def test_what_was_saved_is_heard_its_title_says_it_and_its_status_is_written_after_the_page_came(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    page.add_init_script(_HEARD)
    page.goto("/mon-compte/")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    said = page.locator(".messages .note p").inner_text().strip()
    assert page.title().startswith(said)
    page.wait_for_function("(said) => window.heard.some((text) => text.includes(said))", arg=said)
    page.reload()
    assert said not in page.title()
