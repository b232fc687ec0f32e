"""« Conflits d'agenda » on what is stored: the facts that the mission asked for, in the scope of who asks."""

import datetime as dt
from typing import Any

import pytest

from mdo.calendar.conflict_search import findings_on
from mdo.calendar.conflicts import Clash, Findings, MeetingInMind
from mdo.kernel.base.context import Context, bind
from mdo.kernel.base.periods import PARIS
from mdo.kernel.scope.limits import Scope
from models.meetings import MeetingState
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.rows import day
from tests.support.statements import count_statements


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=PARIS).astimezone(dt.UTC)


def planned(on: str = "30/11/2026", **values: Any) -> MeetingInMind:
    hours = {"start_at": at(f"{on} 18:30"), "end_at": at(f"{on} 21:00")}
    return MeetingInMind(**{**hours, **values})


def found(session, meeting: MeetingInMind, *, is_network: bool = False, most: int = 4) -> Findings:
    return findings_on(session, meeting, is_network=is_network, language="fr", most_evenings=most)


def told(findings: Findings) -> set[tuple[Clash, str]]:
    return {(conflict.clash, conflict.other.title) for conflict in findings.conflicts}


def meeting(title: str, on: str = "30/11/2026", hour: str = "19:00", **values: Any) -> Any:
    return make.MeetingFactory(title=title, start_at=at(f"{on} {hour}"), **values)


@prepared
def bodies(session) -> dict[str, Any]:
    """Two bodies of the 5th that share three members in force and one past, one of the 7th that shares one."""
    rows = {name: make.InstanceFactory(name=name, arrondissements=[number]) for name, number in
            (("Pentes", 5), ("Vaise", 5), ("Guillotière", 7))}  # fmt: skip
    people = [make.PersonFactory(last_name=name, first_name="Léa") for name in ("Arnaud", "Blanc", "Colin", "Denis")]
    for person in people:
        make.MandateFactory(instance=rows["Pentes"], person=person)
    for person in people[:3]:
        make.MandateFactory(instance=rows["Vaise"], person=person)
    make.MandateFactory(instance=rows["Vaise"], person=people[3], ended_on=dt.date(2026, 1, 31))
    make.MandateFactory(instance=rows["Guillotière"], person=people[0])
    session.commit()
    return rows


def test_the_eleventh_of_november_is_a_public_holiday(session):
    findings = found(session, planned("11/11/2027"))
    assert findings.public_holiday == "Armistice"
    assert findings.free == (day("09/11/2027"), day("10/11/2027"), day("12/11/2027"))


@pytest.mark.parametrize(
    ("on", "label"), [("01/06/2031", ""), ("02/06/2031", "Essai"), ("06/06/2031", "Essai"), ("09/06/2031", "")]
)
def test_school_holidays_are_those_of_the_table(session, on, label):
    make.SchoolHolidayFactory(label="Essai", start_on=day("02/06/2031"), end_on=day("06/06/2031"))
    findings = found(session, planned(on))
    assert findings.school_holiday == label


def test_a_free_evening_is_no_holiday_and_no_evening_of_a_meeting_in_conflict(session, bodies):
    make.SchoolHolidayFactory(label="Essai", start_on=day("26/05/2031"), end_on=day("08/06/2031"))
    meeting("Bureau de Vaise", "11/06/2031", instance=bodies["Vaise"])
    findings = found(session, planned("04/06/2031", instance_id=bodies["Pentes"].id))
    assert findings.free == (day("09/06/2031"), day("10/06/2031"), day("12/06/2031"))


def test_three_members_in_common_the_same_evening_are_counted_and_named(session, bodies):
    meeting("Plénière de Vaise", instance=bodies["Vaise"])
    findings = found(session, planned(instance_id=bodies["Pentes"].id))
    [conflict] = findings.conflicts
    assert conflict.clash is Clash.MEMBERS
    assert conflict.names == ("Léa Arnaud", "Léa Blanc", "Léa Colin")


@pytest.mark.parametrize(
    ("on", "hour", "expected"),
    [
        ("30/11/2026", "19:00", {(Clash.MEMBERS, "Autre")}),
        ("30/11/2026", "09:00", {(Clash.NEAR, "Autre")}),
        ("01/12/2026", "19:00", set()),
    ],
)
def test_members_are_disputed_on_one_evening_alone(session, bodies, on, hour, expected):
    meeting("Autre", on, hour, instance=bodies["Vaise"])
    assert told(found(session, planned(instance_id=bodies["Pentes"].id))) == expected


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED])
def test_what_does_not_take_place_is_in_no_conflict(session, bodies, state):
    meeting("Autre", instance=bodies["Vaise"], state=state)
    assert not found(session, planned(instance_id=bodies["Pentes"].id)).is_warning


def test_the_elected_official_of_two_bodies_is_told(session):
    elected = make.UserFactory()
    one, other = (make.InstanceFactory(arrondissements=[number], elected_user=elected) for number in (5, 7))
    meeting("Au 7e", instance=other)
    assert told(found(session, planned(instance_id=one.id))) == {(Clash.OFFICIAL, "Au 7e")}


