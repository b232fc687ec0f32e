"""Deletion, bulk actions, renewal, undo and restore through the screens: asked first, one operation, in the rights."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from models.base import Record
from models.instances import InstanceType
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.people import EndReason, Mandate, Person
from tests.base.pages import document, listed, opened, save
from tests.support import factories as make
from tests.support.forms import post

SIGNED_IN = {"UserSession", "LoginAttempt"}


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def state(session):
    """Every business row with its version, and how many operations the journal has."""

    def now():
        session.rollback()
        session.expire_all()
        rows = {
            (mapper.class_.__name__, row_id): version
            for mapper in Record.registry.mappers
            if issubclass(mapper.class_, Record) and mapper.class_.__name__ not in SIGNED_IN
            for row_id, version in session.execute(select(mapper.class_.id, mapper.class_.version))
        }
        return rows, session.scalar(select(func.count(JournalEntry.id)))

    return now


def last_entry(session):
    session.rollback()
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def changes_of(session, entry):
    return session.scalars(select(JournalChange).where(JournalChange.entry_id == entry.id)).all()


def hidden_fields(answer):
    """What a page that asks would post, besides the token."""
    [form] = [form for form in document(answer).forms if form.get("class") == "card-box form-page"]
    fields = [(item.get("name"), item.get("value")) for item in form.xpath('.//input[@type="hidden"]')]
    return form.get("action"), [pair for pair in fields if pair[0] != "csrf_token"]


# ---- Deleted meanwhile ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["show", "edit", "delete"])
def test_a_record_deleted_meanwhile_says_who_did_it_and_when(client_as, mission, session, address):
    person = make.PersonFactory(last_name="Rivière", first_name="Zoé").id
    session.commit()
    post(client_as("responsable"), f"/personnes/delete/{person}")
    answer = mission.get(f"/personnes/{address}/{person}")
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    author = last_entry(session).actor_name
    assert f"Rivière Zoé\N{NO-BREAK SPACE}» a été supprimé par {author}, " in page
    assert "Précédent" not in page


def test_a_form_sent_about_a_record_deleted_meanwhile_says_where_the_typing_is(client_as, mission, session):
    person = make.PersonFactory(last_name="Rivière").id
    session.commit()
    path = f"/personnes/edit/{person}"
    form = opened(mission, path)
    post(client_as("responsable"), f"/personnes/delete/{person}")
    answer = post(mission, path, form | {"city": "Bron"})
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert "a été supprimé par" in page
    assert "Précédent" in page


@pytest.mark.parametrize("account", ["ref5", "elu5"])
def test_who_does_not_read_the_journal_learns_nothing_of_a_deletion(client_as, session, account):
    person = make.PersonFactory(last_name="Rivière").id
    session.commit()
    post(client_as("responsable"), f"/personnes/delete/{person}")
    never = client_as(account).get("/personnes/show/987654").get_data(as_text=True)
    gone = client_as(account).get(f"/personnes/show/{person}").get_data(as_text=True)
    assert "Rivière" not in gone
    assert gone.split("<h1")[1].split("numéro")[0] == never.split("<h1")[1].split("numéro")[0]


# ---- Deletion ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mission", "ref5"])
def test_a_deletion_promises_what_its_reader_may_do(client_as, session, who):
    """She does it: tests/kernel/journal/test_deleted.py."""
    person = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5))
    session.commit()
    client = client_as(who)
    for address in (f"/personnes/delete/{person.id}", "/personnes/list/", f"/personnes/show/{person.id}"):
        page = client.get(address).get_data(as_text=True)
        assert "revenir vous-même sur cette suppression, depuis «\u00a0Supprimés\u00a0» dans les réglages" in page
        assert "/reglages/" in page
    assert "/supprimes/list/" in client.get("/reglages/").get_data(as_text=True)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_deletion_asked_by_reading_changes_nothing(mission, session, state, method):
    person = make.PersonFactory(last_name="Rivière")
    session.commit()
    before = state()
    answer = getattr(mission, method)(f"/personnes/delete/{person.id}")
    assert answer.status_code == 200
    assert state() == before
    if method == "get":
        action, fields = hidden_fields(answer)
        assert (action, [name for name, _ in fields]) == (f"/personnes/delete/{person.id}", ["once"])
        assert "Rivière" in answer.get_data(as_text=True)


def test_a_deletion_is_one_operation(mission, session, state):
    person = make.PersonFactory().id
    session.commit()
    assert post(mission, f"/personnes/delete/{person}").status_code == 302
    assert ("Person", person) not in state()[0]
    entry = last_entry(session)
    assert [(row.model, row.row_id, row.action) for row in changes_of(session, entry)] == [
        ("Person", person, ChangeAction.DELETE)
    ]
    assert entry.door is Door.FORM


def test_a_bulk_deletion_asks_first_then_is_one_operation(mission, session, state):
    people = [make.PersonFactory().id for _ in range(3)]
    stays = make.PersonFactory().id
    session.commit()
    before = state()
    asked = post(mission, "/personnes/bulk", {"action": "delete", "rowid": people})
    assert asked.status_code == 200
    assert state() == before
    action, fields = hidden_fields(asked)
    assert sorted(int(value) for name, value in fields if name == "rowid") == people
    posted = {name: [value for key, value in fields if key == name] for name, _ in fields}
    assert post(mission, action, posted).status_code == 302
    rows, operations = state()
    assert operations == before[1] + 1
    assert [row_id for name, row_id in rows if name == "Person"] == [stays]
    entry = last_entry(session)
    assert (entry.door, len(changes_of(session, entry))) == (Door.BULK, 3)


def test_a_bulk_deletion_deletes_all_or_none(mission, session, state):
    free, held = make.PersonFactory(), make.MandateFactory()
    session.commit()
    before = state()
    ids = [free.id, held.person_id]
    answer = post(
        mission, "/personnes/bulk", {"action": "delete", "rowid": ids, "confirmed": "1"}, follow_redirects=True
    )
    assert "sert encore ailleurs" in answer.get_data(as_text=True)
    assert state() == before


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"action": "delete"}, 302),
        ({"action": "delete", "rowid": ["abc", "²", "-1"], "confirmed": "1"}, 302),
        ({"action": "delete", "rowid": ["999999"], "confirmed": "1"}, 404),
        ({"action": "delete", "rowid": ["9" * 30], "confirmed": "1"}, 302),
        ({"action": "muldelete", "rowid": ["1"], "confirmed": "1"}, 404),
        ({"rowid": ["1"], "confirmed": "1"}, 404),
    ],
)
def test_a_bulk_action_takes_only_what_is_declared_on_rows_that_exist(mission, session, state, data, status):
    make.PersonFactory()
    session.commit()
    before = state()
    assert post(mission, "/personnes/bulk", data).status_code == status
    assert state() == before


def test_a_bulk_action_of_one_list_never_touches_another_table(mission, session, state):
    """FAB's two lists on a page share a form: the same ids of the other table were deleted."""
    mandate = make.MandateFactory()
    mandate_id = mandate.id
    session.commit()
    page = document(mission.get(f"/personnes/show/{mandate.person_id}"))
    assert page.xpath('//input[@name="rowid"]') == []
    ids = document(mission.get("/mandats/list/")).xpath("//@id")
    assert len(ids) == len(set(ids))
    people = state()[0]
    post(mission, "/mandats/bulk", {"action": "delete", "rowid": [mandate_id], "confirmed": "1"})
    assert set(people) - set(state()[0]) == {("Mandate", mandate_id)}


