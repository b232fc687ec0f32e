"""No update is lost silently: different fields are both kept, the same one asks, on both databases."""

import re

import pytest
from sqlalchemy import select

from models.accounts import User
from models.instances import Instance
from models.journal import ChangeAction, JournalChange
from models.network import Referent
from models.people import Person
from tests.base.pages import conflicts, document, opened, save, summary, typed
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

WHEN = re.compile(r"\d{2}/\d{2}/\d{4} \d{1,2}\xa0h\xa0\d{2}")


@prepared
def person(session):
    row = make.PersonFactory(last_name="Rivière", phone="04 72 10 30 30", address="1 rue Bœuf", city="Lyon")
    session.commit()
    return row.id


@pytest.fixture
def anne(client_as):
    return client_as(make.UserFactory(first_name="Anne", last_name="Avril", roles=["mission"]))


@pytest.fixture
def bruno(client_as):
    return client_as(make.UserFactory(first_name="Bruno", last_name="Brun", roles=["mission"]))


@pytest.fixture
def stored(session):
    """A row as it is now."""

    def of(model, row_id):
        session.rollback()
        session.expire_all()
        return session.get(model, row_id)

    return of


def changes_of(session, model, row_id):
    session.rollback()
    statement = select(JournalChange).where(JournalChange.model == model.__name__, JournalChange.row_id == row_id)
    return session.scalars(statement.order_by(JournalChange.id)).all()


def test_changes_of_different_fields_are_both_kept(person, anne, bruno, stored):
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address)
    assert save(bruno, address, address="2 rue Juiverie").status_code == 302
    assert post(anne, address, of_anne | {"city": "Villeurbanne"}).status_code == 302
    row = stored(Person, person)
    assert (row.address, row.city) == ("2 rue Juiverie", "Villeurbanne")


def test_the_same_field_comes_back_with_three_values_who_and_when(person, anne, bruno, stored, session):
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address)
    save(bruno, address, city="Bron")
    before = stored(Person, person).version, len(changes_of(session, Person, person))
    answer = post(anne, address, of_anne | {"city": "Villeurbanne", "address": "3 rue Lainerie"})
    assert answer.status_code == 409
    assert list(conflicts(answer).values()) == [["Lyon", "Bron", "Villeurbanne"]]
    said = document(answer).xpath('string(//fieldset[@class="conflict"])')
    assert "Bruno Brun" in said
    assert WHEN.search(said)
    row = stored(Person, person)
    assert (row.city, row.address) == ("Bron", "1 rue Bœuf")
    assert (row.version, len(changes_of(session, Person, person))) == before
    assert typed(answer, "address") == "3 rue Lainerie"


@pytest.mark.parametrize(("choice", "city"), [("mine", "Villeurbanne"), ("theirs", "Bron")])
def test_the_choice_decides_and_the_other_changes_follow(person, anne, bruno, stored, choice, city):
    """Bruno's change of a field that Anne left alone stays, though her form still shows the old value."""
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address) | {"city": "Villeurbanne", "first_name": "Zoé"}
    save(bruno, address, city="Bron", address="2 rue Juiverie")
    again = post(anne, address, of_anne)
    data = of_anne | {"opened": typed(again, "opened"), "choice_city": choice}
    assert post(anne, address, data).status_code == 302
    row = stored(Person, person)
    assert (row.city, row.first_name, row.address) == (city, "Zoé", "2 rue Juiverie")


@pytest.mark.parametrize("choice", [{}, {"choice_city": ""}, {"choice_city": "x"}, {"choice_phone": "mine"}])
def test_nothing_is_written_before_a_choice(person, anne, bruno, stored, choice):
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address) | {"city": "Villeurbanne"}
    save(bruno, address, city="Bron")
    again = post(anne, address, of_anne)
    answer = post(anne, address, of_anne | {"opened": typed(again, "opened"), **choice})
    assert answer.status_code == 409
    assert list(conflicts(answer).values()) == [["Lyon", "Bron", "Villeurbanne"]]
    assert stored(Person, person).city == "Bron"


