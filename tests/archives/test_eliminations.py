"""Sign-in sheets of a year ago wait for a visa; with it they are destroyed, and nothing is found but numbers."""

import datetime as dt
import json

import pytest
from lxml import html
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mdo.archives.sheets import destroy, due_clause, first_day
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import undo
from mdo.meetings.assiduity import of_body
from models.archives import SheetElimination, SignInSheet
from models.attendance import Attendance, Presence
from models.base import metadata, utc_now
from models.documents import Document, DocumentKind
from models.journal import ERASED, Door, JournalChange, JournalEntry
from models.meetings import MeetingState
from tests.support import TODAY
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support.application import account
from tests.support.forms import post
from tests.support.prepared import prepared

LIST = "/eliminations/list/"
NAME, VISITOR = "Quetzalcoatl", "Xiuhtecuhtli"
VISA = {"bordereau": "2026-07", "visa_number": "AD69-2026-112", "visa_on": "2026-11-20"}


def evening(day):
    return dt.datetime.combine(day, dt.time(18), dt.UTC)


@prepared
def meeting(session):
    """Held thirteen months ago: a member who came, one who did not, a visitor, and the sheet as a file."""
    body = make.InstanceFactory(name="Conseil de Gerland", arrondissements=[5])
    start = evening(dt.date(2025, 10, 20))
    row = make.MeetingFactory(
        instance=body, title="Plénière", start_at=start, end_at=start + dt.timedelta(hours=2), state=MeetingState.HELD
    )
    member = make.PersonFactory(last_name=NAME)
    mandate = make.MandateFactory(instance=body, person=member, start_on=dt.date(2025, 1, 1))
    values = {"meeting": row, "is_convened": True}
    came = make.AttendanceFactory(
        **values, person=member, mandate=mandate, presence=Presence.PRESENT, note="en fauteuil"
    )
    make.AttendanceFactory(**values, presence=Presence.REPRESENTED, represented_by=came)
    make.AttendanceFactory(
        meeting=row, person=None, visitor_name=VISITOR, presence=Presence.GUEST, is_convened=False, quality="Voisine"
    )
    papers.MeetingDocumentFactory(meeting=row, kind=DocumentKind.SIGN_IN_SHEET, title="Feuille")
    papers.MeetingDocumentFactory(meeting=row, kind=DocumentKind.ATTACHMENT, title="Feuille signée", file_name="s.pdf")
    papers.MeetingDocumentFactory(meeting=row, kind=DocumentKind.MINUTES, title="Compte rendu")
    session.commit()
    return row


def text_of(answer):
    return answer.get_data(as_text=True).replace("\u202f", " ").replace("\xa0", " ")


def pressed(client, page, words, **more):
    """Sends the form of a page that has this button."""
    for form in html.fromstring(page).forms:
        buttons = [button for button in form.iter("button") if words in button.text_content()]
        if buttons and form.get("method") == "post":
            data = {}
            for name, value in form.form_values():
                data.setdefault(name, []).append(value)
            data.pop("csrf_token", None)
            sent = {name: more.pop(name, values) for name, values in data.items()}
            if buttons[0].get("name"):
                sent[buttons[0].get("name")] = buttons[0].get("value")
            return post(client, form.action, {**sent, **more}, follow_redirects=True)
    raise AssertionError(words)


def link_of(page, words):
    return next(link.get("href") for link in html.fromstring(page).iter("a") if words in link.text_content())


def test_the_first_page_of_who_records_visas_leads_to_the_sheets_that_wait(client_as, session, meeting):
    for who in ("admin", "dpo"):
        client = client_as(who)
        address = link_of(text_of(client.get("/")), "1 feuille d’émargement attend son visa")
        assert "Plénière" in text_of(client.get(address))
    assert "attend son visa" not in text_of(client_as("direction").get("/"))


