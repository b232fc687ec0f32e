"""What an add form is opened with: a row to copy, the row just saved, the only arrondissement; never a code."""

import datetime as dt

import pytest
from sqlalchemy import Date, Enum, inspect, select

from models.instances import Membership, Seat
from models.people import Commitment, Designation, Mandate, Person
from models.types import UtcDateTime
from tests.base.pages import document, opened, save, typed
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.forms import post

ANOTHER = {"then": "another"}


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def mandate(session):
    body = make.InstanceFactory(arrondissements=[5])
    return make.MandateFactory(
        instance=body,
        college=make.CollegeFactory(instance=body),
        organisation=make.OrganisationFactory(),
        designation=Designation.DRAWN,
        commitment=Commitment.COMMITTED,
        start_on=dt.date(2026, 1, 1),
        planned_end_on=dt.date(2028, 12, 31),
        rank=2,
    )


def filled(client, address):
    """The fields of a form that hold something, but what it sends of itself."""
    values = opened(client, address)
    own = {"opened", "once"}
    return {name: value for name, value in values.items() if str(value).strip() and value and name not in own}


# ---- Duplicate -----------------------------------------------------------------------------------------------------


def test_a_mandate_is_copied_without_its_holder_its_dates_and_its_rank(mission, session, mandate):
    session.commit()
    assert filled(mission, f"/mandats/add?copy={mandate.id}") == {
        "instance": str(mandate.instance_id),
        "organisation": str(mandate.organisation_id),
        "function": str(mandate.function_id),
        "college": str(mandate.college_id),
        "designation": "drawn",
        "commitment": "committed",
        "rank": "1",
    }


def test_a_body_is_copied_without_its_name_and_code_with_its_own_rules(mission, session):
    body = make.InstanceFactory(arrondissements=[3, 7], membership=Membership.OPEN, term_months=24, notes="Relu")
    session.commit()
    form = filled(mission, f"/instances/add?copy={body.id}")
    ids = sorted(place.id for place in body.arrondissements)
    assert form == {
        "type": str(body.type_id),
        "arrondissements": [str(row_id) for row_id in ids],
        "membership": "open",
        "term_months": "24",
        "state": "project",
    }


def test_a_copy_is_a_row_of_its_own_and_leaves_the_first_as_it_was(mission, session, mandate):
    session.commit()
    before = mandate.version
    data = opened(mission, f"/mandats/add?copy={mandate.id}") | {"person": str(make.PersonFactory().id)}
    session.commit()
    assert post(mission, "/mandats/add", data).status_code == 302
    session.rollback()
    session.expire_all()
    rows = session.scalars(select(Mandate).order_by(Mandate.id)).all()
    assert [row.instance_id for row in rows] == [mandate.instance_id] * 2
    assert (rows[0].version, rows[0].rank, rows[1].rank) == (before, 2, 1)


@pytest.mark.parametrize(
    ("reader", "is_offered"), [("mission", True), ("ref5", True), ("elu5", False), ("direction", False)]
)
def test_who_may_add_is_offered_to_duplicate(client_as, session, reader, is_offered):
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    client = client_as(reader)
    if reader == "elu5":
        body.elected_user = session.scalars(select(make.UserFactory._meta.model).filter_by(username=reader)).one()
        session.commit()
    page = document(client.get(f"/instances/show/{body.id}"))
    assert bool(page.xpath(f'//a[@href="/instances/add?copy={body.id}"]')) is is_offered


@pytest.mark.parametrize("argument", ["copy", "after"])
def test_a_row_out_of_scope_is_neither_copied_nor_followed(client_as, session, argument):
    elsewhere = make.InstanceFactory(arrondissements=[3], name="Conseil du 3e")
    session.commit()
    assert client_as("ref5").get(f"/instances/add?{argument}={elsewhere.id}").status_code == 404
    assert client_as("mission").get(f"/instances/add?{argument}={elsewhere.id}").status_code == 200


def test_a_copy_offers_only_what_its_reader_may_choose(client_as, session):
    body = make.InstanceFactory(arrondissements=[3, 5])
    session.commit()
    form = filled(client_as("ref5"), f"/instances/add?copy={body.id}")
    [own] = [place.id for place in body.arrondissements if place.number == 5]
    assert form["arrondissements"] == str(own)


@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 40, "²"])
def test_an_address_that_names_no_row_opens_an_empty_form(mission, session, value):
    assert mission.get(f"/instances/add?copy={value}").status_code == 200


@ON_SQLITE
def test_no_view_copies_what_is_unique_personal_or_dated(app):
    """Dates may follow from one row to the next in a series, never to a copy."""
    faults = []
    for view in app.appbuilder.baseviews:
        for kind in ("copied", "carried"):
            for name in getattr(view, kind, ()):
                mapper = inspect(view.model)
                column = mapper.columns.get(name)
                if name not in view.form_fields:
                    faults.append(f"{type(view).__name__}.{kind}: {name} is no field of the form")
                # A code that is chosen of a list, as that of a threshold, says of which kind the row is, not which row.
                names_the_row = name == "code" and (column is None or not isinstance(column.type, Enum))
                if name in view.personal or name in ("email", "phone") or names_the_row:
                    faults.append(f"{type(view).__name__}.{kind}: {name} is personal")
                if column is not None and column.unique:
                    faults.append(f"{type(view).__name__}.{kind}: {name} is unique")
                if kind == "copied" and column is not None and isinstance(column.type, Date | UtcDateTime):
                    faults.append(f"{type(view).__name__}.{kind}: {name} is a date")
    assert faults == []