def test_a_third_change_during_the_choice_asks_again(person, anne, bruno, stored):
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address) | {"city": "Villeurbanne"}
    save(bruno, address, city="Bron")
    again = post(anne, address, of_anne)
    save(bruno, address, city="Vénissieux")
    data = of_anne | {"opened": typed(again, "opened"), "choice_city": "mine"}
    answer = post(anne, address, data)
    assert answer.status_code == 409
    assert list(conflicts(answer).values()) == [["Lyon", "Vénissieux", "Villeurbanne"]]
    assert stored(Person, person).city == "Vénissieux"


def test_an_error_during_the_choice_keeps_the_question(person, anne, bruno, stored):
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address) | {"city": "Villeurbanne"}
    save(bruno, address, city="Bron")
    again = post(anne, address, of_anne)
    data = of_anne | {"opened": typed(again, "opened"), "choice_city": "mine", "birth_year": "abc"}
    wrong = post(anne, address, data)
    assert wrong.status_code == 422
    data = data | {"opened": typed(wrong, "opened"), "birth_year": "1970"}
    assert post(anne, address, data).status_code == 302
    assert stored(Person, person).city == "Villeurbanne"


def test_the_same_value_by_both_is_no_conflict(person, anne, bruno, stored, session):
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address)
    save(bruno, address, city="Bron")
    count = len(changes_of(session, Person, person))
    assert post(anne, address, of_anne | {"city": "Bron"}).status_code == 302
    assert stored(Person, person).city == "Bron"
    assert len(changes_of(session, Person, person)) == count


def test_both_changed_collections_conflict(anne, bruno, stored, session):
    body = make.InstanceFactory(arrondissements=[5]).id
    places = {number: str(make.ArrondissementFactory(number=number).id) for number in (1, 5, 7)}
    session.commit()
    address = f"/instances/edit/{body}"
    of_anne = opened(anne, address)
    assert save(bruno, address, arrondissements=[places[5], places[7]]).status_code == 302
    answer = post(anne, address, of_anne | {"arrondissements": [places[1], places[5]]})
    assert answer.status_code == 409
    [values] = conflicts(answer).values()
    assert [value.count(",") for value in values] == [0, 1, 1]
    assert [place.number for place in stored(Instance, body).arrondissements] == [5, 7]


def test_a_changed_collection_alone_raises_the_version(anne, stored, session):
    body = make.InstanceFactory(arrondissements=[5])
    place = str(make.ArrondissementFactory(number=7).id)
    session.commit()
    version = stored(Instance, body.id).version
    save(anne, f"/instances/edit/{body.id}", arrondissements=[place])
    assert stored(Instance, body.id).version == version + 1


def test_both_changed_relations_are_told_in_words(person, anne, bruno, stored, session):
    first, second = make.OrganisationFactory(name="Les Amis"), make.OrganisationFactory(name="Les Voisins")
    session.commit()
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address)
    save(bruno, address, organisation=str(first.id))
    answer = post(anne, address, of_anne | {"organisation": str(second.id)})
    [values] = conflicts(answer).values()
    assert values[1:] == ["Les Amis", "Les Voisins"]


@pytest.mark.parametrize("forgery", ["absent", "empty", "noise", "tampered", "foreign"])
def test_an_opening_that_is_not_ours_is_refused_and_nothing_typed_is_lost(person, anne, stored, session, forgery):
    other = make.PersonFactory()
    session.commit()
    address = f"/personnes/edit/{person}"
    data = opened(anne, address) | {"city": "Villeurbanne", "address": "3 rue Lainerie"}
    token = data.pop("opened")
    if forgery != "absent":
        foreign = opened(anne, f"/personnes/edit/{other.id}")["opened"]
        data["opened"] = {
            "empty": "", "noise": "é\0" * 50, "tampered": token[:-3] + "AAA", "foreign": foreign
        }[forgery]  # fmt: skip
    answer = post(anne, address, data)
    assert answer.status_code == 422
    assert "trop ancien" in summary(answer)
    assert (typed(answer, "city"), typed(answer, "address")) == ("Villeurbanne", "3 rue Lainerie")
    assert stored(Person, person).city == "Lyon"


