"""An act on a record in a form of its few fields: the end of a mandate, the next state of a body."""

import datetime as dt

import pytest
from sqlalchemy import select

from models.instances import InstanceState, Membership
from models.journal import Door, JournalChange
from models.people import EndReason, Mandate, Person
from tests.base.pages import conflicts, document, opened, refusals, save, typed
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements

ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def stored(session):
    """A row as it is now."""

    def of(row):
        model, row_id = type(row), row.id
        session.rollback()
        session.expire_all()
        return session.get(model, row_id)

    return of


@prepared
def mandate(session):
    row = make.MandateFactory(start_on=dt.date(2025, 1, 1), planned_end_on=dt.date(2027, 12, 31))
    session.commit()
    return row


@prepared
def body(session):
    row = make.InstanceFactory(state=InstanceState.ACTIVE, state_on=dt.date(2026, 1, 1), arrondissements=[5])
    session.commit()
    return row


def last_change(session):
    session.rollback()
    return session.scalars(select(JournalChange).order_by(JournalChange.id.desc())).first()


def actions_of(answer):
    """The buttons of a record page: their words and where they lead."""
    assert answer.status_code == 200
    links = document(answer).xpath('//main//a[contains(@class, "btn")]')
    return {" ".join(link.text_content().split()): link.get("href") for link in links}


def options(answer, name):
    return document(answer).xpath(f'//select[@name="{name}"]/option/@value')


# ---- The end of a mandate ------------------------------------------------------------------------------------------


def test_a_mandate_is_ended_from_its_record_with_a_day_and_a_reason(mission, mandate, stored, session):
    address = actions_of(mission.get(f"/mandats/show/{mandate.id}"))["Mettre fin au mandat"]
    page = mission.get(address)
    assert (typed(page, "ended_on"), typed(page, "end_reason")) == (TODAY.isoformat(), "")
    assert set(opened(mission, address)) == {"once", "opened", "ended_on", "end_reason"}
    assert save(mission, address, ended_on="31/10/2026", end_reason="moved").status_code == 302
    row = stored(mandate)
    assert (row.ended_on, row.end_reason, row.planned_end_on) == (
        dt.date(2026, 10, 31),
        EndReason.MOVED,
        dt.date(2027, 12, 31),
    )
    change = last_change(session)
    assert change.fields == {"ended_on": [None, "2026-10-31"], "end_reason": [None, "moved"]}
    assert change.entry.door is Door.FORM
    assert change.entry.summary.startswith("Fin du mandat")
    assert "Mettre fin au mandat" not in actions_of(mission.get(f"/mandats/show/{mandate.id}"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ended_on": "31/12/2024", "end_reason": "moved"}, "ended_on"),
        ({"ended_on": "01/01/2025", "end_reason": "moved"}, None),
        ({"ended_on": "", "end_reason": "moved"}, "ended_on"),
        ({"ended_on": "24/11/2026", "end_reason": ""}, "end_reason"),
        ({"ended_on": "24/11/2026", "end_reason": "bored"}, "end_reason"),
        ({"ended_on": "31/02/2026", "end_reason": "moved"}, "ended_on"),
    ],
)
def test_an_end_has_a_day_from_the_start_on_and_a_reason(mission, mandate, stored, changes, field):
    answer = save(mission, f"/mandats/end/{mandate.id}", **changes)
    assert (answer.status_code, list(refusals(answer))) == ((302, []) if field is None else (422, [field]))
    assert (stored(mandate).ended_on is None) is (field is not None)
    if field is not None:
        assert typed(answer, "end_reason") == changes["end_reason"].replace("bored", "")


def test_an_end_without_anything_is_no_end(mission, mandate, stored):
    answer = save(mission, f"/mandats/end/{mandate.id}", ended_on="", end_reason="")
    assert (answer.status_code, set(refusals(answer))) == (422, {"ended_on", "end_reason"})
    assert stored(mandate).version == 1


def test_an_enrolment_is_ended_too_under_its_own_name(mission, session):
    row = make.MandateFactory(instance=make.InstanceFactory(membership=Membership.OPEN), planned_end_on=None)
    session.commit()
    address = actions_of(mission.get(f"/mandats/show/{row.id}"))["Mettre fin à l’inscription"]
    assert "Fin de l’inscription" in mission.get(address).get_data(as_text=True)


def test_the_end_of_a_mandate_to_come_is_proposed_on_its_first_day(mission, session):
    row = make.MandateFactory(start_on=TODAY + ONE_DAY)
    session.commit()
    assert typed(mission.get(f"/mandats/end/{row.id}"), "ended_on") == (TODAY + ONE_DAY).isoformat()


def test_two_people_who_end_one_mandate_differently_are_asked(mission, client_as, mandate, stored):
    address = f"/mandats/end/{mandate.id}"
    before = opened(mission, address)
    assert save(client_as("responsable"), address, ended_on="01/10/2026", end_reason="moved").status_code == 302
    answer = post(mission, address, before | {"ended_on": "02/10/2026", "end_reason": "moved"})
    assert answer.status_code == 409
    assert list(conflicts(answer).values()) == [["(vide)", "01/10/2026", "02/10/2026"]]
    assert stored(mandate).ended_on == dt.date(2026, 10, 1)