def test_without_a_visa_the_sheet_of_thirteen_months_ago_is_there_and_says_so(client_as, session, meeting):
    client = client_as("dpo")
    page = text_of(client.get(LIST))
    assert "À éliminer, visa attendu" in page
    assert "Plénière" not in text_of(client.get(f"{LIST}?q=introuvable"))
    answer = post(client, "/eliminations/destroy", {"rowid": [meeting.id]}, follow_redirects=True)
    assert "visa attendu : Plénière" in text_of(answer)
    session.rollback()
    assert session.scalar(select(Attendance.note).where(Attendance.note.is_not(None))) == "en fauteuil"
    assert len(session.scalars(select(Document)).all()) == 3
    shown = text_of(client.get(link_of(page, "Plénière")))
    assert "Détruire" not in html.fromstring(shown).find_class("page-head")[0].text_content()


def recorded(client, page):
    """From the page of the sheet, the visa is written; returns that page again."""
    asked = text_of(client.get(link_of(page, "Enregistrer le visa")))
    answer = pressed(client, asked, "Enregistrer le visa", **VISA)
    assert "Visa enregistré : 1 feuille" in text_of(answer)
    return text_of(client.get(link_of(text_of(answer), "Plénière")))


def everything_stored(session):
    """All that the database holds, as text: tables, search, journal."""
    return json.dumps(
        [[list(map(str, row)) for row in session.execute(select(table)).all()] for table in metadata.sorted_tables],
        ensure_ascii=False,
    )


@pytest.mark.parametrize("who", ["dpo", pytest.param("admin", marks=pytest.mark.slow)])
def test_with_a_visa_a_person_destroys_it_and_the_page_says_what_when_by_whom(client_as, session, meeting, who):
    """A line that was deleted and put back once has left its name in the journal too."""
    line = make.AttendanceFactory(meeting=meeting, person=None, visitor_name=f"{VISITOR} fils")
    session.commit()
    session.delete(line)
    session.commit()
    before = of_body(session, meeting.instance_id, None, None)
    client = client_as(who)
    page = recorded(client, text_of(client.get(link_of(text_of(client.get(LIST)), "Plénière"))))
    asked = text_of(client.get(link_of(page, "Détruire")))
    assert "visa AD69-2026-112 du 20/11/2026" in asked
    signed = session.scalars(select(Document.id).filter_by(title="Feuille signée")).one()
    answer = text_of(pressed(client, asked, "Détruire", file=[str(signed)]))
    assert "1 feuille détruite" in answer
    session.rollback()
    session.expire_all()
    said = text_of(client.get(link_of(answer, "Plénière")))
    record = session.scalars(select(SheetElimination)).one()
    assert (record.destroyed_lines, record.destroyed_files) == (3, 2)
    for words in ("AD69-2026-112", "2026-07", record.destroyed_by_name, "Détruite"):
        assert words in said
    assert [row.title for row in session.scalars(select(Document))] == ["Compte rendu"]
    assert of_body(session, meeting.instance_id, None, None) == before
    stored = everything_stored(session)
    assert VISITOR not in stored
    assert "en fauteuil" not in stored
    people = [row for row in session.scalars(select(Attendance)) if row.person_id or row.mandate_id or row.quality]
    assert people == []
    assert {row.label for row in session.scalars(select(JournalChange).filter_by(model="Attendance"))} == {ERASED}


def test_who_destroys_reads_it_in_the_journal_which_says_what_it_does_not_show(client_as, session, meeting):
    client = client_as("dpo")
    assert "rien des autres" in text_of(client.get("/journal/list/"))
    assert "Aucune opération sur ce que vos écrans montrent" in text_of(client.get("/journal/list/"))
    page = recorded(client, text_of(client.get(link_of(text_of(client.get(LIST)), "Plénière"))))
    pressed(client, text_of(client.get(link_of(page, "Détruire"))), "Détruire")
    for words in ("Visa AD69-2026-112", "Élimination de feuilles d’émargement"):
        rows = html.fromstring(text_of(client.get("/journal/list/"))).iter("tr")
        (row,) = [row for row in rows if words in row.text_content()]
        assert words in text_of(client.get(next(row.iter("a")).get("href")))


@pytest.fixture
def destroyed(session, meeting):
    """With its visa, by the program."""
    session.add(SheetElimination(meeting_id=meeting.id, bordereau="1", visa_number="2", visa_on=TODAY))
    session.commit()
    destroy(session, [meeting.id], TODAY, utc_now())
    session.commit()
    return meeting


