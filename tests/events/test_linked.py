"""Who is registered by a workbook is linked to her record of the register, which then has her trainings."""

import io

import pytest
from lxml.html import fromstring
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.kernel.imports.run import plan
from mdo.kernel.scope.limits import Scope
from mdo.meetings.attendance import freeze, lines_of
from models.attendance import Presence
from models.base import utc_now
from models.events import EventRegistration, RegistrationWay
from tests.events.test_screens import link_called, page_at
from tests.events.test_told_right import of_tab, text_of
from tests.kernel.imports.sheets import workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import events as hold
from tests.support import factories as make
from tests.support.forms import post

pytestmark = ON_SQLITE
HEADS = ("Événement", "Nom et prénom", "Qualité", "Courriel", "Instance")


@pytest.fixture
def body(session):
    """A council with Ana Roux, whose address is known, and two members called Luc Bel."""
    row = make.InstanceFactory(name="Bellecour")
    members = (("Roux", "Ana", "ana@example.org"), ("Bel", "Luc", "luc@example.org"), ("Bel", "Luc", None))
    for last_name, first_name, email in members:
        person = make.PersonFactory(last_name=last_name, first_name=first_name, email=email, phone=None)
        make.MandateFactory(instance=row, person=person)
    hold.EventFactory(title="Accueil", course="Premiers pas")
    session.commit()
    return row


def sent(client, *rows):
    """The preview of a workbook of registrations."""
    page = page_at(client, "/import/registrations")
    (form,) = page.xpath("//main//form[.//input[@type='file']]")[:1]
    values = {**dict(form.form_values()), "file": (io.BytesIO(workbook(HEADS, *rows)), "inscriptions.xlsx")}
    at = post(client, form.get("action") or "/import/registrations", values, content_type="multipart/form-data")
    return client.get(at.location)


def apply(client, shown):
    """Sends the form that writes what a preview shows."""
    (form,) = fromstring(shown.text).xpath("//form[contains(@class, 'form-bar--top')]")
    assert post(client, form.get("action"), dict(form.form_values())).status_code == 303


def linked(session):
    """By the name as it was written, the address of the person who is linked, or True without one."""
    session.rollback()
    rows = session.scalars(select(EventRegistration).order_by(EventRegistration.id))
    return {row.name: row.person and (row.person.email or True) for row in rows}


def people_of(line):
    """Whom a planned line links."""
    return [write.values["person"] for write in line.writes if "person" in write.values]


def test_her_trainings_stand_on_her_page_and_she_is_not_among_those_to_invite(session, client_as, body) -> None:
    client = client_as("mission")
    shown = sent(client, ("Accueil", "Ana Roux", "habitante", "ana@example.org", None))
    apply(client, shown)
    session.rollback()
    (row,) = session.scalars(select(EventRegistration))
    assert (row.way, row.person.email) == (RegistrationWay.WORKBOOK, "ana@example.org")
    meeting = hold.session_of(row.event, -1)
    freeze(session, meeting, TODAY, now=utc_now())
    lines_of(session, meeting)[0].presence = Presence.PRESENT
    person_id = row.person.id
    session.commit()
    page = page_at(client, f"/personnes/show/{person_id}")
    assert "Accueil" in text_of(of_tab(client, page, "Formations suivies"))
    never = text_of(page_at(client, f"/evenements/jamais-suivi?course=Premiers+pas&body={body.id}"))
    assert "Bel Luc" in never or "Luc Bel" in never
    assert "Roux" not in never


# What a line says of a person, whom it is linked to without a word, and whether it is asked.
_SAID = {
    "her address": (("Ana Roux", "ana@example.org", None), "ana@example.org", False),
    "her name alone, turned": (("ROUX Ana", None, None), "ana@example.org", False),
    "her name, her council": (("Ana Roux", "autre@example.org", "Bellecour"), "ana@example.org", False),
    "her name, another address": (("Ana Roux", "autre@example.org", None), None, True),
    "one of two by the address": (("Luc Bel", "luc@example.org", None), "luc@example.org", False),
    "one of two by the name": (("Luc Bel", None, None), None, True),
    "nobody": (("Zoé Inconnue", None, None), None, False),
}


@pytest.mark.parametrize("case", _SAID)
def test_a_doubt_is_asked_and_nothing_else(session, body, case) -> None:
    (name, email, council), person, is_asked = _SAID[case]
    made = plan(session, "registrations",
                workbook(HEADS, ("Accueil", name, "habitante", email, council)), today=TODAY)  # fmt: skip
    (line,) = made.lines
    found = people_of(line)
    assert ([one.email for one in found], bool(line.questions)) == ([person] if person else [], is_asked)


def test_who_is_asked_about_is_linked_as_was_answered(session, client_as, body) -> None:
    client = client_as("mission")
    shown = sent(client, ("Accueil", "Luc Bel", "habitant", None, None))
    assert "inscription sous son seul nom" in shown.text
    page = fromstring(shown.text)
    (form,) = page.xpath("//form[@id='cells']")
    (chosen,) = [
        radio for radio in page.xpath("//input[@type='radio'][@form='cells']")
        if "luc@example.org" in radio.getparent().text_content()
    ]  # fmt: skip
    said = {**dict(form.form_values()), chosen.get("name"): chosen.get("value")}
    (button,) = page.xpath("//section[@id='questions']//button[@form='cells']/@formaction")[:1]
    answered = post(client, button, said)
    apply(client, client.get(answered.location))
    assert linked(session) == {"Luc Bel": "luc@example.org"}


def test_a_person_is_registered_once_however_she_is_written(session, body) -> None:
    event = hold.EventFactory(title="Suite")
    person = make.PersonFactory(last_name="Noir", first_name="Eva")
    row = hold.EventRegistrationFactory(event=event, person=person, name="Mme Noir")
    session.commit()
    made = plan(session, "registrations", workbook(HEADS, ("Suite", "Eva Noir", "habitante", None, None)), today=TODAY)
    (line,) = made.lines
    assert ([write.target.row for write in line.writes] or [row], line.errors) == ([row], [])
    assert not [change for change in line.changes if change.after == "Eva Noir"]


def test_a_referent_links_whom_she_sees(session, as_reader) -> None:
    here, elsewhere = (make.ArrondissementFactory(number=number) for number in (5, 7))
    person = make.PersonFactory(last_name="Noir", first_name="Eva", email="eva@example.org", arrondissement=here)
    hold.EventFactory(title="Accueil")
    user, person_id = make.UserFactory(), person.id
    session.commit()
    file = workbook(HEADS, ("Accueil", "Eva Noir", "habitante", "eva@example.org", None))
    for place, expected in ((here, [person_id]), (elsewhere, [])):
        reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})))
        (line,) = plan(reader, "registrations", file, today=TODAY).lines
        assert line.questions == []
        assert [one.id for one in people_of(line)] == expected


def test_the_model_says_that_the_name_is_needed_and_nothing_else(client_as) -> None:
    client = client_as("mission")
    page = page_at(client, "/import/registrations")
    book = load_workbook(io.BytesIO(client.get(link_called(page, "Classeur modèle")).data))
    (help_of,) = [
        row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)
        if row[0] == "Nom et prénom" and "obligatoire" in row
    ]  # fmt: skip
    assert not [cell for cell in help_of if "vide" in str(cell)]