def test_a_form_opened_before_a_deletion_conflicts_with_the_restored_row(person, anne, client_as, stored, session):
    """The version goes on after a restore: an old form never passes for a fresh one."""
    admin = client_as("admin")
    address = f"/personnes/edit/{person}"
    of_anne = opened(anne, address)
    save(admin, address, city="Bron")
    version = stored(Person, person).version
    assert post(admin, f"/personnes/delete/{person}").status_code == 302
    assert post(anne, address, of_anne | {"city": "Villeurbanne"}).status_code == 404
    deleted = changes_of(session, Person, person)[-1]
    assert deleted.action is ChangeAction.DELETE
    post(admin, f"/journal/restore/{deleted.id}")
    assert stored(Person, person).version > version
    answer = post(anne, address, of_anne | {"city": "Villeurbanne"})
    assert answer.status_code == 409
    assert list(conflicts(answer).values()) == [["Lyon", "Bron", "Villeurbanne"]]


def test_each_save_raises_the_version_once_and_an_unchanged_one_does_not(person, anne, stored, session):
    address = f"/personnes/edit/{person}"
    version = stored(Person, person).version
    for city in ("Bron", "Oullins"):
        save(anne, address, city=city)
        version += 1
        assert stored(Person, person).version == version
    count = len(changes_of(session, Person, person))
    assert save(anne, address).status_code == 302
    assert (stored(Person, person).version, len(changes_of(session, Person, person))) == (version, count)


def test_accounts_are_locked_alike(client_as, stored, session):
    first = client_as(make.UserFactory(roles=["admin"]))
    second = client_as(make.UserFactory(first_name="Bruno", last_name="Brun", roles=["admin"]))
    account = make.UserFactory(first_name="Claire", last_name="Colin", roles=["mission"])
    role = {str(item.name): str(item.id) for item in (make.RoleFactory(name="direction"), make.RoleFactory(name="dpo"))}
    session.commit()
    address = f"/comptes/edit/{account.id}"
    opening = opened(first, address)
    version = stored(User, account.id).version
    assert save(second, address, last_name="Colin-Roy").status_code == 302
    assert post(first, address, opening | {"first_name": "Clara"}).status_code == 302
    row = stored(User, account.id)
    assert (row.first_name, row.last_name, row.version) == ("Clara", "Colin-Roy", version + 2)
    opening = opened(first, address)
    save(second, address, roles=[role["direction"]])
    answer = post(first, address, opening | {"roles": [role["dpo"]]})
    assert answer.status_code == 409
    assert "Bruno Brun" in answer.get_data(as_text=True)
    assert [item.name for item in stored(User, account.id).roles] == ["direction"]


def test_referents_are_locked_alike(anne, client_as, stored, session):
    responsable = client_as("responsable")
    row = make.ReferentFactory()
    session.commit()
    address = f"/referents/edit/{row.id}"
    opening = opened(responsable, address)
    assert save(responsable, address, end_on="2026-12-31").status_code == 302
    answer = post(responsable, address, opening | {"end_on": "2027-06-30"})
    assert answer.status_code == 409
    assert list(conflicts(answer).values()) == [["(vide)", "31/12/2026", "30/06/2027"]]
    assert str(stored(Referent, row.id).end_on) == "2026-12-31"


def test_what_a_row_holds_stays_its_choice_though_it_is_no_longer_offered(anne, stored, session):
    """A body keeps its agent when the account is closed and someone edits another field."""
    agent = make.UserFactory(roles=["mission"])
    body = make.InstanceFactory(agent=agent)
    session.commit()
    agent.active = False
    session.commit()
    assert save(anne, f"/instances/edit/{body.id}", notes="Relu").status_code == 302
    row = stored(Instance, body.id)
    assert (row.notes, row.agent_id) == ("Relu", agent.id)