# ---- The next state of a body --------------------------------------------------------------------------------------


def test_a_body_changes_its_state_from_its_record(mission, body, stored, session):
    address = actions_of(mission.get(f"/instances/show/{body.id}"))["Changer l’état"]
    page = mission.get(address)
    assert options(page, "state") == ["", "dormant", "dissolved"]
    assert (typed(page, "state"), typed(page, "state_on")) == ("", TODAY.isoformat())
    answer = save(mission, address, state="dormant", state_on="01/06/2026", state_reason="Travaux")
    assert answer.status_code == 302
    row = stored(body)
    assert (row.state, row.state_on, row.state_reason) == (InstanceState.DORMANT, dt.date(2026, 6, 1), "Travaux")
    change = last_change(session)
    assert set(change.fields) == {"state", "state_on", "state_reason"}
    assert change.entry.summary.startswith("Changement d’état")


def test_a_dissolved_body_bears_the_day_and_is_not_changed_again(mission, body, stored):
    address = f"/instances/state/{body.id}"
    answer = save(mission, address, state="dissolved", state_on="01/06/2026", state_reason="Fusion")
    assert answer.status_code == 302
    assert stored(body).dissolved_on == dt.date(2026, 6, 1)
    assert "Changer l’état" not in actions_of(mission.get(f"/instances/show/{body.id}"))
    assert options(mission.get(address), "state") == [""]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": ""}, "state"),
        ({"state": "project"}, "state"),
        ({"state": "active"}, "state"),
        ({"state": "dormant", "state_reason": ""}, "state_reason"),
        ({"state": "dormant", "state_on": ""}, "state_on"),
        ({"state": "dormant", "state_on": "25/11/2026"}, "state_on"),
        ({"state": "dormant", "state_on": "31/12/2025"}, "state_on"),
    ],
)
def test_a_change_of_state_that_may_not_be_is_refused_at_its_field(mission, body, stored, changes, field):
    data = {"state_reason": "Travaux", **changes}
    answer = save(mission, f"/instances/state/{body.id}", **data)
    assert (answer.status_code, list(refusals(answer))) == (422, [field])
    assert typed(answer, "state_reason") == data["state_reason"]
    assert stored(body).state is InstanceState.ACTIVE


@pytest.mark.parametrize(("state", "dissolved_on"), [("dormant", None), ("dissolved", dt.date(2026, 1, 1))])
def test_a_change_on_the_day_of_the_change_before_keeps_that_day(mission, body, stored, state, dissolved_on):
    save(mission, f"/instances/state/{body.id}", state=state, state_on="01/01/2026", state_reason="Travaux")
    row = stored(body)
    assert (row.state, row.state_on, row.dissolved_on) == (InstanceState(state), dt.date(2026, 1, 1), dissolved_on)


# ---- Both ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["mandats/end", "instances/state"])
def test_an_act_costs_what_a_form_may_cost(mission, engine, session, route):
    body = make.InstanceFactory(arrondissements=[5])
    row = make.MandateFactory(instance=body) if route == "mandats/end" else body
    session.commit()
    mission.get(f"/{route}/{row.id}")
    with count_statements(engine) as sent:
        assert mission.get(f"/{route}/{row.id}").status_code == 200
    assert len(sent) <= 2 + 6


@pytest.mark.parametrize("who", ["ref5", "ref7", "elu5", "direction"])
def test_who_may_not_change_the_record_has_neither_the_button_nor_the_form(client_as, session, who):
    body = make.InstanceFactory(arrondissements=[5])
    row = make.MandateFactory(instance=body)
    session.commit()
    client = client_as(who)
    for show, act in ((f"/mandats/show/{row.id}", f"/mandats/end/{row.id}"), (
        f"/instances/show/{body.id}", f"/instances/state/{body.id}",
    )):  # fmt: skip
        page = client.get(show)
        if who == "ref5":
            assert act in actions_of(page).values()
            assert client.get(act).status_code == 200
        else:
            assert page.status_code == 404 or act not in actions_of(page).values()
            assert client.get(act).status_code in {403, 404}


def test_a_row_of_the_whole_city_is_read_and_not_acted_upon(client_as, session):
    body = make.InstanceFactory()
    row = make.MandateFactory(instance=body)
    session.commit()
    referent = client_as("ref5")
    for show, act in ((f"/mandats/show/{row.id}", f"/mandats/end/{row.id}"), (
        f"/instances/show/{body.id}", f"/instances/state/{body.id}",
    )):  # fmt: skip
        assert act not in actions_of(referent.get(show)).values()
        assert referent.get(act).status_code == 403