@pytest.mark.parametrize("role", ["organiser", "facilitator", "referent"])
def test_who_carries_a_meeting_is_not_at_another(session, bodies, role):
    agent = make.UserFactory(first_name="Paul", last_name="Martin")
    values: dict[str, Any] = {}
    if role == "organiser":
        values["organiser_id"] = agent.id
    elif role == "facilitator":
        values["facilitator_ids"] = frozenset({agent.id})
    else:
        make.ReferentFactory(user=agent, arrondissement=make.ArrondissementFactory(number=5))
    other = meeting("Ailleurs", instance=make.InstanceFactory())
    other.facilitators.append(agent)
    session.flush()
    findings = found(session, planned(instance_id=bodies["Pentes"].id, **values))
    assert told(findings) == {(Clash.AGENT, "Ailleurs")}
    assert findings.conflicts[0].names == ("Paul Martin",)


def test_a_room_is_taken_at_overlapping_hours_alone(session):
    meeting("Le soir", hour="20:30", instance=make.InstanceFactory(), place="Mairie du 5e", room="Salle A")
    meeting("Le matin", hour="10:00", instance=make.InstanceFactory(), place="Mairie du 5e", room="Salle A")
    meeting("À côté", hour="18:30", instance=make.InstanceFactory(), place="Mairie du 5e", room="Salle B")
    findings = found(session, planned(place="mairie du 5E", room="salle a"))
    assert told(findings) == {(Clash.PLACE, "Le soir")}


def test_the_network_is_in_conflict_with_what_its_referents_carry(session):
    agent = make.UserFactory()
    make.ReferentFactory(user=agent, arrondissement=make.ArrondissementFactory(number=3))
    meeting("Au 3e", instance=make.InstanceFactory(arrondissements=[3]), organiser=agent)
    assert told(found(session, planned(), is_network=True)) == {(Clash.AGENT, "Au 3e")}
    assert told(found(session, planned())) == set()


def reader(session, user) -> None:
    """The session asks in the name of this account, with no limit."""
    context = session.info.pop("mdo_context")
    bind(session, Context(scope=context.scope, today=TODAY, actor_id=user.id))


@pytest.mark.parametrize(("others", "count", "is_over"), [(3, 4, False), (4, 5, True)])
def test_a_fifth_evening_for_a_mark_of_four_is_told_to_the_agent(session, others, count, is_over):
    agent, colleague = make.UserFactory(), make.UserFactory()
    for number in range(others):
        meeting(f"Soir {number}", f"{number + 2:02d}/11/2026", instance=make.InstanceFactory(), organiser=agent)
    meeting("Du mois suivant", "01/12/2026", instance=make.InstanceFactory(), organiser=agent)
    meeting("D'une autre", "10/11/2026", instance=make.InstanceFactory(), organiser=colleague)
    reader(session, agent)
    findings = found(session, planned(organiser_id=agent.id))
    assert findings.evenings is not None
    assert (findings.evenings.count, findings.evenings.is_over) == (count, is_over)
    assert findings.evenings.minutes == 150
    assert findings.is_warning is is_over


def test_nobody_reads_the_evenings_of_another(session):
    agent, colleague = make.UserFactory(), make.UserFactory()
    for number in range(5):
        meeting(f"Soir {number}", f"{number + 2:02d}/11/2026", instance=make.InstanceFactory(), organiser=agent)
    reader(session, colleague)
    assert found(session, planned(organiser_id=agent.id)).evenings is None


def test_what_a_reader_may_not_see_is_not_told(session, bodies, as_reader):
    agent = make.UserFactory()
    meeting("Au 7e", instance=bodies["Guillotière"], organiser=agent, place="Salle commune")
    meeting("À Vaise", instance=bodies["Vaise"])
    session.commit()
    asked = planned(instance_id=bodies["Pentes"].id, organiser_id=agent.id, place="Salle commune")
    place = make.ArrondissementFactory(number=5)
    limited = as_reader(Scope.arrondissements(agent.id, frozenset({place.id})))
    assert told(found(limited, asked)) == {(Clash.MEMBERS, "À Vaise")}
    assert {title for _clash, title in told(found(session, asked))} == {"Au 7e", "À Vaise"}


def test_a_date_costs_the_same_whatever_is_stored(session, bodies):
    def cost() -> int:
        session.expire_all()
        with count_statements(session.get_bind()) as sent:
            found(session, planned(instance_id=ids, place="Mairie"))
        return len(sent)

    ids = bodies["Pentes"].id
    meeting("Une", instance=bodies["Vaise"])
    session.commit()
    few = cost()
    for number in range(15):
        other = meeting(f"Autre {number}", instance=bodies["Vaise"], place="Mairie")
        other.facilitators.append(make.UserFactory())
    session.commit()
    assert cost() <= few + 1
    assert few <= 11
