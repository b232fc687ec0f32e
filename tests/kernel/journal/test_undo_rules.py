"""What comes back from the journal obeys the rules: refused with its name and its sentence, nothing put back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from models.instances import InstanceState
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.people import EndReason, Mandate
from tests.support import TODAY
from tests.support import factories as make

pytestmark = pytest.mark.db
Story = Callable[[Session], tuple[Callable[[], None], Callable[[], None], str]]


def last_entry(session: Session) -> JournalEntry:
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).all()[0]


def seat_given_again(session: Session) -> Any:
    seat = make.SeatFactory()
    mandate = make.MandateFactory(instance=seat.instance, seat=seat)

    def change() -> None:
        mandate.ended_on, mandate.end_reason = dt.date(2026, 6, 30), EndReason.MOVED

    def since() -> None:
        make.MandateFactory(instance=seat.instance, seat=seat, start_on=dt.date(2026, 7, 1))

    return change, since, "This seat is held"


def deleted_then_typed_again(session: Session) -> Any:
    mandate = make.MandateFactory()
    instance, person, function = mandate.instance, mandate.person, mandate.function

    def change() -> None:
        session.delete(mandate)

    def since() -> None:
        make.MandateFactory(instance=instance, person=person, function=function)

    return change, since, "Already"


def dissolved_since(session: Session) -> Any:
    mandate = make.MandateFactory()
    instance = mandate.instance

    def change() -> None:
        session.delete(mandate)

    def since() -> None:
        instance.state, instance.state_reason = InstanceState.DISSOLVED, "Fin"
        instance.state_on = instance.dissolved_on = dt.date(2026, 11, 1)

    return change, since, "dissolved"


def seat_closed_since(session: Session) -> Any:
    seat = make.SeatFactory()
    mandate = make.MandateFactory(instance=seat.instance)
    mandate.seat = seat

    def change() -> None:
        mandate.seat = None

    def since() -> None:
        seat.closed_on = dt.date(2026, 11, 1)

    return change, since, "seat closes"


def absent_twice(session: Session) -> Any:
    absence = make.AbsenceFactory()
    user = absence.user

    def change() -> None:
        session.delete(absence)

    def since() -> None:
        make.AbsenceFactory(user=user)

    return change, since, "already recorded"


def answering_twice(session: Session) -> Any:
    referent = make.ReferentFactory()
    user, place = referent.user, referent.arrondissement

    def change() -> None:
        session.delete(referent)

    def since() -> None:
        make.ReferentFactory(user=user, arrondissement=place)

    return change, since, "already answers"


def attached_the_other_way(session: Session) -> Any:
    top, other = make.InstanceFactory(), make.InstanceFactory()
    low = make.InstanceFactory(parent=top)

    def change() -> None:
        low.parent = other

    def since() -> None:
        top.parent = low

    return change, since, "already below"


STORIES = [
    seat_given_again,
    deleted_then_typed_again,
    dissolved_since,
    seat_closed_since,
    absent_twice,
    answering_twice,
    attached_the_other_way,
]


@pytest.mark.parametrize("has_happened", [False, True])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_an_undo_that_would_break_a_rule_is_refused_as_a_whole(
    session: Session, story: Story, has_happened: bool
) -> None:
    change, since, words = story(session)
    session.commit()
    through(session, Door.FORM, "the change")
    change()
    session.commit()
    entry = last_entry(session)
    if has_happened:
        through(session, Door.FORM, "since")
        since()
        session.commit()
    if not has_happened:
        assert undo(session, entry, TODAY) == 1
        session.commit()
        return
    with pytest.raises(RuleViolation) as refusal:
        undo(session, entry, TODAY)
    assert words in str(refusal.value)
    assert "Nothing was put back" in str(refusal.value)
    session.rollback()
    assert session.scalar(select(JournalEntry.id).where(JournalEntry.undo_of_id == entry.id)) is None


@pytest.mark.parametrize(
    "story", [deleted_then_typed_again, absent_twice, answering_twice], ids=lambda row: row.__name__
)
def test_a_row_that_would_break_a_rule_is_not_restored(session: Session, story: Story) -> None:
    change, since, words = story(session)
    session.commit()
    change()
    session.commit()
    since()
    session.commit()
    deletion = session.scalars(select(JournalChange).where(JournalChange.action == ChangeAction.DELETE)).one()
    with pytest.raises(RuleViolation) as refusal:
        restore(session, deletion, TODAY)
    assert words in str(refusal.value)


def test_a_dissolution_is_undone_with_the_mandates_that_it_ended(session: Session) -> None:
    mandate = make.MandateFactory()
    instance = mandate.instance
    session.commit()
    through(session, Door.FORM, "dissolution")
    instance.state, instance.state_reason = InstanceState.DISSOLVED, "Fin"
    instance.state_on = instance.dissolved_on = dt.date(2026, 11, 1)
    mandate.ended_on, mandate.end_reason = dt.date(2026, 11, 1), EndReason.DISSOLUTION
    session.commit()
    assert undo(session, last_entry(session), TODAY) == 2
    session.commit()
    session.expire_all()
    assert (instance.state, session.get_one(Mandate, mandate.id).ended_on) == (InstanceState.ACTIVE, None)