# ---- Save and add another ------------------------------------------------------------------------------------------


def test_the_next_mandate_keeps_the_body_the_function_and_the_dates(mission, session, mandate):
    person = make.PersonFactory()
    session.commit()
    data = opened(mission, f"/mandats/add?copy={mandate.id}")
    data |= {"person": str(person.id), "start_on": "1/9/2026", "planned_end_on": "31/8/2029", "rank": "3"}
    answer = post(mission, "/mandats/add", data | ANOTHER)
    session.rollback()
    last = session.scalars(select(Mandate).order_by(Mandate.id.desc())).first()
    assert (answer.status_code, answer.location) == (302, f"/mandats/add?after={last.id}")
    assert filled(mission, answer.location) == {
        "instance": str(mandate.instance_id),
        "function": str(mandate.function_id),
        "college": str(mandate.college_id),
        "designation": "drawn",
        "commitment": "committed",
        "start_on": "2026-09-01",
        "planned_end_on": "2029-08-31",
        "rank": "1",
    }


def test_the_seats_of_a_body_are_numbered_one_after_the_other(mission, session):
    body = make.InstanceFactory()
    session.commit()
    address = "/sieges/add"
    for number in (1, 2, 3):
        data = {"instance": str(body.id), "number": "1"} if number == 1 else opened(mission, address)
        answer = post(mission, "/sieges/add", data | ANOTHER)
        assert answer.status_code == 302
        address = answer.location
    session.rollback()
    assert session.scalars(select(Seat.number).where(Seat.instance == body).order_by(Seat.number)).all() == [1, 2, 3]


@pytest.mark.parametrize(("then", "target"), [("", "/organisations/show/"), ("another", "/organisations/add?after=")])
def test_the_button_says_where_one_goes(mission, then, target):
    data = {"name": "Les Amis", "kind": "association"} | ({"then": then} if then else {})
    assert post(mission, "/organisations/add", data).location.startswith(target)


def test_a_refusal_comes_back_with_all_that_was_typed_whatever_the_button(mission, session):
    answer = post(mission, "/organisations/add", {"name": "Les Amis", "kind": "", **ANOTHER})
    assert (answer.status_code, typed(answer, "name")) == (422, "Les Amis")


def test_people_are_enrolled_one_after_the_other_in_one_body(mission, session, mandate):
    session.commit()
    data = opened(mission, f"/personnes/enrol?instance={mandate.instance_id}") | {
        "last_name": "Rivière", "first_name": "Zoé", "email": "zoe@example.org", "gender": "female",
        "function": str(mandate.function_id), "designation": "elected", "start_on": "2026-11-01",
    }  # fmt: skip
    answer = post(mission, "/personnes/enrol", data | ANOTHER)
    session.rollback()
    last = session.scalars(select(Mandate).order_by(Mandate.id.desc())).first()
    assert (answer.status_code, answer.location) == (302, f"/personnes/enrol?after={last.id}")
    assert last.person.last_name == "Rivière"
    assert filled(mission, answer.location) == {
        "gender": "unknown",
        "newsletter_consent": "unknown",
        "instance": str(mandate.instance_id),
        "function": str(mandate.function_id),
        "designation": "elected",
        "commitment": "unknown",
        "start_on": "2026-11-01",
    }
    assert document(mission.get(answer.location)).xpath('//button[@name="then" and @value="another"]')


def test_nothing_personal_is_in_the_address_of_the_next_form(mission, session):
    data = {"last_name": "Rivière", "first_name": "Zoé", "gender": "female", "email": "zoe@example.org"}
    answer = post(mission, "/personnes/add", data | ANOTHER)
    session.rollback()
    row_id = session.scalars(select(Person.id)).one()
    assert answer.location == f"/personnes/add?after={row_id}"
    unknown = ("gender", "newsletter_consent", "image_consent", "directory_consent")
    assert filled(mission, answer.location) == dict.fromkeys(unknown, "unknown")


# ---- The only arrondissement ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/personnes/add", "arrondissement"),
        ("/personnes/enrol", "arrondissement"),
        ("/organisations/add", "arrondissement"),
        ("/instances/add", "arrondissements"),
    ],
)
def test_a_referent_of_one_arrondissement_finds_it_chosen(client_as, session, address, name):
    place = make.ArrondissementFactory(number=5)
    both = make.UserFactory(roles=["referent"])
    for number in (3, 5):
        make.ReferentFactory(user=both, arrondissement=make.ArrondissementFactory(number=number))
    session.commit()
    assert filled(client_as("ref5"), address).get(name) == str(place.id)
    for other in (both, "mission"):
        assert filled(client_as(other), address).get(name) is None


def test_the_chosen_arrondissement_can_be_taken_away(client_as, session):
    """Someone who lives elsewhere is enrolled too."""
    answer = save(client_as("ref5"), "/personnes/add", last_name="Rivière", arrondissement="")
    assert answer.status_code == 302
    session.rollback()
    assert session.scalars(select(Person.arrondissement_id)).all() == [None]
