"""Who covers whom, deadlines put off, accounts that close."""

from tests.faults.fault import Fault

_COVERS, _CLOSING = "tests/network/test_covers.py", "tests/handover/test_closing.py"
_PUT_OFF = "tests/kernel/deadlines/test_putting_off.py"

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
    Fault(
        name="a line stands at the day to which it was put off",
        file="mdo/kernel/deadlines/putting_off.py",
        before="    return func.coalesce(PutOff.put_off_to, kind.due_on) if has_put_off else kind.due_on\n",
        after="    return kind.due_on\n",
        caught_by=(f"{_PUT_OFF}::test_every_list_says_the_new_day_and_the_original_one",),
    ),
    Fault(
        name="a put-off ends with the thing that is done",
        file="mdo/kernel/deadlines/putting_off.py",
        before="            session.delete(row)\n",
        after="            pass\n",
        caught_by=(f"{_PUT_OFF}::test_it_ends_with_the_thing_and_comes_back_with_its_undo",),
    ),
    Fault(
        name="a put-off holds for the day that it was said of",
        file="mdo/kernel/deadlines/putting_off.py",
        before="PutOff.row_id == kind.model.id, PutOff.due_on == kind.due_on)",
        after="PutOff.row_id == kind.model.id)",
        caught_by=(f"{_PUT_OFF}::test_another_day_of_the_thing_itself_voids_it",),
    ),
    Fault(
        name="what no rule allows is not put off",
        file="mdo/kernel/deadlines/putting_off.py",
        before="    if not settings(session)[kind.code].may_put_off:\n",
        after="    if False:\n",
        caught_by=(f"{_PUT_OFF}::test_a_day_of_the_law_is_put_off_in_the_list_only_where_the_rule_allows_it",),
    ),
    Fault(
        name="an account that answers for something is closed by its own page",
        file="views/accounts/screens.py",
        before="        if count:\n",
        after="        if False:\n",
        caught_by=(f"{_CLOSING}::test_the_form_of_the_account_leads_to_the_page",),
    ),
    Fault(
        name="who writes no account opens none again by an undo",
        file="mdo/accounts/domain.py",
        before='    may_write = ("AccountView", "can_edit") in context_of(session).rights\n',
        after="    may_write = context_of(session) is not None\n",
        caught_by=(f"{_CLOSING}::test_who_writes_no_account_does_not_open_one_again_by_an_undo",),
    ),
    Fault(
        name="an account owns things until its last day",
        file="mdo/kernel/rights/accounts.py",
        before="where(User.active.is_(True), or_(User.ends_on.is_(None), User.ends_on >= today))",
        after="where(User.active.is_(True), or_(User.ends_on.is_(None), User.ends_on > today))",
        caught_by=(f"{_CLOSING}::test_what_an_account_owned_is_the_teams_the_day_after_its_last",),
    ),
    Fault(
        name="the first page of a newcomer goes back to what it is after thirty days",
        file="views/home/welcome.py",
        before="    return since is not None and 0 <= (today - since).days < NEW_DAYS\n",
        after="    return since is not None and 0 <= (today - since).days <= NEW_DAYS\n",
        caught_by=("tests/home/test_welcome.py",),
    ),
)