# ---- Renewal -------------------------------------------------------------------------------------------------------


@pytest.fixture
def mandates(session):
    """Thirty mandates at the end of their term, in a body whose term is three years, twice in a row at most."""
    kind = make.InstanceTypeFactory(term_months=36, max_consecutive_terms=2)
    body = make.InstanceFactory(type=kind)
    function = make.MandateFunctionFactory()
    with make.together():
        rows = [
            make.MandateFactory(
                instance=body,
                function=function,
                start_on=dt.date(2023, 10, 1),
                planned_end_on=dt.date(2026, 9, 30),
                rank=1 if number else 2,
            )
            for number in range(30)
        ]
    session.commit()
    return [row.id for row in rows]


def test_the_preview_of_a_renewal_writes_nothing(mission, mandates, state):
    before = state()
    answer = post(mission, "/mandats/bulk", {"action": "renew", "rowid": mandates})
    assert answer.status_code == 200
    page = document(answer)
    assert len(page.xpath("//tbody/tr")) == 30
    assert len(page.xpath('//span[@class="pill pill--ok"]')) == 29
    assert "01/10/2026" in answer.get_data(as_text=True)
    assert "30/09/2029" in answer.get_data(as_text=True)
    assert len(page.xpath('//input[starts-with(@name, "reason_")]')) == 1
    assert state() == before