# ---- What follows from the rules of the body -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start_on", "planned", "expected"),
    [
        ("01/10/2024", "", dt.date(2027, 9, 30)),
        ("01/10/2024", "30/06/2026", dt.date(2026, 6, 30)),
        ("", "", None),
    ],
)
@pytest.mark.parametrize("address", ["/mandats/add", "/personnes/enrol"])
def test_a_planned_end_left_empty_follows_from_the_term_of_the_body(
    mission, session, address, start_on, planned, expected
):
    body = make.InstanceFactory(type=make.InstanceTypeFactory(term_months=36))
    function = make.MandateFunctionFactory()
    holder = {"last_name": "Rivière", "gender": "unknown"}
    if address == "/mandats/add":
        holder = {"person": make.PersonFactory().id, "rank": "1"}
    session.commit()
    data = {"instance": body.id, "function": function.id, "designation": "elected", "commitment": "unknown"}
    answer = post(mission, address, holder | data | {"start_on": start_on, "planned_end_on": planned})
    assert answer.status_code == 302
    session.rollback()
    [row] = session.scalars(select(Mandate)).all()
    assert row.planned_end_on == expected


def test_a_planned_end_emptied_later_stays_empty(mission, session, stored):
    body = make.InstanceFactory(type=make.InstanceTypeFactory(term_months=36))
    row = make.MandateFactory(instance=body)
    session.commit()
    assert save(mission, f"/mandats/edit/{row.id}", planned_end_on="").status_code == 302
    assert stored(row).planned_end_on is None


@pytest.mark.parametrize(
    ("recognised_on", "expected"),
    [
        (dt.date(2023, 11, 24), ["23/11/2026", "Reconnaissance échue"]),
        (dt.date(2023, 11, 25), ["24/11/2026", "Reconnaissance qui finit dans les six mois"]),
        (dt.date(2025, 1, 1), ["31/12/2027", "Reconnaissance en vigueur"]),
        (None, []),
    ],
)
def test_a_body_shows_until_when_it_is_recognised(mission, session, recognised_on, expected):
    kind = make.InstanceTypeFactory(recognition_months=36)
    row = make.InstanceFactory(type=kind, recognised_on=recognised_on)
    session.commit()
    page = document(mission.get(f"/instances/show/{row.id}?tab=sheet"))
    facts = page.xpath('//dt[normalize-space()="Reconnue jusqu’au" or normalize-space()="Reconnaissance"]')
    assert [" ".join(fact.getnext().text_content().split()) for fact in facts] == expected
    # What is over or near is said at the head of the page, whatever tab is open.
    head = document(mission.get(f"/instances/show/{row.id}")).xpath('string(//p[@class="subtitle"])').casefold()
    assert [words for words in ("échue", "finit dans") if words in head] == [
        words for words in ("échue", "finit dans") if words in " ".join(expected)
    ]


@pytest.mark.parametrize(("birth_year", "is_asked"), [("2008", True), ("2007", False), ("", False)])
@pytest.mark.parametrize("address", ["/personnes/add", "/personnes/enrol"])
def test_a_guardian_is_asked_for_someone_who_may_be_a_minor(mission, session, address, birth_year, is_asked):
    body, function = make.InstanceFactory(), make.MandateFunctionFactory()
    session.commit()
    data = {"last_name": "Rivière", "gender": "unknown", "birth_year": birth_year, "instance": body.id,
            "function": function.id, "designation": "elected", "commitment": "unknown"}  # fmt: skip
    page = post(mission, address, data, follow_redirects=True).get_data(as_text=True)
    assert ("peut être mineur" in page) is is_asked
    session.rollback()
    assert session.scalars(select(Person.last_name)).all() == ["Rivière"]


def test_a_rule_of_a_type_is_not_left_half_filled(client_as, session):
    kind = make.InstanceTypeFactory()
    session.commit()
    responsable = client_as("responsable")
    answer = save(responsable, f"/types/edit/{kind.id}", quorum_numerator="1")
    assert (answer.status_code, list(refusals(answer))) == (422, ["quorum_denominator"])
    both = save(responsable, f"/types/edit/{kind.id}", quorum_numerator="1", quorum_denominator="3")
    assert both.status_code == 302


@pytest.mark.parametrize(
    ("start_on", "end_on", "words"),
    [
        (TODAY, None, "En cours"),
        (TODAY - ONE_DAY, TODAY, "En cours"),
        (TODAY - ONE_DAY, TODAY - ONE_DAY, "Sans droit aujourd’hui"),
        (TODAY + ONE_DAY, None, "Sans droit aujourd’hui"),
    ],
)
def test_the_record_of_a_referent_says_whether_it_gives_rights_today(mission, session, start_on, end_on, words):
    row = make.ReferentFactory(start_on=start_on, end_on=end_on)
    session.commit()
    [pill] = document(mission.get(f"/referents/show/{row.id}")).xpath('//h1/following::*[contains(@class, "pill")][1]')
    assert pill.text_content().strip().endswith(words)
