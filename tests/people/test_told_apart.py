"""People of one name are told apart where an act names them, and one who is there already is asked about once."""

import pytest
from lxml.html import document_fromstring
from sqlalchemy import select

from models.people import DuplicateCandidate, DuplicateState, Person
from tests.support import factories as make
from tests.support.forms import post

NEW = {"last_name": "Alves", "first_name": "Marie"}


@pytest.fixture
def three(session):
    rows = [make.PersonFactory(last_name="Alves", first_name=first) for first in ("Marie", "Marie", None)]
    session.commit()
    return rows


def page_of(client, address):
    return document_fromstring(client.get(address).get_data(as_text=True))


def test_the_lines_of_a_list_and_what_acts_on_them_bear_different_names(client_as, three):
    page = page_of(client_as("mission"), "/personnes/list/?q=alves")
    names = {
        link.get("aria-labelledby"): " ".join(
            page.get_element_by_id(part).text_content().strip() for part in link.get("aria-labelledby").split()
        )
        for link in page.xpath("//*[@aria-labelledby][ancestor::tbody]")
    }
    first, second, _ = three
    assert {name for name in names.values() if name.startswith("Supprimer")} == {
        f"Supprimer Alves Marie (n°\xa0{first.id})", f"Supprimer Alves Marie (n°\xa0{second.id})", "Supprimer Alves",
    }  # fmt: skip
    assert len(set(names.values())) == len(names) == 9


def test_a_deletion_says_which_of_them(client_as, three):
    client = client_as("mission")
    first, _, third = three
    question = page_of(client, f"/personnes/delete/{first.id}").text_content()
    assert f"Supprimer « Alves Marie (n°\xa0{first.id}) »" in question.replace("«\xa0", "« ").replace("\xa0»", " »")
    answer = post(client, f"/personnes/delete/{first.id}", follow_redirects=True)
    assert f"Alves Marie (n°\xa0{first.id})" in answer.get_data(as_text=True)
    assert f"(n°\xa0{third.id})" not in page_of(client, f"/personnes/delete/{third.id}").text_content()


def test_the_sheet_of_a_meeting_tells_them_apart(client_as, session, three):
    meeting = make.MeetingFactory()
    for person in three[:2]:
        make.AttendanceFactory(meeting=meeting, person=person, mandate=None)
    page = page_of(client_as("mission"), f"/presences/{meeting.id}")
    removals = {link.get("aria-label") for link in page.xpath('//a[contains(@href, "/remove/")]')}
    assert removals == {f"Retirer Alves Marie (n°\xa0{person.id}) de la liste" for person in three[:2]}


@pytest.mark.parametrize("address", ["/personnes/add", "/personnes/enrol"])
def test_one_who_is_there_already_is_asked_about_and_then_not_again(client_as, session, address):
    there = make.PersonFactory(**NEW)
    body, function = make.InstanceFactory(), make.MandateFunctionFactory()
    mandate = {"instance": str(body.id), "function": str(function.id)} if address.endswith("enrol") else {}
    client = client_as("mission")
    asked = post(client, address, NEW | mandate)
    page = document_fromstring(asked.get_data(as_text=True))
    assert asked.status_code == 422
    assert page.xpath(f'//a[contains(@href, "/personnes/show/{there.id}")]')
    assert page.xpath('//input[@name="namesake"]')
    assert post(client, address, NEW | mandate | {"namesake": "new"}).status_code in {302, 303}
    session.rollback()
    created = session.scalars(select(Person).where(Person.id != there.id)).one()
    assert session.scalars(select(DuplicateCandidate.state)).all() == [DuplicateState.DISTINCT]
    created.city = "Lyon"
    session.commit()
    post(client, f"/personnes/edit/{created.id}", {"last_name": "Alves", "first_name": "Marie"})
    session.rollback()
    assert session.scalars(select(DuplicateCandidate.state)).all() == [DuplicateState.DISTINCT]


def test_one_out_of_sight_is_not_told_and_waits_for_the_mission(client_as, session):
    make.PersonFactory(**NEW, arrondissement=make.ArrondissementFactory(number=7))
    assert post(client_as("ref5"), "/personnes/add", NEW).status_code in {302, 303}
    session.rollback()
    assert session.scalars(select(DuplicateCandidate.state)).all() == [DuplicateState.OPEN]


