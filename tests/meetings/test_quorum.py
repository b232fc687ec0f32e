"""The quorum: a fraction rounded up, of what the body says, counting whom it says."""

import datetime as dt

import pytest

from mdo.instances.rules import Rules
from mdo.meetings.attendance import freeze, lines_of
from mdo.meetings.marking import Mark, mark, tally
from mdo.meetings.quorum import quorum, quorum_of
from models.attendance import Presence
from models.instances import Membership, QuorumBase, QuorumCounts, QuorumReach
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared


def rules(numerator: int | None = 1, denominator: int | None = 2, **more: object) -> Rules:
    return Rules(Membership.CLOSED, quorum_numerator=numerator, quorum_denominator=denominator, **more)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("fraction", "total", "present", "needed", "reached"),
    [
        ((1, 2), 40, 19, 20, False),
        ((1, 2), 40, 20, 20, True),
        ((1, 2), 41, 20, 21, False),
        ((1, 2), 41, 21, 21, True),
        ((1, 3), 10, 3, 4, False),
        ((1, 3), 10, 4, 4, True),
        ((2, 3), 9, 5, 6, False),
        ((2, 3), 9, 6, 6, True),
        ((1, 1), 7, 7, 7, True),
        ((1, 2), 1, 0, 1, False),
        ((1, 2), 0, 0, 0, False),
    ],
)
def test_the_number_needed_is_the_fraction_rounded_up(fraction, total, present, needed, reached):
    found = quorum(rules(*fraction), total=total, present=present, represented=0)
    assert found is not None
    assert (found.needed, found.counted, found.is_reached) == (needed, present, reached)


@pytest.mark.parametrize(
    ("counts", "counted"),
    [(None, 3), (QuorumCounts.PRESENT, 3), (QuorumCounts.WITH_REPRESENTED, 5)],
)
def test_those_represented_count_where_the_body_says_so_alone(counts, counted):
    found = quorum(rules(quorum_counts=counts), total=8, present=3, represented=2)
    assert found is not None
    assert (found.counted, found.represented) == (counted, counted - 3)


@pytest.mark.parametrize("fraction", [(None, None), (1, None), (None, 2)])
def test_without_a_whole_fraction_there_is_no_quorum(fraction):
    assert quorum(rules(*fraction), total=8, present=8, represented=0) is None


@pytest.fixture
def body(session):
    """Four members in force, of whom one sits for an association, one holds two mandates; one to come; five seats."""
    body = make.InstanceFactory(quorum_numerator=1, quorum_denominator=2, arrondissements=[5])
    president = make.PersonFactory()
    make.MandateFactory(instance=body, person=president)
    make.MandateFactory(instance=body, person=president)
    make.MandateFactory.create_batch(2, instance=body)
    make.MandateFactory(instance=body, person=None, organisation=make.OrganisationFactory())
    make.MandateFactory(instance=body, start_on=dt.date(2026, 11, 25))
    for number in range(5):
        make.SeatFactory(instance=body, number=number + 1)
    make.SeatFactory(instance=body, number=9, closed_on=dt.date(2026, 11, 23))
    session.commit()
    return body


@pytest.mark.parametrize(
    ("base", "total"), [(None, 4), (QuorumBase.MANDATES, 4), (QuorumBase.SEATS, 5), (QuorumBase.CONVENED, 3)]
)
def test_the_fraction_is_of_the_mandates_the_seats_or_those_convened(session, body, base, total):
    body.quorum_base = base
    meeting = make.MeetingFactory(instance=body)
    freeze(session, meeting, TODAY, now=meeting.start_at)
    lines = lines_of(session, meeting)
    session.delete(lines[0])
    session.flush()
    found = quorum_of(session, meeting, tally(lines[1:]))
    assert found is not None
    assert found.total == total


