"""Who is there already is offered, with what tells people apart, on every way to add someone; nobody is made twice."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from models.attendance import Attendance, Presence
from models.instances import MandateFunction
from models.journal import ChangeAction, JournalChange
from models.people import DuplicateCandidate, Mandate, Person
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post

TYPED = {"last_name": "Alves", "first_name": "Marie", "email": "m.alves@example.org", "phone": "06 39 98 00 01"}


@pytest.fixture
def body(session):
    found = make.InstanceFactory(name="Conseil Saint-Just", arrondissements=[5])
    session.commit()
    return found


@pytest.fixture
def marie(session, body):
    """Who sits in a body of the 5th; her record says no e-mail."""
    row = make.PersonFactory(
        last_name="ALVES", first_name="Marie", birth_year=1980, email=None, phone="04 72 00 00 00",
        arrondissement=body.arrondissements[0],
    )  # fmt: skip
    make.MandateFactory(person=row, instance=make.InstanceFactory(name="Conseil Ménival", arrondissements=[5]))
    session.commit()
    return row


def count(session, model=Person) -> int:
    session.rollback()
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def words(answer) -> str:
    return " ".join(document(answer).text_content().split())


def choice(answer, person) -> str:
    """What the page says beside the answer that is this person."""
    box = document(answer).xpath(f'//input[@name="namesake"][@value="{person.id}"]/ancestor::div[@class="answer"]')
    return " ".join(box[0].text_content().split())


def filled(body, **more):
    function = object_session(body).scalar(select(MandateFunction.id).where(MandateFunction.label == "Membre"))
    return TYPED | {"instance": str(body.id), "function": str(function), "start_on": "2026-11-01"} | more


def test_the_answer_says_age_bodies_and_arrondissement(client_as, session, body, marie):
    for address, typed in (("/personnes/add", TYPED), ("/personnes/enrol", filled(body))):
        asked = post(client_as("mission"), address, typed)
        assert asked.status_code == 422
        said = choice(asked, marie).replace("\u00a0", " ")
        assert "C’est elle : utiliser sa fiche – ALVES Marie" in said
        assert "40 à 59 ans – Conseil Ménival" in said
        assert body.arrondissements[0].name in said
        assert "1980" not in said
        assert document(asked).xpath('//a[@href="#namesake"]')
    assert count(session) == 1


def test_a_person_who_is_used_is_not_created_and_learns_what_her_record_did_not_say(client_as, session, marie):
    client = client_as("ref5")
    answer = post(client, "/personnes/add", TYPED | {"namesake": str(marie.id)})
    assert answer.headers["Location"].endswith(f"/personnes/show/{marie.id}")
    assert count(session) == 1
    row = session.scalars(select(Person)).one()
    assert (row.email, row.phone, row.last_name) == ("m.alves@example.org", "04 72 00 00 00", "ALVES")
    told = words(client.get(answer.headers["Location"]))
    assert "Personne n’a été créé" in told
    assert "06 39 98 00 01" in told
    assert session.scalars(select(DuplicateCandidate)).all() == []


def test_the_mandate_goes_to_the_record(client_as, session, body, marie):
    client = client_as("ref5")
    answer = post(client, "/personnes/enrol", filled(body, namesake=str(marie.id)))
    assert answer.status_code == 302, words(answer)
    assert count(session) == 1
    mandate = session.scalars(select(Mandate).where(Mandate.instance_id == body.id)).one()
    assert (mandate.person_id, mandate.person.email, mandate.rank) == (marie.id, "m.alves@example.org", 1)
    changes = session.scalars(
        select(JournalChange.action).where(JournalChange.model == "Person").order_by(JournalChange.id)
    )
    assert [*changes] == [ChangeAction.CREATE, ChangeAction.UPDATE]  # hers by the fixture, then what it did not say


def test_the_rules_of_a_mandate_are_asked_for_the_record_that_is_used(client_as, session, body, marie):
    typed = filled(body, namesake=str(marie.id))
    assert post(client_as("ref5"), "/personnes/enrol", typed).status_code == 302
    again = post(client_as("ref5"), "/personnes/enrol", typed)
    assert again.status_code == 422
    assert count(session, Mandate) == 2
    assert choice(again, marie)


def test_a_record_out_of_sight_is_neither_named_nor_used(client_as, session, body):
    far = make.PersonFactory(last_name="Alves", first_name="Marie", arrondissement=make.ArrondissementFactory(number=7))
    make.MandateFactory(person=far, instance=make.InstanceFactory(name="Conseil Gerland", arrondissements=[7]))
    session.commit()
    for address, typed in (("/personnes/add", TYPED), ("/personnes/enrol", filled(body, last_name="Alvés"))):
        before = count(session)
        answer = post(client_as("ref5"), address, typed | {"namesake": str(far.id)})
        if answer.status_code == 422:  # the one that the first form made is in sight
            assert "Gerland" not in words(answer)
            assert not document(answer).xpath(f'//input[@name="namesake"][@value="{far.id}"]')
        assert count(session) == before + (answer.status_code == 302)
    assert session.scalar(select(func.count(Mandate.id)).where(Mandate.person_id == far.id)) == 1


@pytest.fixture
def meeting(session, body):
    found = make.MeetingFactory(instance=body)
    session.commit()
    return found


def lines(session) -> list[tuple]:
    session.rollback()
    session.expire_all()
    rows = session.scalars(select(Attendance).order_by(Attendance.id))
    return [(row.person_id, row.visitor_name, row.presence) for row in rows]


@pytest.mark.parametrize("way", ["visitor", "add/guest"])
def test_who_came_by_name_is_asked_about_and_her_record_is_marked(client_as, session, meeting, marie, way):
    client = client_as("ref5")
    address = f"/presences/{meeting.id}/{way}"
    typed = {"name": "Marie  alves"} if way == "visitor" else {"visitor_name": "Marie  alves"}
    asked = post(client, address, typed)
    assert asked.status_code == 422
    assert "Conseil Ménival" in choice(asked, marie)
    assert lines(session) == []
    form = document(asked).xpath('//form[contains(@class, "form-page")]')[0]
    assert form.get("action") == address
    sent = {field.name: field.value or "" for field in form.xpath(".//input[@type!='radio'][@name]")}
    assert post(client, address, sent | typed | {"namesake": str(marie.id)}).status_code == 302
    presence = Presence.PRESENT if way == "visitor" else Presence.GUEST
    assert lines(session) == [(marie.id, None, presence)]
    assert count(session) == 1


def test_who_came_by_name_and_is_on_the_list_is_marked_there(client_as, session, meeting, marie):
    make.AttendanceFactory(meeting=meeting, person=marie, presence=Presence.EXPECTED, is_convened=True)
    session.commit()
    typed = {"name": "Alves Marie", "namesake": str(marie.id)}
    assert post(client_as("ref5"), f"/presences/{meeting.id}/visitor", typed).status_code == 302
    assert lines(session) == [(marie.id, None, Presence.PRESENT)]


def test_who_came_may_be_someone_else_and_is_asked_nothing_of_who_is_out_of_sight(client_as, session, meeting, marie):
    far = make.PersonFactory(last_name="Roux", first_name="Léo", arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    client = client_as("ref5")
    for typed in (
        {"name": "Marie Alves", "namesake": "new"},
        {"name": "Léo Roux"},
        {"name": "Léo Roux", "namesake": str(far.id)},
    ):
        assert post(client, f"/presences/{meeting.id}/visitor", typed).status_code == 302
    assert [line[:2] for line in lines(session)] == [(None, "Marie Alves"), (None, "Léo Roux"), (None, "Léo Roux")]
