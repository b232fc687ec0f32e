"""The figures of a body on a day, counted by the database, on both databases."""

import datetime as dt

from sqlalchemy import select

from mdo.composition.alerts import InstanceAlert, alert_clause
from mdo.composition.figures import BodyFigures, body_figures
from mdo.composition.parity import GenderCounts
from models.instances import Instance, MandateFunction, Membership
from models.people import Gender
from tests.support import TODAY
from tests.support import factories as make
from tests.support.statements import count_statements

DAY = dt.timedelta(days=1)
LONG_AGO = dt.date(2020, 1, 1)


def body_with(**rows):
    """A closed body with a mandate for each name: (start, planned end, actual end)."""
    body = make.InstanceFactory(membership=Membership.CLOSED)
    for start, planned, ended in rows.values():
        make.MandateFactory(instance=body, start_on=start, planned_end_on=planned, ended_on=ended)
    return body


def test_members_are_exactly_the_mandates_with_start_before_and_end_after(session):
    later = TODAY + 900 * DAY
    body = body_with(
        upcoming=(TODAY + DAY, later, None),
        first_day=(TODAY, later, None),
        last_day=(LONG_AGO, TODAY, None),
        left_today=(LONG_AGO, later, TODAY),
        left_yesterday=(LONG_AGO, later, TODAY - DAY),
        kept_on_until_today=(LONG_AGO, TODAY - 300 * DAY, TODAY),
        expired=(LONG_AGO, TODAY - DAY, None),
        without_term=(LONG_AGO, None, None),
        undated=(None, later, None),
        undated_and_over=(None, None, TODAY - DAY),
    )
    make.MandateFactory()
    session.commit()
    figures = body_figures(session, body, TODAY)
    assert (figures.members, figures.carried_over, figures.undated) == (5, 1, 1)
    assert figures.genders.total == 5


def test_someone_with_two_functions_is_one_person_of_two_mandates_and_an_association_alone_is_nobody(session):
    body = make.InstanceFactory()
    first, second = (make.CollegeFactory(instance=body, name=name) for name in ("Habitants", "Associations"))
    functions = session.scalars(select(MandateFunction).limit(2)).all()
    lea = make.PersonFactory(gender=Gender.FEMALE)
    for function, college in zip(functions, (first, second), strict=True):
        make.MandateFactory(instance=body, person=lea, function=function, college=college)
    make.MandateFactory(instance=body, person=make.PersonFactory(gender=Gender.MALE), college=first)
    make.MandateFactory(instance=body, person=make.PersonFactory(gender=Gender.OTHER))
    make.MandateFactory(instance=body, person=make.PersonFactory(gender=Gender.UNKNOWN))
    make.MandateFactory(instance=body, person=None, organisation=make.OrganisationFactory())
    session.commit()
    assert body_figures(session, body, TODAY) == BodyFigures(
        members=6,
        carried_over=0,
        undated=0,
        colleges=(("Habitants", 2), ("Associations", 1)),
        genders=GenderCounts(women=1, men=1, other=1, unknown=1),
        sitting=6,
    )


def test_a_substitute_is_out_of_composition_and_parity_until_she_replaces(session):
    body = make.InstanceFactory(parity_min_percent=50, parity_max_percent=50)
    college = make.CollegeFactory(instance=body, name="Habitants")
    genders = (Gender.FEMALE, Gender.MALE)
    members = [
        make.MandateFactory(instance=body, college=college, person=make.PersonFactory(gender=gender))
        for gender in genders
    ]
    for _ in "ab":
        man = make.PersonFactory(gender=Gender.MALE)
        make.MandateFactory(instance=body, college=college, person=man, substitute_of=members[0])
    session.commit()
    found = body_figures(session, body, TODAY)
    assert (found.members, found.sitting, found.colleges) == (4, 2, (("Habitants", 2),))
    assert found.genders == GenderCounts(women=1, men=1)
    missed = select(Instance.id).where(alert_clause(InstanceAlert.PARITY, TODAY))
    assert session.scalars(missed).all() == []
    members[0].ended_on, members[0].end_reason = TODAY, "resignation"
    session.commit()
    found = body_figures(session, body, TODAY)
    assert (found.members, found.sitting, found.genders) == (3, 3, GenderCounts(men=3))
    assert session.scalars(missed).all() == [body.id]


def test_the_page_of_a_body_tells_those_who_sit_from_the_mandates_in_force(session, client_as):
    body = make.InstanceFactory()
    member = make.MandateFactory(instance=body)
    session.commit()
    client = client_as("mission")
    assert "qui siègent" not in client.get(f"/instances/show/{body.id}?tab=seats").get_data(as_text=True)
    make.MandateFactory(instance=body, substitute_of=member)
    session.commit()
    assert "qui siègent" in client.get(f"/instances/show/{body.id}?tab=seats").get_data(as_text=True)


def test_a_body_of_any_size_costs_two_statements(session):
    body = make.InstanceFactory()
    session.commit()
    for count in (0, 40):
        with make.together():
            for _ in range(count):
                make.MandateFactory(instance=body)
        session.commit()
        _ = body.id
        with count_statements(session.get_bind()) as sent:
            body_figures(session, body, TODAY)
        assert len(sent) == 2