def test_a_renewal_is_one_operation_undone_as_one(mission, mandates, session, state):
    rows, operations = state()
    assert post(mission, "/mandats/renew", {"rowid": mandates}).status_code == 302
    assert len(state()[0]) == len(rows) + 29
    assert state()[1] == operations + 1
    entry = last_entry(session)
    assert entry.door is Door.BULK
    renewed = session.get(Mandate, mandates[1])
    assert (renewed.ended_on, renewed.end_reason) == (dt.date(2026, 9, 30), EndReason.RENEWED)
    successor = session.scalars(select(Mandate).where(Mandate.previous_id == renewed.id)).one()
    assert (successor.start_on, successor.planned_end_on, successor.rank) == (
        dt.date(2026, 10, 1),
        dt.date(2029, 9, 30),
        2,
    )
    page = document(mission.get(f"/journal/show/{entry.id}"))
    assert page.xpath(f'//form[@action="/journal/undo/{entry.id}"]')
    assert post(mission, f"/journal/undo/{entry.id}").status_code == 302
    after = state()
    assert set(after[0]) == set(rows)
    assert after[1] == operations + 2
    assert session.get(Mandate, mandates[1]).ended_on is None
    assert last_entry(session).undo_of_id == entry.id


def test_the_limit_is_passed_with_a_reason_that_the_history_keeps(mission, mandates, session):
    past = mandates[0]
    post(mission, "/mandats/renew", {"rowid": [past]})
    assert session.scalars(select(Mandate).where(Mandate.previous_id == past)).all() == []
    session.rollback()
    reason = "Renouvellement du bureau reporté"
    answer = post(mission, "/mandats/renew", {"rowid": [past], f"reason_{past}": reason}, follow_redirects=True)
    session.rollback()
    successor = session.scalars(select(Mandate).where(Mandate.previous_id == past)).one()
    assert (successor.rank, successor.limit_reason) == (3, reason)
    assert reason in answer.get_data(as_text=True)


def test_a_renewal_goes_back_to_the_list_as_it_was_filtered(mission, mandates):
    asked = {"action": "renew", "rowid": mandates, "query": "f_status=in_force&order=end"}
    page = document(post(mission, "/mandats/bulk", asked))
    list_address = "/mandats/list/?f_status=in_force&order=end"
    assert page.xpath('//a[text()="Annuler"]/@href') == [list_address]
    [query] = page.xpath('//form[@action="/mandats/renew"]/input[@name="query"]/@value')
    answer = post(mission, "/mandats/renew", {"rowid": mandates, "query": query})
    assert (answer.status_code, answer.location) == (302, list_address)


def test_a_renewal_twice_makes_one_successor_each(mission, mandates, session, state):
    data = {"rowid": mandates[1:4]}
    post(mission, "/mandats/renew", data)
    before = state()
    answer = post(mission, "/mandats/renew", data)
    assert answer.status_code == 200
    assert state() == before


# ---- Undo and restore ----------------------------------------------------------------------------------------------


def test_a_deleted_row_comes_back_with_its_id_and_its_relations(mission, session, state):
    organisation = make.OrganisationFactory(name="Les Amis")
    person = make.PersonFactory(last_name="Rivière", organisation=organisation, birth_year=1980)
    row_id, organisation_id = person.id, organisation.id
    session.commit()
    post(mission, f"/personnes/delete/{row_id}")
    session.rollback()
    make.PersonFactory()  # its id is not given to another
    session.commit()
    entry = last_entry_of(session, ChangeAction.DELETE)
    page = document(mission.get(f"/journal/show/{entry.id}"))
    [change] = changes_of(session, entry)
    assert page.xpath(f'//form[@action="/journal/restore/{change.id}"]')
    assert post(mission, f"/journal/restore/{change.id}").status_code == 302
    session.rollback()
    session.expire_all()
    back = session.get(Person, row_id)
    assert (back.last_name, back.organisation_id, back.birth_year) == ("Rivière", organisation_id, 1980)
    assert back.version == 2
    assert row_id in listed(mission.get("/personnes/list/?q=riviere"))
    assert "rétablissement" in mission.get(f"/personnes/show/{row_id}?tab=history").get_data(as_text=True)
    before = state()
    again = post(mission, f"/journal/restore/{change.id}", follow_redirects=True)
    assert "déjà" in again.get_data(as_text=True)
    assert state() == before