def test_guests_and_visitors_count_for_no_quorum(session, body):
    meeting = make.MeetingFactory(instance=body)
    freeze(session, meeting, TODAY, now=meeting.start_at)
    make.AttendanceFactory(
        meeting=meeting, person=None, visitor_name="Une voisine", is_convened=False, presence=Presence.PRESENT
    )
    lines = lines_of(session, meeting)
    mark(session, next(line for line in lines if line.is_convened), Mark(Presence.PRESENT))
    found = quorum_of(session, meeting, tally(lines))
    assert found is not None
    assert (found.counted, found.needed, found.is_reached) == (1, 2, False)


def test_the_rule_of_the_type_holds_and_the_network_has_none(session):
    kind = make.InstanceTypeFactory(quorum_numerator=1, quorum_denominator=3)
    meeting = make.MeetingFactory(instance=make.InstanceFactory(type=kind))
    found = quorum_of(session, meeting, tally([]))
    assert found is not None
    assert (found.numerator, found.denominator) == (1, 3)
    assert quorum_of(session, make.MeetingFactory(), tally([])) is None
    assert quorum_of(session, make.MeetingFactory(instance=None), tally([])) is None


@pytest.mark.parametrize(
    ("fraction", "total", "needed"),
    [((1, 2), 30, 16), ((1, 2), 31, 16), ((1, 2), 1, 1), ((1, 3), 30, 11), ((2, 3), 9, 7), ((1, 2), 0, 1)],
)
def test_more_than_a_fraction_is_the_number_after_it(fraction, total, needed):
    found = quorum(rules(*fraction, quorum_reach=QuorumReach.MORE_THAN), total=total, present=needed, represented=0)
    assert found is not None
    assert (found.needed, found.is_reached) == (needed, total > 0)


@prepared
def pair(session):
    """A body of three members, and a substitute of the first: more than half of three are two."""
    body = make.InstanceFactory(quorum_numerator=1, quorum_denominator=2, quorum_reach=QuorumReach.MORE_THAN)
    members = make.MandateFactory.create_batch(3, instance=body)
    substitute = make.MandateFactory(instance=body, substitute_of=members[0])
    session.commit()
    return body, members, substitute


@pytest.mark.parametrize(
    ("of_member", "of_substitute", "counted"),
    [
        (Presence.PRESENT, Presence.PRESENT, 1),  # one place counts once
        (Presence.EXCUSED, Presence.PRESENT, 1),  # she replaces
        (Presence.PRESENT, Presence.EXCUSED, 1),
        (Presence.EXCUSED, Presence.EXCUSED, 0),
        (Presence.EXPECTED, Presence.PRESENT, 1),
    ],
)
@pytest.mark.parametrize(("base", "total"), [(None, 3), (QuorumBase.CONVENED, 3)])
def test_a_substitute_counts_where_she_replaces(session, pair, base, total, of_member, of_substitute, counted):
    body, members, substitute = pair
    body.quorum_base = base
    meeting = make.MeetingFactory(instance=body)
    freeze(session, meeting, TODAY, now=meeting.start_at)
    by_person = {line.person_id: line for line in lines_of(session, meeting)}
    by_person[members[0].person_id].presence = of_member
    by_person[substitute.person_id].presence = of_substitute
    session.flush()
    found = quorum_of(session, meeting, tally(lines_of(session, meeting)))
    assert found is not None
    assert (found.total, found.needed, found.counted) == (total, 2, counted)


def test_a_substitute_sits_once_the_member_is_gone(session, pair):
    body, members, substitute = pair
    members[0].ended_on, members[0].end_reason = TODAY, "resignation"
    meeting = make.MeetingFactory(instance=body)
    freeze(session, meeting, TODAY, now=meeting.start_at)
    lines = lines_of(session, meeting)
    next(line for line in lines if line.person_id == substitute.person_id).presence = Presence.PRESENT
    session.flush()
    found = quorum_of(session, meeting, tally(lines))
    assert found is not None
    assert (found.total, found.counted) == (3, 1)
