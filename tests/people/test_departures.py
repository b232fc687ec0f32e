"""Who leaves, and what each list says of it on the day: one table, read by the rules that the lists read."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.composition.figures import body_figures
from mdo.composition.vacancies import states_of_bodies
from mdo.home.counted import count_figures
from mdo.home.figures import MEMBERS
from mdo.instances.structure import last_day_of
from mdo.kernel.base.errors import RuleViolation
from mdo.meetings.attendance import convened_on
from mdo.people.mandate_rules import check_mandate, others_of
from mdo.people.mandates import MandateStatus, in_force_clause, status_clause, status_of
from mdo.people.renewal import preview, renew
from models.people import EndReason, Mandate
from tests.base.pages import refusals, save
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

pytestmark = pytest.mark.db
DAY = dt.timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY
R, S = EndReason, MandateStatus


@prepared
def body(session):
    return make.InstanceFactory(arrondissements=[5], type__term_months=36)


@pytest.fixture
def seat(body):
    return make.SeatFactory(instance=body, number=1)


def a_mandate(body, seat, **values) -> Mandate:
    usual = {"start_on": dt.date(2024, 1, 1), "planned_end_on": TODAY + 30 * DAY}
    return make.MandateFactory(instance=body, seat=seat, **usual | values)


def what_lists_say(session, lines, body, mandate) -> dict[str, object]:
    session.commit()
    in_force = set(session.scalars(select(Mandate.id).where(in_force_clause(TODAY))))
    by_status = {
        status
        for status in S
        if mandate.id in set(session.scalars(select(Mandate.id).where(status_clause(status, TODAY))))
    }
    assert by_status == {status_of(mandate, TODAY)}
    meeting = make.MeetingFactory(instance=body)
    session.commit()
    found = {
        "status": status_of(mandate, TODAY),
        "seat": states_of_bodies(session, [body], TODAY)[body.id][0].status.value,
        "due": ("mandate_end", mandate.id) in lines(kinds=frozenset({"mandate_end"})),
        "convened": any(line.person_id == mandate.person_id for line in convened_on(session, meeting, TODAY)),
    }
    # Where nobody sits any more, who sat last is proposed.
    assert found["convened"] == (mandate.id in in_force or (found["status"] is S.EXPIRED and not in_force))
    assert count_figures(session, [MEMBERS])[MEMBERS] == len(in_force)
    assert body_figures(session, body, TODAY).members == len(in_force)
    return found


@pytest.mark.parametrize(
    ("values", "status", "seat_status", "due", "convened"),
    [
        # Nothing happened: its end is to come, and is due.
        ({}, S.IN_FORCE, "ends_soon", True, True),
        # It takes effect on its day: over today, its seat vacant today, nothing due any more.
        ({"ended_on": TODAY, "end_reason": R.RESIGNATION}, S.ENDED, "vacant", False, False),
        ({"ended_on": TODAY, "end_reason": R.MOVED}, S.ENDED, "vacant", False, False),
        ({"ended_on": TODAY, "end_reason": R.EXCLUSION}, S.ENDED, "vacant", False, False),
        ({"ended_on": TODAY, "end_reason": R.REPLACED}, S.ENDED, "vacant", False, False),
        ({"ended_on": TODAY, "end_reason": R.DEATH}, S.ENDED, "vacant", False, False),
        ({"ended_on": TOMORROW, "end_reason": R.RESIGNATION}, S.IN_FORCE, "ends_soon", False, True),
        ({"ended_on": YESTERDAY, "end_reason": R.RESIGNATION}, S.ENDED, "vacant", False, False),
        # The last day of a term is a day of the mandate.
        ({"ended_on": TODAY, "end_reason": R.TERM}, S.IN_FORCE, "ends_soon", False, True),
        ({"ended_on": TODAY, "end_reason": R.OTHER}, S.IN_FORCE, "ends_soon", False, True),
        ({"ended_on": YESTERDAY, "end_reason": R.TERM}, S.ENDED, "vacant", False, False),
        ({"planned_end_on": TODAY}, S.IN_FORCE, "ends_soon", True, True),
        ({"planned_end_on": YESTERDAY}, S.EXPIRED, "carried_over", True, True),
    ],
)
def test_what_each_list_says_of_who_leaves(
    session, lines, body, seat, values, status, seat_status, due, convened
) -> None:
    mandate = a_mandate(body, seat, **values)
    assert what_lists_say(session, lines, body, mandate) == {
        "status": status,
        "seat": seat_status,
        "due": due,
        "convened": convened,
    }


@pytest.mark.parametrize(
    ("reason", "start_on", "is_free"),
    [
        (R.RESIGNATION, TODAY, True),
        (R.REPLACED, TODAY, True),
        (R.RESIGNATION, YESTERDAY, False),
        (R.TERM, TODAY, False),
        (R.TERM, TOMORROW, True),
    ],
)
def test_a_seat_is_taken_over_on_the_day_of_a_resignation(session, body, seat, reason, start_on, is_free) -> None:
    left = a_mandate(body, seat, ended_on=TODAY, end_reason=reason)
    session.commit()
    following = Mandate(
        instance=body, seat=seat, person=make.PersonFactory(), function=left.function, start_on=start_on
    )
    refused = None
    try:
        check_mandate(following, others_of(session, following), TODAY)
    except RuleViolation as refusal:
        refused = refusal.field
    assert refused == (None if is_free else "seat_id")


def test_a_mandate_replaced_the_same_day_leaves_one_line_in_each_list(session, lines, body, seat) -> None:
    left = a_mandate(body, seat, ended_on=TODAY, end_reason=R.REPLACED)
    following = a_mandate(body, seat, start_on=TODAY, planned_end_on=TODAY + 60 * DAY)
    assert what_lists_say(session, lines, body, left)["convened"] is False
    assert what_lists_say(session, lines, body, following) == {
        "status": S.IN_FORCE,
        "seat": "ends_soon",
        "due": True,
        "convened": True,
    }
    assert last_day_of(left) == YESTERDAY


def test_who_resigns_while_a_renewal_is_looked_at_is_not_renewed(session, body, seat) -> None:
    mandate = a_mandate(body, seat)
    session.commit()
    proposals = preview(session, [mandate], TODAY)
    mandate.ended_on, mandate.end_reason = TODAY, R.RESIGNATION
    session.commit()
    with pytest.raises(RuleViolation):
        renew(session, proposals)
    (proposal,) = preview(session, [mandate], TODAY)
    assert proposal.refusal is not None


def test_who_was_renewed_does_not_leave_before_without_the_renewal_being_taken_away(
    session, client_as, body, seat
) -> None:
    mandate = a_mandate(body, seat)
    session.commit()
    (following,) = renew(session, preview(session, [mandate], TODAY))
    session.commit()
    client = client_as("mission")
    values = {"ended_on": TODAY.isoformat(), "end_reason": "resignation"}
    answer = save(client, f"/mandats/edit/{mandate.id}", **values)
    assert (answer.status_code, set(refusals(answer))) == (422, {"ended_on"})
    session.delete(following)
    session.commit()
    assert save(client, f"/mandats/edit/{mandate.id}", **values).status_code == 302
