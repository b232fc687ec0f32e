"""The list of those convened, frozen then corrected; what a mark may say, once, and what is refused."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.scope.limits import Scope
from mdo.meetings.attendance import (
    add_guest,
    add_member,
    convened_on,
    freeze,
    holder_of,
    lines_of,
    plan,
    remove,
)
from mdo.meetings.hours import hour_in_words, moment_at
from mdo.meetings.marking import Mark, MarkOutcome, mark, mark_of, representatives, set_hours, tally
from models.attendance import Attendance, Presence
from models.journal import JournalChange
from models.meetings import Meeting, MeetingState
from models.people import Person
from models.territory import Arrondissement
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@prepared
def body(session):
    return make.InstanceFactory(arrondissements=[5])


@pytest.fixture
def meeting(session, body):
    return make.MeetingFactory(instance=body)


def member(body, name: str, **mandate: object) -> Person:
    person: Person = make.PersonFactory(last_name=name, first_name=None)
    make.MandateFactory(instance=body, person=person, **mandate)
    return person


def frozen(session, meeting, *names: str) -> dict[str, Attendance]:
    """The lines of a list with these members, by name."""
    for name in names:
        member(meeting.instance, name)
    freeze(session, meeting, TODAY, now=NOW)
    return {str(line): line for line in lines_of(session, meeting)}


def names(lines) -> set[str]:
    return {str(line) for line in lines}


# ---- The list --------------------------------------------------------------------------------------------------------


def test_those_convened_hold_a_mandate_in_force_on_the_day(session, body, meeting):
    member(body, "In force")
    member(body, "Begins today", start_on=TODAY)
    member(body, "Begins tomorrow", start_on=TOMORROW)
    member(body, "Ends today", planned_end_on=TODAY)
    member(body, "Ended yesterday", ended_on=YESTERDAY, end_reason="resignation")
    member(body, "Expired", planned_end_on=YESTERDAY)
    member(body, "Undated", start_on=None)
    member(make.InstanceFactory(), "Elsewhere")
    assert names(convened_on(session, meeting, TODAY)) == {"In force", "Begins today", "Ends today"}


def test_an_organisation_alone_is_convened_as_such_and_two_mandates_make_one_line(session, body, meeting):
    association = make.OrganisationFactory(name="Amis du quartier")
    chair, secretary = (
        make.MandateFunctionFactory(label=label, is_bureau=is_bureau)
        for label, is_bureau in (("Tête du comité", True), ("Siège du comité", False))
    )
    college = make.CollegeFactory(instance=body, name="Habitants")
    person = make.PersonFactory(last_name="Deux mandats", first_name=None)
    make.MandateFactory(instance=body, person=person, function=secretary, college=college, organisation=association)
    make.MandateFactory(instance=body, person=person, function=chair)
    make.MandateFactory(instance=body, person=None, organisation=association, function=secretary)
    freeze(session, meeting, TODAY, now=NOW)
    lines = {str(line): line for line in lines_of(session, meeting)}
    assert lines.keys() == {"Deux mandats", "Amis du quartier"}
    assert lines["Deux mandats"].quality == "Tête du comité – Siège du comité – Amis du quartier"
    assert lines["Deux mandats"].college is college
    assert (lines["Amis du quartier"].quality, lines["Amis du quartier"].person_id) == ("Siège du comité", None)
    assert meeting.convened_at == NOW
    assert all(line.is_convened and line.presence is Presence.EXPECTED for line in lines.values())


def test_the_line_keeps_what_the_mandate_was(session, meeting):
    lines = frozen(session, meeting, "Martin")
    mandate = lines["Martin"].mandate
    quality = lines["Martin"].quality
    mandate.function = make.MandateFunctionFactory(label="Caisse du comité")
    mandate.ended_on, mandate.end_reason = TODAY, "resignation"
    session.commit()
    assert lines["Martin"].quality == quality != "Caisse du comité"


def test_a_meeting_of_the_network_convenes_the_referents_in_force(session):
    network = make.MeetingFactory(instance=None)
    one, past = make.UserFactory(first_name="Inès", last_name="Roux"), make.UserFactory()
    make.ReferentFactory(user=one, arrondissement=make.ArrondissementFactory(number=5))
    make.ReferentFactory(user=one, arrondissement=make.ArrondissementFactory(number=7))
    make.ReferentFactory(user=past, end_on=YESTERDAY)
    freeze(session, network, TODAY, now=NOW)
    (line,) = lines_of(session, network)
    assert (line.user, line.person_id, line.mandate_id) == (one, None, None)
    numbers = dict(session.execute(select(Arrondissement.number, Arrondissement.name)).all())
    assert line.quality == f"{numbers[5]}, {numbers[7]}"


def test_a_past_convocation_is_dated_by_its_day(session, body, meeting):
    member(body, "Martin")
    freeze(session, meeting, dt.date(2026, 11, 10), now=NOW)
    assert meeting.convened_at == dt.datetime(2026, 11, 10, 11, tzinfo=dt.UTC)


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED])
def test_a_meeting_that_does_not_take_place_convenes_nobody(session, body, meeting, state):
    member(body, "Martin")
    meeting.state = state
    with pytest.raises(RuleViolation, match="does not take place"):
        freeze(session, meeting, TODAY, now=NOW)


def test_a_body_without_members_convenes_nobody(session, meeting):
    with pytest.raises(RuleViolation, match="Nobody to convene"):
        freeze(session, meeting, TODAY, now=NOW)
    assert meeting.convened_at is None


def test_freezing_again_adds_and_removes_and_loses_no_mark(session, body, meeting):
    lines = frozen(session, meeting, "Stays", "Leaves", "Left after coming", "Left with a note")
    add_guest(session, meeting, name="Une voisine")
    mark(session, lines["Left after coming"], Mark(Presence.PRESENT))
    lines["Left with a note"].note = "Arrive tard"
    for name in ("Leaves", "Left after coming", "Left with a note"):
        mandate = lines[name].mandate
        mandate.ended_on, mandate.end_reason = YESTERDAY, "resignation"
    member(body, "Comes")
    session.flush()
    found = plan(session, meeting, TODAY)
    assert (names(found.added), names(found.removed)) == ({"Comes"}, {"Leaves"})
    assert names(found.kept) == {"Left after coming", "Left with a note"}
    assert len(lines_of(session, meeting)) == 5
    before = meeting.convened_at
    freeze(session, meeting, TODAY, now=NOW + dt.timedelta(hours=3))
    assert names(lines_of(session, meeting)) == {
        "Stays", "Left after coming", "Left with a note", "Comes", "Une voisine",
    }  # fmt: skip
    assert lines["Left after coming"].presence is Presence.PRESENT
    assert meeting.convened_at == before
    assert plan(session, meeting, TODAY).is_empty


def test_only_what_is_ticked_changes(session, body, meeting):
    lines = frozen(session, meeting, "Leaves")
    mandate = lines["Leaves"].mandate
    mandate.ended_on, mandate.end_reason = YESTERDAY, "resignation"
    member(body, "Comes")
    member(body, "Comes too")
    session.flush()
    chosen = [holder_of(line) for line in plan(session, meeting, TODAY).added if str(line) == "Comes"]
    freeze(session, meeting, TODAY, now=NOW, only=chosen)
    assert names(lines_of(session, meeting)) == {"Leaves", "Comes"}


def test_members_guests_and_visitors_are_added_by_hand(session, body, meeting):
    frozen(session, meeting, "Martin")
    undated = member(body, "Undated", start_on=None)
    line = add_member(session, meeting, person_id=undated.id, organisation_id=None)
    assert (line.is_convened, line.presence, line.mandate_id is not None) == (True, Presence.EXPECTED, True)
    guest = add_guest(session, meeting, person_id=make.PersonFactory().id, quality="Urbaniste")
    visitor = add_guest(session, meeting, name="  Une voisine ", presence=Presence.PRESENT)
    assert (guest.is_convened, guest.presence, guest.quality) == (False, Presence.GUEST, "Urbaniste")
    assert (str(visitor), visitor.is_convened, visitor.presence) == ("Une voisine", False, Presence.PRESENT)
    with pytest.raises(RuleViolation, match="Already on the list"):
        add_member(session, meeting, person_id=undated.id, organisation_id=None)
    with pytest.raises(RuleViolation, match="Already on the list"):
        add_guest(session, meeting, person_id=undated.id)
    with pytest.raises(RuleViolation, match="No mandate in this body"):
        add_member(session, meeting, person_id=make.PersonFactory().id, organisation_id=None)
    with pytest.raises(RuleViolation, match="Choose a person or an organisation"):
        add_guest(session, meeting, name="   ")


def test_a_line_that_represents_someone_is_not_removed(session, meeting):
    lines = frozen(session, meeting, "A", "B")
    mark(session, lines["A"], Mark(Presence.REPRESENTED, lines["B"].id))
    with pytest.raises(RuleViolation, match="Represents A"):
        remove(session, lines["B"])
    remove(session, lines["A"])
    assert names(lines_of(session, meeting)) == {"B"}


def test_a_referent_corrects_the_lists_of_the_own_arrondissement_alone(session, body, meeting, as_reader):
    lines = frozen(session, meeting, "Martin")
    network = make.MeetingFactory(instance=None)
    user = make.UserFactory()
    line = make.AttendanceFactory(meeting=network, person=None, user=user)
    places = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    session.commit()
    for number, allowed in ((5, True), (7, False)):
        reader = as_reader(Scope.arrondissements(user.id, frozenset({places[number]})))
        found = reader.get(Attendance, lines["Martin"].id)
        assert (found is not None) is allowed
        if found is not None:
            mark(reader, found, Mark(Presence.PRESENT))
        of_network = reader.get_one(Attendance, line.id)
        with pytest.raises(OutOfScope):
            mark(reader, of_network, Mark(Presence.PRESENT))
        reader.rollback()


# ---- Marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "stored", "wanted", "outcome", "after"),
    [
        ("expected", "expected", "present", MarkOutcome.SAVED, "present"),
        ("expected", "present", "present", MarkOutcome.SAME, "present"),
        ("present", "present", "excused", MarkOutcome.SAVED, "excused"),
        ("expected", "excused", "present", MarkOutcome.CONFLICT, "excused"),
        (None, "excused", "present", MarkOutcome.SAVED, "present"),
        ("present", "present", "expected", MarkOutcome.SAVED, "expected"),
    ],
)
def test_a_mark_is_written_once_and_never_over_one_that_was_not_seen(
    session, meeting, seen, stored, wanted, outcome, after
):
    line = make.AttendanceFactory(meeting=meeting, presence=Presence(stored))
    session.commit()
    changes = len(session.scalars(select(JournalChange)).all())
    sent = (Mark(Presence(wanted)), Mark(Presence(seen)) if seen else None)
    assert mark(session, line, *sent) is outcome
    session.commit()
    assert line.presence == after
    assert len(session.scalars(select(JournalChange)).all()) - changes == (outcome is MarkOutcome.SAVED)
    if outcome is MarkOutcome.SAVED:
        assert mark(session, line, *sent) is MarkOutcome.SAME


def test_another_member_who_is_there_represents(session, meeting):
    lines = frozen(session, meeting, "A", "B", "C", "D")
    mark(session, lines["B"], Mark(Presence.PRESENT))
    mark(session, lines["C"], Mark(Presence.ABSENT))
    guest = add_guest(session, meeting, name="Une voisine")
    present = add_guest(session, meeting, name="Un voisin", presence=Presence.PRESENT)
    elsewhere = make.AttendanceFactory()
    assert names(representatives([*lines.values(), guest, present], lines["A"])) == {"B", "D"}
    for wrong, sentence in (
        (None, "Say who represents"),
        (elsewhere.id, "Say who represents"),
        (lines["A"].id, "Nobody represents themselves"),
        (lines["C"].id, "C cannot represent"),
        (guest.id, "Une voisine cannot represent"),
        (present.id, "Un voisin cannot represent"),
    ):
        with pytest.raises(RuleViolation, match=sentence):
            mark(session, lines["A"], Mark(Presence.REPRESENTED, wrong))
    assert mark(session, lines["A"], Mark(Presence.REPRESENTED, lines["B"].id)) is MarkOutcome.SAVED
    with pytest.raises(RuleViolation, match="A cannot represent"):
        mark(session, lines["D"], Mark(Presence.REPRESENTED, lines["A"].id))
    for away in (Mark(Presence.ABSENT), Mark(Presence.EXCUSED), Mark(Presence.REPRESENTED, lines["D"].id)):
        with pytest.raises(RuleViolation, match="Represents A"):
            mark(session, lines["B"], away)
    with pytest.raises(RuleViolation, match="Only a member"):
        mark(session, guest, Mark(Presence.REPRESENTED, lines["B"].id))
    mark(session, lines["A"], Mark(Presence.PRESENT))
    assert mark_of(lines["A"]) == Mark(Presence.PRESENT)


def test_a_member_marked_as_a_guest_is_no_longer_convened_until_marked_otherwise(session, meeting):
    line = frozen(session, meeting, "A")["A"]
    mark(session, line, Mark(Presence.GUEST))
    assert not line.is_convened
    mark(session, line, Mark(Presence.PRESENT))
    assert line.is_convened
    guest = add_guest(session, meeting, name="Une voisine")
    mark(session, guest, Mark(Presence.PRESENT))
    assert not guest.is_convened


@pytest.mark.parametrize("presence", list(Presence))
def test_counts_are_those_of_the_lines(session, meeting, presence):
    lines = list(frozen(session, meeting, "A", "B", "C").values())
    wanted = Mark(presence, lines[1].id if presence is Presence.REPRESENTED else None)
    mark(session, lines[0], wanted)
    found = tally(lines)
    assert found.lines == sum(found.by_presence.values()) == 3
    assert found.by_presence[presence] == (3 if presence is Presence.EXPECTED else 1)
    assert found.convened == (2 if presence is Presence.GUEST else 3)


# ---- Hours -----------------------------------------------------------------------------------------------------------

EVENING = (dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC))
SUMMER = (dt.datetime(2026, 6, 24, 16, 30, tzinfo=dt.UTC), dt.datetime(2026, 6, 24, 18, 30, tzinfo=dt.UTC))
LATE = (dt.datetime(2026, 11, 24, 21, tzinfo=dt.UTC), dt.datetime(2026, 11, 25, 0, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("typed", "hours", "moment"),
    [
        ("18:45", EVENING, dt.datetime(2026, 11, 24, 17, 45, tzinfo=dt.UTC)),
        ("18h45", EVENING, dt.datetime(2026, 11, 24, 17, 45, tzinfo=dt.UTC)),
        (" 18 h 45 ", EVENING, dt.datetime(2026, 11, 24, 17, 45, tzinfo=dt.UTC)),
        ("1845", EVENING, dt.datetime(2026, 11, 24, 17, 45, tzinfo=dt.UTC)),
        ("18h", EVENING, dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)),
        ("18h45", SUMMER, dt.datetime(2026, 6, 24, 16, 45, tzinfo=dt.UTC)),
        ("00h30", LATE, dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)),
        ("22h30", LATE, dt.datetime(2026, 11, 24, 21, 30, tzinfo=dt.UTC)),
        ("", EVENING, None),
    ],
)
def test_hours_are_read_on_a_clock_in_paris_on_the_day_of_the_meeting(typed, hours, moment):
    assert moment_at(typed, *hours, "arrived_at") == moment
    assert moment_at(hour_in_words(moment), *hours, "arrived_at") == moment


@pytest.mark.parametrize("typed", ["25:00", "18:60", "tard", "18", "24h00"])
def test_what_is_no_hour_is_refused(typed):
    with pytest.raises(RuleViolation, match="Not an hour"):
        moment_at(typed, *EVENING, "arrived_at")


def test_hours_are_those_of_who_came(session, meeting):
    line = frozen(session, meeting, "A")["A"]
    with pytest.raises(RuleViolation, match="mark them present first"):
        set_hours(line, meeting, "18:45", "")
    mark(session, line, Mark(Presence.PRESENT))
    with pytest.raises(RuleViolation, match="before the arrival"):
        set_hours(line, meeting, "19:00", "18:59")
    set_hours(line, meeting, "18:45", "18:45")
    session.flush()
    mark(session, line, Mark(Presence.ABSENT))
    assert (line.arrived_at, line.left_at) == (None, None)


def test_deleting_a_meeting_takes_its_list_along(session, meeting):
    lines = frozen(session, meeting, "A", "B")
    mark(session, lines["A"], Mark(Presence.REPRESENTED, lines["B"].id))
    session.commit()
    session.expire_all()
    session.delete(session.get_one(Meeting, meeting.id))
    session.commit()
    assert session.scalars(select(Attendance)).all() == []