def test_nothing_takes_a_destruction_back(client_as, session, destroyed):
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    with pytest.raises(RuleViolation, match="Neither a visa nor the destruction"):
        undo(session, entry, TODAY)
    session.rollback()
    client = client_as("dpo")
    for action in ("destroy", "withdraw"):
        data = {"action": action, "rowid": [destroyed.id], "confirmed": "1"}
        answer = post(client, "/eliminations/bulk", data, follow_redirects=True)
        assert "déjà été détruite" in text_of(answer)
    client = client_as("mission")
    assert "/supprimes/show/" not in text_of(client.get("/supprimes/list/"))


def test_the_page_of_the_meeting_says_it_and_names_nobody_again(client_as, session, destroyed):
    account("ref5")
    client = client_as("ref5")
    page = text_of(client.get(f"/presences/{destroyed.id}"))
    assert "sous le visa 2" in page
    assert NAME not in page
    answer = client.get(f"/presences/{destroyed.id}/add/guest", follow_redirects=True)
    assert "plus personne n’y est nommé" in text_of(answer)
    answer = post(
        client, f"/documents/make/{destroyed.id}", {"kind": "sign_in_sheet", "format": "docx"}, follow_redirects=True
    )
    assert "plus personne n’y est nommé" in text_of(answer)


@pytest.mark.parametrize(
    ("held_on", "is_due"),
    [(dt.date(2025, 11, 24), True), (dt.date(2025, 11, 25), False), (dt.date(2026, 11, 1), False)],
)
def test_a_sheet_is_due_a_year_after_its_meeting(session, held_on, is_due):
    start = evening(held_on)
    row = make.MeetingFactory(title="Atelier", start_at=start, end_at=start + dt.timedelta(hours=2))
    make.AttendanceFactory(meeting=row)
    session.commit()
    due = session.scalars(select(SignInSheet.title).where(due_clause(TODAY))).all()
    assert (due == ["Atelier"]) is is_due
    if not is_due:
        session.add(SheetElimination(meeting_id=row.id, bordereau="1", visa_number="2", visa_on=TODAY))
        session.commit()
        with pytest.raises(RuleViolation, match="Not a year old"):
            destroy(session, [row.id], TODAY, utc_now())


def test_a_meeting_without_a_sheet_is_not_listed(client_as, session):
    start = evening(dt.date(2025, 1, 7))
    make.MeetingFactory(title="Sans feuille", start_at=start, end_at=start + dt.timedelta(hours=1))
    session.commit()
    assert "Sans feuille" not in text_of(client_as("dpo").get(LIST))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("bordereau", " ", "Remplissez ce champ"),
        ("visa_number", "", "Remplissez ce champ"),
        ("visa_on", "", "Remplissez ce champ"),
        ("visa_on", "2099-11-25", "n’est pas encore venu"),
        ("visa_on", "31/02/2026", "24/11/2026"),
    ],
)
def test_a_visa_lacks_nothing_and_loses_nothing_typed(client_as, session, meeting, field, value, words):
    client = client_as("dpo")
    data = {**VISA, "rowid": [meeting.id], field: value}
    answer = post(client, "/eliminations/visa", data)
    assert answer.status_code == 422
    assert words in text_of(answer)
    kept = "AD69-2026-112" if field != "visa_number" else "2026-07"
    assert kept in text_of(answer)
    assert session.scalars(select(SheetElimination)).all() == []


@pytest.mark.parametrize(
    ("given_on", "is_refused"),
    [("2025-10-10", True), ("2026-10-19", True), ("2026-10-20", False), ("2026-11-24", False)],
)
def test_a_visa_is_given_on_a_sheet_that_is_a_year_old(client_as, session, meeting, given_on, is_refused):
    client = client_as("dpo")
    asked = text_of(client.get(link_of(text_of(client.get(LIST)), "Plénière")))
    asked = text_of(client.get(link_of(asked, "Enregistrer le visa")))
    answer = text_of(pressed(client, asked, "Enregistrer le visa", **{**VISA, "visa_on": given_on}))
    assert ("au plus tôt du 20/10/2026" in answer) is is_refused
    assert ("AD69-2026-112" in answer) is is_refused or "Visa enregistré" in answer
    assert bool(session.scalars(select(SheetElimination)).all()) is not is_refused