def last_entry_of(session, action):
    session.rollback()
    statement = select(JournalChange).where(JournalChange.action == action).order_by(JournalChange.id.desc())
    return session.scalars(statement).first().entry


def test_a_bulk_deletion_is_undone_as_one(mission, session, state):
    people = [make.PersonFactory().id for _ in range(5)]
    session.commit()
    rows, operations = state()
    post(mission, "/personnes/bulk", {"action": "delete", "rowid": people, "confirmed": "1"})
    entry = last_entry(session)
    post(mission, f"/journal/undo/{entry.id}")
    after = state()
    assert set(after[0]) == set(rows)
    assert after[1] == operations + 2
    assert all(after[0]["Person", row_id] > rows["Person", row_id] for row_id in people)


def test_what_was_changed_since_is_not_undone(mission, session, state):
    person = make.PersonFactory(city="Lyon")
    session.commit()
    address = f"/personnes/edit/{person.id}"
    save(mission, address, city="Bron")
    entry = last_entry(session)
    save(mission, address, city="Oullins")
    before = state()
    answer = post(mission, f"/journal/undo/{entry.id}", follow_redirects=True)
    assert str(person) in answer.get_data(as_text=True)
    assert state() == before


@pytest.mark.parametrize("method", ["undo", "restore"])
def test_nothing_is_taken_back_by_reading(mission, session, state, method):
    person = make.PersonFactory().id
    session.commit()
    post(mission, f"/personnes/delete/{person}")
    entry = last_entry(session)
    [change] = changes_of(session, entry)
    before = state()
    address = f"/journal/undo/{entry.id}" if method == "undo" else f"/journal/restore/{change.id}"
    for verb in ("get", "head"):
        assert getattr(mission, verb)(address).status_code in {404, 405}
    assert state() == before


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("admin", True),
        ("responsable", True),
        ("mission", True),
        ("direction", False),
        ("ref5", False),
        ("saisie5", False),
        ("elu5", False),
        ("stagiaire", False),
        ("dpo", False),
    ],
)
def test_who_may_undo_and_restore(client_as, session, state, who, allowed):
    person = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5)).id
    post(client_as("admin"), f"/personnes/delete/{person}")
    entry = last_entry(session)
    [change] = changes_of(session, entry)
    client = client_as(who)
    before = state()
    if not allowed:
        for address in (f"/journal/undo/{entry.id}", f"/journal/restore/{change.id}"):
            assert post(client, address).status_code == 403
        assert state() == before
        page = client.get(f"/journal/show/{entry.id}")
        # Who has no screen of people reads no change of them either.
        assert page.status_code == {"direction": 200, "stagiaire": 200, "dpo": 404}.get(who, 403)
        assert "/journal/undo/" not in page.get_data(as_text=True)
        assert "/journal/restore/" not in page.get_data(as_text=True)
    else:
        post(client, f"/journal/undo/{entry.id}")
        assert ("Person", person) in state()[0]


def test_undo_gives_no_right_that_one_has_not(client_as, session, state):
    """The rules of bodies belong to the head of the mission: her change is not the mission's to take back."""
    head, mission = client_as("responsable"), client_as("mission")
    kind = session.scalars(select(InstanceType)).first()
    address = f"/types/edit/{kind.id}"
    session.commit()
    opening = opened(head, address)
    assert post(head, address, opening | {"term_months": "48"}).status_code == 302
    entry = last_entry(session)
    assert "/journal/undo/" not in mission.get(f"/journal/show/{entry.id}").get_data(as_text=True)
    before = state()
    assert post(mission, f"/journal/undo/{entry.id}").status_code == 403
    assert state() == before
    assert post(head, f"/journal/undo/{entry.id}").status_code == 302
    assert state()[1] == before[1] + 1


def test_accounts_are_not_undone(client_as, session, state):
    account = make.UserFactory(roles=["mission"])
    session.commit()
    admin = client_as("admin")
    save(admin, f"/comptes/edit/{account.id}", first_name="Claire")
    entry = last_entry(session)
    before = state()
    answer = post(admin, f"/journal/undo/{entry.id}", follow_redirects=True)
    assert "compte" in answer.get_data(as_text=True)
    assert state() == before
