"""Who covers whom, deadlines put off, accounts that close."""

from tests.faults.fault import Fault

_COVERS = "tests/network/test_covers.py"

COVERS = (
    Fault(
        name="the last day of an absence is with the cover",
        file="mdo/network/answering.py",
        before="Absence.start_on <= day, Absence.end_on >= day)",
        after="Absence.start_on <= day, Absence.end_on > day)",
        caught_by=(f"{_COVERS}::test_deadlines_and_mail_are_with_the_cover_from_the_first_day_to_the_last",),
    ),
    Fault(
        name="deadlines leave who is away",
        file="mdo/network/answering.py",
        before="    own = and_(User.id == user_id, User.id.not_in(covered))\n",
        after="    own = and_(User.id == user_id, covered.exists() | True)\n",
        caught_by=(f"{_COVERS}::test_deadlines_and_mail_are_with_the_cover_from_the_first_day_to_the_last",),
    ),
    Fault(
        name="who is away and covered gets no digest",
        file="mdo/point/digest.py",
        before="        User.id.not_in(select(away.c.user_id)),\n",
        after="",
        caught_by=(f"{_COVERS}::test_deadlines_and_mail_are_with_the_cover_from_the_first_day_to_the_last",),
    ),
    Fault(
        name="the meetings of the days away leave the calendar of who is away",
        file="mdo/calendar/feeds.py",
        before="    return or_(and_(_led_by(owner_id), not_(or_(false(), *away))), *covered)\n",
        after="    return or_(_led_by(owner_id), *covered)\n",
        caught_by=(f"{_COVERS}::test_the_meetings_of_the_days_away_are_in_the_calendar_of_the_cover",),
    ),
    Fault(
        name="what a cover does on her own things names her alone",
        file="mdo/kernel/journal/covering.py",
        before="    return sorted(name for number, name in replaced.items() if number in found)\n",
        after="    return sorted(replaced.values())\n",
        caught_by=(f"{_COVERS}::test_what_a_cover_does_on_what_is_her_own_names_her_alone",),
    ),
    Fault(
        name="a cover is not away herself",
        file="mdo/network/covers.py",
        before="        if cover is not None and away == cover:\n",
        after="        if cover is not None and away == cover and False:\n",
        caught_by=(f"{_COVERS}::test_a_cover_is_there_herself_and_open",),
    ),
    Fault(
        name="who covers somebody is not away",
        file="mdo/network/covers.py",
        before='        if target_of(other, "replacement") == user:\n',
        after="        if False:\n",
        caught_by=(f"{_COVERS}::test_a_cover_is_there_herself_and_open",),
    ),
)
