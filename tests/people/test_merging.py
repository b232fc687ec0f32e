"""A merge keeps all mandates and what was known, refuses an overlap, and is undone as one; on both databases."""

import pytest
from sqlalchemy import select

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import undo
from mdo.people.merging import Merged, merge
from models.attendance import Attendance, Presence
from models.journal import Door, JournalEntry
from models.people import Consent, DuplicateCandidate, DuplicateState, Gender, Mandate, Person
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared


@prepared
def pair(session):
    """Someone known twice, with a mandate in each of two bodies."""
    kept = make.PersonFactory(
        last_name="Martin",
        first_name="Léa",
        email=None,
        gender=Gender.UNKNOWN,
        phone="04 78 00 00 01",
        notes="Parle polonais.",
    )
    gone = make.PersonFactory(
        last_name="MARTIN",
        first_name="Léa",
        email="lea@example.org",
        gender=Gender.FEMALE,
        phone="04 78 00 00 02",
        image_consent=Consent.GIVEN,
        notes="Préfère le mardi.\nparle polonais.",
    )
    for person in (kept, gone):
        make.MandateFactory(person=person)
    make.DuplicateCandidateFactory(person=kept, other=gone)
    session.commit()
    return kept, gone


def test_a_merge_moves_the_mandates_and_completes_what_was_unknown(session, pair):
    kept, gone = pair
    assert merge(session, kept, gone).mandates == 1
    session.commit()
    assert len(session.scalars(select(Mandate).where(Mandate.person_id == kept.id)).all()) == 2
    assert (kept.email, kept.gender, kept.image_consent) == ("lea@example.org", Gender.FEMALE, Consent.GIVEN)
    assert kept.phone == "04 78 00 00 01"
    assert kept.notes == "Parle polonais.\nPréfère le mardi."
    assert session.scalars(select(Person)).all() == [kept]
    assert session.scalars(select(DuplicateCandidate)).all() == []


def test_a_merge_is_refused_when_both_hold_the_same_function(session, pair):
    kept, gone = pair
    mine = session.scalars(select(Mandate).where(Mandate.person_id == kept.id)).one()
    make.MandateFactory(person=gone, instance=mine.instance, function=mine.function)
    session.commit()
    with pytest.raises(RuleViolation, match="Already"):
        merge(session, kept, gone)
    session.rollback()
    assert len(session.scalars(select(Person)).all()) == 2


def test_a_merge_is_undone_as_one(session, pair):
    kept, gone = pair
    gone_id = gone.id
    through(session, Door.BULK, "merge")
    merge(session, kept, gone)
    session.commit()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.expire_all()
    assert session.get(Person, gone_id).email == "lea@example.org"
    assert kept.email is None
    assert session.scalars(select(Mandate.person_id).order_by(Mandate.person_id)).all() == sorted([kept.id, gone_id])
    assert len(session.scalars(select(DuplicateCandidate)).all()) == 1


def queued(session) -> set[tuple[int, int, DuplicateState]]:
    session.expire_all()
    return {(row.person_id, row.other_id, row.state) for row in session.scalars(select(DuplicateCandidate))}


@pytest.mark.parametrize("keeps_first", [True, False])
def test_the_other_pairs_of_the_row_that_goes_move_to_the_one_that_stays(session, pair, keeps_first):
    first, second = pair
    kept, gone = (first, second) if keeps_first else (second, first)
    alike, apart, of_both = (make.PersonFactory(last_name="Martin") for _ in range(3))
    make.DuplicateCandidateFactory(person=gone, other=alike)
    make.DuplicateCandidateFactory(person=gone, other=apart, state=DuplicateState.DISTINCT)
    make.DuplicateCandidateFactory(person=gone, other=of_both)
    make.DuplicateCandidateFactory(person=kept, other=of_both, state=DuplicateState.DISTINCT)
    session.commit()
    before = queued(session)
    kept_id = kept.id
    through(session, Door.BULK, "merge")
    merge(session, kept, gone)
    session.commit()
    assert queued(session) == {
        (kept_id, alike.id, DuplicateState.OPEN),
        (kept_id, apart.id, DuplicateState.DISTINCT),
        (kept_id, of_both.id, DuplicateState.DISTINCT),
    }
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    assert queued(session) == before


def test_the_mission_merges_from_the_queue(session, pair, client_as):
    kept, gone = pair
    gone_id = gone.id
    candidate = session.scalars(select(DuplicateCandidate)).one()
    client = client_as("mission")
    page = client.get(f"/doublons/show/{candidate.id}").get_data(as_text=True)
    assert f"/doublons/merge/{candidate.id}" in page
    answer = post(client, f"/doublons/merge/{candidate.id}", {"keep": str(kept.id)})
    assert answer.headers["Location"].endswith(f"/personnes/show/{kept.id}")
    session.rollback()
    session.expire_all()
    assert session.get(Person, gone_id) is None


