"""One evening of the team: the mail server, the plenary and its 63 members, what each screen and each file says."""

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import PARIS, today_in_paris
from mdo.kernel.sessions.factory import unlimited_session
from models.meetings import Meeting
from tests.mail.servers import Mailbox, mail_server
from tests.support import factories
from tests.support.application import do_waiting_jobs
from tests.support.browser import LiveServer
from views.commands.schema import prepare_queue

PEOPLE = 63
BODY = "Conseil de quartier du soir"
MAILBOX = "cq.soir@example.org"
# For each state, the word of the page and of the lines in Excel, and that of the sentences of both files.
STATES = {
    "present": ("Présent·e", "Présent·es"),
    "excused": ("Excusé·e", "Excusé·es"),
    "absent": ("Absent·e", "Absent·es"),
    "represented": ("Représenté·e", "Représenté·es"),
    "guest": ("Invité·e", "Invité·es"),
    "expected": ("Non pointé·e", "Présence non renseignée"),
}
_SETTINGS = "mdo_settings"
# A sheet of the minutes has its title, a blank row and its headers above its rows.
_UNDER_HEADERS = 4


@contextmanager
def mail_switched_on(server: LiveServer) -> Iterator[Mailbox]:
    """The live server sends through a real SMTP server, for the time of the block."""
    kept = server.app.extensions[_SETTINGS]
    jobs = server.app.extensions["mdo_jobs"]
    with server.app.app_context():
        prepare_queue()
    jobs.huey.storage.close()  # the database was put back: the connection to the former one is dead
    jobs.huey.flush()
    with mail_server() as box:
        server.app.extensions[_SETTINGS] = dataclasses.replace(kept, mail_server=box.server)
        try:
            yield box
        finally:
            server.app.extensions[_SETTINGS] = kept
            jobs.huey.storage.close()


@contextmanager
def register(server: LiveServer) -> Iterator[Session]:
    """The register of the server, to prepare an evening or to look at what it left."""
    with unlimited_session(server.database.engine, today=today_in_paris()) as session, factories.writing_to(session):
        yield session
        session.commit()


def set_hours(server: LiveServer, title: str, start: dt.datetime) -> None:
    """Moves the beginning of a meeting: it is held from its hour on, whatever the hour of this test."""
    with register(server) as session:
        session.scalars(select(Meeting).filter_by(title=title)).one().start_at = start


def council(server: LiveServer, people: int = PEOPLE) -> None:
    """A conseil de quartier of the 5th: its members in two colleges, a mailbox, a quorum of half of the mandates."""
    with register(server) as session:
        body = factories.InstanceFactory(
            name=BODY, arrondissements=[5], mailbox=MAILBOX, quorum_numerator=1, quorum_denominator=2
        )
        colleges = [factories.CollegeFactory(instance=body, name=name) for name in ("Associations", "Habitants")]
        function = factories.MandateFunctionFactory(label="Siège du soir")
        with factories.together():
            for number in range(people):
                person = factories.PersonFactory(
                    last_name=f"Membre {number:02d}", first_name="Léa", email=f"membre{number:02d}@example.org"
                )
                factories.MandateFactory(instance=body, person=person, college=colleges[number % 2], function=function)
        session.flush()


def in_paris(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), PARIS)


# ---- What one does ---------------------------------------------------------------------------------------------------