def test_a_visa_of_before_opens_no_destruction(client_as, session, meeting):
    """Kept by an earlier version, or the meeting was moved since."""
    early = dt.date(2026, 10, 19)
    session.add(SheetElimination(meeting_id=meeting.id, bordereau="1", visa_number="2", visa_on=early))
    session.commit()
    answer = post(client_as("dpo"), "/eliminations/destroy", {"rowid": [meeting.id]}, follow_redirects=True)
    assert "au plus tôt du 20/10/2026" in text_of(answer)
    assert session.scalar(select(SheetElimination.destroyed_at)) is None


@pytest.mark.parametrize(
    ("held_on", "first"),
    [
        (dt.date(2025, 11, 10), dt.date(2026, 11, 10)),
        (dt.date(2024, 2, 28), dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), dt.date(2025, 3, 1)),
    ],
)
def test_the_first_day_of_a_visa(session, held_on, first):
    start = evening(held_on)
    row = make.MeetingFactory(title="Atelier", start_at=start, end_at=start + dt.timedelta(hours=2))
    assert first_day(row) == first
    make.AttendanceFactory(meeting=row)
    session.commit()
    for day, is_due in ((first - dt.timedelta(days=1), False), (first, True)):
        assert bool(session.scalars(select(SignInSheet.id).where(due_clause(day))).all()) is is_due


def test_the_list_says_when_it_began_and_a_day_in_the_title_once(client_as, session, meeting):
    meeting.title = "Plénière du 20/10/2025"
    session.commit()
    client = client_as("dpo")
    page = text_of(client.get(LIST))
    words = " ".join(page.split())
    assert "20/10/2025 20 h 00" in words  # 18 h UTC; it ended at 22 h
    assert "22 h" not in words
    asked = text_of(client.get(f"/eliminations/visa?rowid={meeting.id}"))
    assert asked.count("20/10/2025") == 1


def test_a_visa_recorded_by_mistake_is_corrected_then_withdrawn(client_as, session, meeting):
    client = client_as("dpo")
    for number in ("1", "2"):
        post(client, "/eliminations/visa", {**VISA, "rowid": [meeting.id], "visa_number": number})
    session.rollback()
    assert [row.visa_number for row in session.scalars(select(SheetElimination))] == ["2"]
    asked = post(client, "/eliminations/bulk", {"action": "withdraw", "rowid": [meeting.id]})
    pressed(client, text_of(asked), "Retirer le visa")
    session.rollback()
    assert session.scalars(select(SheetElimination)).all() == []


@pytest.mark.parametrize(("who", "status"), [("mission", 403), ("ref5", 403), ("direction", 403)])
def test_others_neither_record_nor_destroy(client_as, session, meeting, who, status):
    client = client_as(who)
    for address in ("/eliminations/visa", "/eliminations/destroy"):
        assert post(client, address, {**VISA, "rowid": [meeting.id]}).status_code == status


def test_the_head_of_the_mission_reads_the_list(client_as, session, meeting):
    client = client_as("responsable")
    assert "visa attendu" in text_of(client.get(LIST))
    assert post(client, "/eliminations/visa", {**VISA, "rowid": [meeting.id]}).status_code == 403
    assert client.get("/eliminations/export").status_code == 200


def test_the_database_holds_no_destruction_without_its_visa(session, meeting):
    session.add(SheetElimination(meeting_id=meeting.id, bordereau="1", visa_number="", visa_on=TODAY))
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()


def test_a_line_that_was_put_back_left_its_name_in_no_summary(session, meeting):
    entry = make.JournalEntryFactory(door=Door.RESTORE, summary=VISITOR)
    line = session.scalars(select(Attendance).where(Attendance.visitor_name == VISITOR)).one()
    change = session.scalars(select(JournalChange).filter_by(model="Attendance", row_id=line.id)).one()
    change.entry_id = entry.id
    session.add(SheetElimination(meeting_id=meeting.id, bordereau="1", visa_number="2", visa_on=TODAY))
    session.commit()
    destroy(session, [meeting.id], TODAY, utc_now())
    session.commit()
    assert VISITOR.lower() not in everything_stored(session).lower()