@pytest.mark.parametrize(
    ("who", "may_merge"), [("admin", True), ("responsable", True), ("mission", True), ("stagiaire", False)]
)
def test_a_merge_deletes_a_person_and_asks_for_that_right(session, pair, client_as, who, may_merge):
    kept, gone = pair
    gone_id = gone.id
    candidate = session.scalars(select(DuplicateCandidate)).one()
    client = client_as(who)
    page = client.get(f"/doublons/show/{candidate.id}").get_data(as_text=True)
    assert ("/doublons/merge/" in page) is may_merge
    assert 'value="distinct"' in page
    answer = post(client, f"/doublons/merge/{candidate.id}", {"keep": str(kept.id)})
    assert answer.status_code == (302 if may_merge else 403)
    session.rollback()
    session.expire_all()
    assert (session.get(Person, gone_id) is None) is may_merge


def test_a_merge_keeps_one_of_the_pair(session, pair, client_as):
    candidate = session.scalars(select(DuplicateCandidate)).one()
    other = make.PersonFactory()
    client = client_as("mission")
    for wrong in ("", "x", str(other.id)):
        assert post(client, f"/doublons/merge/{candidate.id}", {"keep": wrong}).status_code == 400
    assert post(client_as("ref5"), f"/doublons/merge/{candidate.id}", {"keep": ""}).status_code == 403


def test_a_pair_is_told_apart_from_its_own_page(session, pair, client_as):
    candidate = session.scalars(select(DuplicateCandidate)).one()
    client = client_as("mission")
    assert 'value="distinct"' in client.get(f"/doublons/show/{candidate.id}").get_data(as_text=True)
    fields = {"action": "distinct", "confirmed": "1", "rowid": str(candidate.id)}
    assert post(client, "/doublons/bulk", fields).status_code in (302, 303)
    session.rollback()
    session.expire_all()
    assert session.scalars(select(DuplicateCandidate)).one().state is DuplicateState.DISTINCT


# ---- Attendance ------------------------------------------------------------------------------------------------------


def lines(session, meeting):
    found = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.id))
    return [(line.id, line.person_id, line.presence) for line in found]


def test_a_merge_moves_the_attendance_and_is_undone(session, pair):
    kept, gone = pair
    line = make.AttendanceFactory(person=gone, presence=Presence.PRESENT)
    session.commit()
    through(session, Door.BULK, "Merge")
    assert merge(session, kept, gone) == Merged(mandates=1, attendances=1)
    session.commit()
    assert line.person_id == kept.id
    undo(session, session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first(), TODAY)
    session.commit()
    session.expire_all()
    assert line.person_id == gone.id


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [
        (Presence.EXPECTED, Presence.PRESENT, Presence.PRESENT),
        (Presence.EXCUSED, Presence.EXPECTED, Presence.EXCUSED),
        (Presence.EXCUSED, Presence.PRESENT, Presence.EXCUSED),
        (Presence.EXPECTED, Presence.EXPECTED, Presence.EXPECTED),
    ],
)
def test_of_two_lines_for_one_meeting_what_was_marked_stays(session, pair, mine, theirs, left):
    kept, gone = pair
    meeting = make.MeetingFactory()
    one = make.AttendanceFactory(meeting=meeting, person=kept, presence=mine)
    other = make.AttendanceFactory(meeting=meeting, person=gone, presence=theirs)
    stood_for = make.AttendanceFactory(meeting=meeting, presence=Presence.REPRESENTED, represented_by=other)
    session.commit()
    before = lines(session, meeting)
    through(session, Door.BULK, "Merge")
    assert merge(session, kept, gone) == Merged(mandates=1, doubled=1)
    session.commit()
    assert lines(session, meeting) == [
        (one.id, kept.id, left),
        (stood_for.id, stood_for.person_id, Presence.REPRESENTED),
    ]
    assert stood_for.represented_by_id == one.id
    undo(session, session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first(), TODAY)
    session.commit()
    session.expire_all()
    assert lines(session, meeting) == before
    assert stood_for.represented_by_id == other.id


def test_a_line_is_never_left_represented_by_itself(session, pair):
    kept, gone = pair
    meeting = make.MeetingFactory()
    other = make.AttendanceFactory(meeting=meeting, person=gone, presence=Presence.PRESENT)
    one = make.AttendanceFactory(meeting=meeting, person=kept, presence=Presence.REPRESENTED, represented_by=other)
    session.commit()
    merge(session, kept, gone)
    session.commit()
    assert lines(session, meeting) == [(one.id, kept.id, Presence.PRESENT)]


def test_a_person_on_a_list_of_attendance_is_not_deleted_and_the_words_say_why(session, client_as):
    person = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5))
    make.AttendanceFactory(person=person)
    client = client_as("mission")
    post(client, f"/personnes/delete/{person.id}")
    assert "Présences (1)" in client.get(f"/personnes/show/{person.id}").text
    session.expire_all()
    assert session.get(Person, person.id) is not None