def create_meeting(page: Page, title: str, start: dt.datetime, end: dt.datetime) -> str:
    """From the page of the body to the page of its new meeting; returns its address."""
    page.goto("/")
    page.get_by_role("link", name="Instances", exact=True).click()
    page.get_by_role("searchbox", name="Rechercher dans cette liste").fill(BODY)
    page.get_by_role("link", name=BODY, exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Nouvelle réunion", exact=True).first.click()
    page.get_by_label("Titre").fill(title)
    page.locator("#kind").select_option("plenary")
    page.get_by_label("Début").fill(f"{start:%Y-%m-%dT%H:%M}")
    page.get_by_label("Fin").fill(f"{end:%Y-%m-%dT%H:%M}")
    page.get_by_label("Lieu").fill("Mairie du 5e")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def convene(page: Page, count: int) -> None:
    """Freezes the list from the page of a meeting."""
    page.get_by_role("link", name="Convoquer", exact=True).first.click()
    page.get_by_role("button", name="Figer la liste").click()
    expect(page.locator(".note > p", has_text=f"La liste est figée : {count} personnes")).to_be_visible()


def send_convocation(page: Page, server: LiveServer, meeting: str, count: int) -> None:
    """Previews the convocation, sends it, and sees on its page that all have it once the worker has passed."""
    page.goto(meeting)
    page.get_by_role("link", name="Préparer la convocation").click()
    page.get_by_role("button", name=f"Envoyer à {count} adresses").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=f"Envoyer à {count} adresses").click()
    expect(page.get_by_role("status").first).to_contain_text("La convocation part")
    do_waiting_jobs(server.app)
    page.get_by_role("link", name="Actualiser").click()
    expect(page.get_by_role("main")).to_contain_text(f"Envoyé\u00a0: {count}")


def tap(page: Page, number: int, state: str) -> None:
    line_of(page, number).locator(f'[name=presence][value="{state}"]').click()


def line_of(page: Page, number: int) -> Locator:
    return page.locator(f'[data-line][data-name="Membre {number:02d} Léa"]')


def item_of(page: Page, title: str) -> Locator:
    return page.locator(".agenda__item").filter(has=page.get_by_role("heading", name=re.compile(re.escape(title))))


def add_item(page: Page, title: str, minutes: int) -> None:
    page.locator("#item-new-title").fill(title)
    page.locator("#item-new-minutes").fill(str(minutes))
    page.get_by_role("button", name="Ajouter à l’ordre du jour").click()
    expect(item_of(page, title)).to_have_count(1)


def write_notes(page: Page, title: str, text: str) -> None:
    item = item_of(page, title)
    item.locator("textarea[name=notes]").fill(text)
    expect(item.locator("[data-notes-state]")).to_have_text("Enregistré")


def add_decision(part: Locator, text: str, votes: tuple[int, int, int]) -> None:
    opened = part.locator("details[id^=add-decision]")
    if opened.get_attribute("open") is None:
        opened.locator("summary").click()
    opened.get_by_label("Décision").fill(text)
    for label, number in zip(("Pour", "Contre", "Abstentions"), votes, strict=True):
        opened.get_by_label(label).fill(str(number))
    opened.get_by_role("button", name="Enregistrer la décision").click()
    expect(part.locator(".outcomes")).to_contain_text([text])


def add_action(part: Locator, text: str, who: str, due: dt.date) -> None:
    opened = part.locator("details[id^=add-action]")
    if opened.get_attribute("open") is None:
        opened.locator("summary").click()
    opened.get_by_label("Ce qu’il faut faire").fill(text)
    opened.get_by_label("Par qui").fill(who)
    opened.get_by_label("Échéance").fill(due.isoformat())
    opened.get_by_role("button", name="Enregistrer l’action").click()
    expect(part.locator("[id^=action-]").filter(has_text=text).first).to_be_visible()


def take_paper(page: Page, meeting: str, kind: str, form: str) -> bytes:
    """The paper that one click makes: the page hands it over by itself."""
    page.goto(f"{meeting.partition('?')[0]}?tab=papers")
    with page.expect_download() as download:
        page.get_by_role("button", name=f"{form} – {kind}").click()
    return download.value.path().read_bytes()


# ---- What the page and the files say ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Figures:
    """All that is counted of a meeting, whoever says it; decisions with their votes, actions with their day."""

    people: dict[str, int]
    quorum: str
    decisions: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str], ...]


def figures_of_page(page: Page) -> Figures:
    """Of the page of a meeting."""
    part = page.locator("#attendance")
    words = part.locator(".attendance-counts li").all_inner_texts()
    counts = {name: _number(words, f"{label}\u00a0: ") for name, (label, _) in STATES.items()}
    assert part.locator(".attendance-counts__total strong").inner_text() == str(sum(counts.values()))
    decisions = [
        (_said(line, ".outcomes__text"), _said(line, ".outcomes__more"))
        for line in page.locator(".outcomes__line[id^=decision-]").all()
    ]
    actions = [
        (_said(line, ".outcomes__text"), _day_in(line.inner_text()))
        for line in page.locator("[data-part]:not([data-part=previous]) .outcomes__line[id^=action-]").all()
    ]
    said = page.locator("#apart .meeting__counts").inner_text()
    assert f"{len(decisions)} décisions, {len(actions)} actions." in said
    return Figures(
        people=counts,
        quorum=part.locator(".attendance-quorum").inner_text().strip(),
        decisions=tuple(sorted(decisions)),
        actions=tuple(sorted(actions)),
    )


