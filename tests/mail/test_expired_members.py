"""A body whose mandates all expired is convened and written to: who sat last is proposed, told so, never unseen."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.meetings.attendance import convened_on
from mdo.meetings.attendance_sheet import sign_in_workbook
from mdo.meetings.convening import convene_by_word
from mdo.meetings.document_values import values_of
from mdo.people.sitting import sitting
from models.attendance import Attendance
from models.documents import PaperKind
from models.meetings import Meeting, MeetingState
from models.people import EndReason, Mandate
from tests.base.pages import document
from tests.documents.rows import SPEECH
from tests.documents.rows import meeting as meeting_of
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import hidden_value, post

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
LAST = dt.date(2026, 6, 30)


@pytest.fixture
def body(session):
    """A body of the 5th whose term of three years is over."""
    found = make.InstanceFactory(name="Conseil citoyen Mermoz", arrondissements=[5])
    for name in ("Alpha", "Bravo"):
        sat(found, name)
    session.commit()
    return found


def sat(body, name, start=dt.date(2023, 7, 1), end=LAST, **values):
    person = make.PersonFactory(
        last_name=name, first_name="Zoé", email=f"{name.lower()}@example.org", address="1 quai", city="Lyon"
    )
    return make.MandateFactory(instance=body, person=person, start_on=start, planned_end_on=end, **values)


def names(session, body, day=TODAY) -> tuple[list[str], bool]:
    found = sitting(session, select(Mandate), body.id, day)
    return sorted(mandate.person.last_name for mandate in found.mandates), found.are_expired


@pytest.mark.parametrize(
    ("more", "day", "expected"),
    [
        ({}, TODAY, (["Alpha", "Bravo"], True)),
        ({}, LAST, (["Alpha", "Bravo"], False)),
        ({}, LAST + DAY, (["Alpha", "Bravo"], True)),
        ({"start": LAST + DAY, "end": None}, TODAY, (["Other"], False)),  # one who sits is enough
        ({"start": TODAY + DAY, "end": None}, TODAY, (["Alpha", "Bravo"], True)),
        (
            {"ended_on": LAST, "end_reason": EndReason.RESIGNATION},
            TODAY,
            (["Alpha", "Bravo"], True),
        ),  # left
        (
            {"start": dt.date(2020, 7, 1), "end": dt.date(2023, 6, 30)},
            TODAY,
            (["Alpha", "Bravo"], True),
        ),
        ({"start": dt.date(2020, 7, 1), "end": dt.date(2023, 7, 1)}, TODAY, (["Alpha", "Bravo", "Other"], True)),
    ],
)
def test_who_sits_and_who_sat_last(session, body, more, day, expected):
    if more:
        sat(body, "Other", **more)
        session.commit()
    assert names(session, body, day) == expected


def test_a_body_that_nobody_ever_sat_in_has_nobody(session):
    assert names(session, make.InstanceFactory()) == ([], False)


def test_they_are_proposed_on_the_page_of_convening_with_the_way_to_renew(session, client_as, body):
    row = make.MeetingFactory(instance=body)
    session.commit()
    client = client_as("ref5")
    page = document(client.get(f"/presences/{row.id}/convene"))
    marks = page.xpath('//tr[.//input[@name="holder"]]//span[contains(@class, "pill--danger")]/text()')
    assert marks == ["mandat échu", "mandat échu"]
    text = " ".join(page.text_content().split()).replace("\u00a0", " ")
    assert "Plus aucun mandat de cette instance n’est en cours" in text
    form = page.xpath('//form[input[@name="action"][@value="renew"]]')[0]
    sent = [(field.name, field.value) for field in form.xpath(".//input")]
    assert sorted(value for name, value in sent if name == "rowid") == [str(held.id) for held in body_mandates(session)]
    assert "Renouveler les 2 mandats" in form.text_content()
    renewal = post(client, form.get("action"), {"action": "renew", "rowid": [v for n, v in sent if n == "rowid"]})
    assert renewal.status_code == 200
    assert "Alpha" in renewal.get_data(as_text=True)
    ticked = page.xpath('//input[@name="holder"]/@value')
    assert post(client, f"/presences/{row.id}/convene", {"on": "2026-11-24", "holder": ticked}).status_code == 302
    session.rollback()
    assert session.scalars(select(Attendance.is_convened)).all() == [True, True]
    listed = document(client.get(f"/presences/{row.id}"))
    assert "2 mandats sont échus" in listed.text_content().replace("\u00a0", " ")


def body_mandates(session):
    return session.scalars(select(Mandate).order_by(Mandate.id)).all()


def test_nobody_is_convened_unseen(session, body):
    """The step alone is written by a word; the list waits for the page that names them."""
    row = meeting_of(session, body)
    convene_by_word(session, row, now=NOW, user_id=None, today=TODAY)
    session.commit()
    assert (row.state, row.attendances, row.convened_at) == (MeetingState.CONVENED, [], None)
    assert len(convened_on(session, row, TODAY)) == 2


def test_a_message_names_them_and_convenes_them(session, client_as, mail_on, jobs, body):
    row = meeting_of(session, body)
    session.commit()
    client, pk = client_as("ref5"), row.id
    page = client.get(f"/courrier/convocation/{pk}")
    text = " ".join(document(page).text_content().split()).replace("\u00a0", " ")
    assert "Mandat échu : Alpha Zoé, Bravo Zoé." in text
    assert "alpha@example.org (mandat échu)" in text
    known = hidden_value(page, "known")
    assert (
        post(client, f"/courrier/envoi/{pk}", {"known": known, "subject": "Venez", "text": "Bonjour"}).status_code
        == 303
    )
    session.rollback()
    assert len(session.get_one(Meeting, pk).attendances) == 2


def test_they_are_written_to_by_mail_and_by_labels(session, client_as, body):
    client = client_as("ref5")
    page = document(client.get(f"/courrier/instance/{body.id}"))
    assert page.xpath('//textarea[@id="emails"]/text()') == ["alpha@example.org; bravo@example.org"]
    text = " ".join(page.text_content().split()).replace("\u00a0", " ")
    assert "Mandat échu : Alpha Zoé, Bravo Zoé." in text
    assert page.xpath('//form[input[@name="action"][@value="renew"]]')
    form = page.xpath('//form[contains(@action, "/membres/labels")]')[0]
    ids = form.xpath('.//input[@name="mandate"]/@value')
    assert post(client, form.get("action"), {"mandate": ids}).status_code == 200
    for name in ("label-list", "merge"):
        (action,) = page.xpath(f'//form[contains(@action, "/membres/{name}")]/@action')
        told = cells_of(post(client, action, {"mandate": ids}).get_data())
        assert (told.count("mandat échu"), "Mandat" in told) == (2, True), name


def cells_of(content: bytes) -> list:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row]


def test_who_reads_alone_is_told_who_renews(session, client_as, body):
    row = make.MeetingFactory(instance=body)
    held = body_mandates(session)[0]
    make.AttendanceFactory(meeting=row, person=held.person, mandate=held)
    session.commit()
    page = document(client_as("direction").get(f"/presences/{row.id}"))
    assert "peut les renouveler" in page.text_content()
    assert not page.xpath('//form[input[@name="action"][@value="renew"]]')


def test_the_sign_in_sheet_says_it(session, body):
    row = meeting_of(session, body)

    def said():
        sheet = values_of(PaperKind.SIGN_IN_SHEET, session, row, TODAY, SPEECH)
        book = cells_of(sign_in_workbook(session, row, SPEECH))
        return str(sheet).count("expired mandate"), " ".join(book).count("expired mandate")

    assert said() == (2, 2)
    for held in body_mandates(session):
        make.AttendanceFactory(meeting=row, person=held.person, mandate=held)
    row.convened_at = NOW
    session.commit()
    assert said() == (2, 2)  # a list that is settled says it too