def test_a_form_without_a_look_alike_asks_nothing(client_as, three):
    client = client_as("mission")
    for address in ("/personnes/add", f"/personnes/edit/{three[0].id}"):
        assert "namesake" not in client.get(address).get_data(as_text=True)


def test_the_deletion_of_a_mandate_names_the_mandate(client_as, session):
    """By the person's name alone, one would take it for the person."""
    body = make.InstanceFactory(name="Conseil des Roches", arrondissements=[5])
    person = make.PersonFactory(last_name="Bourrat", first_name="Luc")
    row = make.MandateFactory(instance=body, person=person, function=make.MandateFunctionFactory(label="Vigie"))
    session.commit()
    client, whole = client_as("mission"), "Bourrat Luc – Mandat – Vigie – Conseil des Roches"
    assert f"« {whole} »" in page_of(client, f"/mandats/delete/{row.id}").text_content().replace("\xa0", " ")
    shown = page_of(client, f"/mandats/show/{row.id}").xpath("//a[@data-delete]/@data-delete")
    assert [f"« {whole} »" in question.replace("\xa0", " ") for question in shown] == [True]
    listed = page_of(client, "/mandats/list/?q=bourrat")
    places = [place for place, head in enumerate(listed.xpath("//thead//th")) if "data-names" in head.attrib]
    cells = listed.xpath("//tbody/tr/*")
    assert [cells[place].text_content() for place in places] == ["Conseil des Roches", "Vigie"]  # the dialog adds them
    answer = post(client, f"/mandats/delete/{row.id}", follow_redirects=True)
    assert f"Supprimé : {whole}." in " ".join(answer.get_data(as_text=True).split()).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("reader", "lives_in", "elsewhere", "goes"),
    [
        ("ref5", None, False, True),
        ("ref5", 5, False, False),
        ("ref5", 3, False, True),
        ("ref5", 5, True, True),  # her other mandate, in the 3rd, places her there alone
        ("mission", None, False, False),
    ],
)
def test_it_says_when_the_person_goes_out_of_sight_with_it(client_as, session, reader, lives_in, elsewhere, goes):
    home = make.ArrondissementFactory(number=lives_in) if lives_in else None
    person = make.PersonFactory(last_name="Bourrat", arrondissement=home)
    row = make.MandateFactory(instance=make.InstanceFactory(arrondissements=[5]), person=person)
    if elsewhere:
        make.MandateFactory(instance=make.InstanceFactory(arrondissements=[3]), person=person)
    session.commit()
    client = client_as(reader)
    for address in (f"/mandats/delete/{row.id}", f"/mandats/show/{row.id}", "/mandats/list/?q=bourrat"):
        assert ("vous ne verrez plus cette personne" in client.get(address).get_data(as_text=True)) is goes
    post(client, f"/mandats/delete/{row.id}")
    assert (client.get(f"/personnes/show/{person.id}").status_code == 404) is goes


def test_a_mandate_of_two_here_says_nothing(client_as, session):
    body = make.InstanceFactory(arrondissements=[5])
    person = make.PersonFactory(arrondissement=None)
    row, _ = (make.MandateFactory(instance=body, person=person, function=make.MandateFunctionFactory()) for _ in "12")
    session.commit()
    assert "vous ne verrez plus" not in client_as("ref5").get(f"/mandats/delete/{row.id}").get_data(as_text=True)


@pytest.mark.parametrize(("reader", "is_told"), [("ref5", True), ("mission", False)])
def test_a_bulk_deletion_says_it_too(client_as, session, reader, is_told):
    row = make.MandateFactory(instance=make.InstanceFactory(arrondissements=[5]))
    session.commit()
    client = client_as(reader)
    asked = post(client, "/mandats/bulk", {"action": "delete", "rowid": [row.id]})
    assert ("Vous ne verrez plus les personnes" in asked.get_data(as_text=True)) is is_told
    listed = page_of(client, "/mandats/list/").xpath('//button[@value="delete"]/@data-confirm')
    assert ["Vous ne verrez plus les personnes" in question for question in listed] == [is_told]
    post(client, "/mandats/bulk", {"action": "delete", "rowid": [row.id], "confirmed": "1"})
    assert client.get(f"/mandats/show/{row.id}").status_code == 404