def figures_of_word(content: bytes) -> Figures:
    """Of the compte rendu in Word."""
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    decisions = [
        (text.partition(": ")[2], after.partition(" – ")[2] if after.startswith("Vote") else "")
        for text, after in pairwise([*texts, ""])
        if text.startswith("Décision")
    ]
    actions = [(row.cells[0].text, row.cells[2].text) for row in document.tables[0].rows[1:]]
    return _figures(texts, decisions, actions)


def figures_of_excel(content: bytes) -> Figures:
    """Of the compte rendu in Excel; its lines of attendance are as many as its sentences say."""
    book = load_workbook(io.BytesIO(content))
    sheets = book.worksheets
    texts = [str(cell.value) for cell in sheets[0]["A"] if cell.value is not None]
    decided, to_do = (sheet.iter_rows(min_row=_UNDER_HEADERS, values_only=True) for sheet in sheets[2:4])
    decisions = [(str(row[1]), str(row[2] or "")) for row in decided if row[1]]
    actions = [(str(row[0]), f"{row[2]:%d/%m/%Y}") for row in to_do if row[0]]
    found = _figures(texts, decisions, actions)
    lines = [str(row[2]) for row in sheets[0].iter_rows(min_row=1, values_only=True)]
    assert {name: lines.count(label) for name, (label, _) in STATES.items()} == found.people
    return found


def agenda_of_excel(content: bytes) -> list[tuple[str, int]]:
    """The items of the compte rendu in Excel, with the minutes planned."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[1]
    return [(row[1], row[4]) for row in sheet.iter_rows(min_row=_UNDER_HEADERS, values_only=True) if row[1]]


def _said(line: Locator, part: str) -> str:
    return " ".join(line.locator(part).all_inner_texts()).strip()


def _day_in(text: str) -> str:
    found = re.search(r"\d{2}/\d{2}/\d{4}", text)
    return found[0] if found else ""


def _figures(texts: list[str], decisions: list[tuple[str, str]], actions: list[tuple[str, str]]) -> Figures:
    """A sentence « Présent·es (38) : … » a state, which names as many people as it counts, and that of the quorum."""
    counts = {}
    for name, (_, label) in STATES.items():
        sentence = next(text for text in texts if text.startswith(label))
        counts[name] = _number([sentence], f"{label} (") if "(" in sentence else 0
        people = re.sub(r" par Membre \d\d Léa", "", sentence)
        assert people.count("Membre ") == counts[name], sentence
    quorum = next(text for text in texts if text.startswith("Quorum"))
    return Figures(
        people=counts, quorum=quorum.strip(), decisions=tuple(sorted(decisions)), actions=tuple(sorted(actions))
    )


def _number(texts: list[str], start: str) -> int:
    found = [re.match(re.escape(start) + r"(\d+)", " ".join(text.split(" "))) for text in texts]
    return int(next(match for match in found if match is not None)[1])


def event_of(content: bytes) -> Any:
    """The one event of an invitation, which says its time zone."""
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    return event


def invitation_in(message: Any) -> bytes:
    """The .ics that a message carries."""
    found = [part for part in message.walk() if (part.get_filename() or "").endswith(".ics")]
    assert len(found) == 1, [part.get_content_type() for part in message.walk()]
    content: bytes = found[0].get_payload(decode=True)
    return content


def feed_of(page: Page, label: str) -> dict[str, Any]:
    """A new calendar of the reader, read back from its address: its events by their UID."""
    page.goto("/mes-calendriers/")
    page.get_by_label("Nom").fill(label)
    page.get_by_role("button", name="Créer l’adresse").click()
    address = page.get_by_label(re.compile("Adresse de")).input_value()
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.body()).walk("VEVENT")}
