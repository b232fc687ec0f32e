"""Replies to convocations, reminders and the calendars of bodies."""

from tests.faults.fault import Fault

_TESTS = "tests/mail/test_replies.py"
REPLIES = (
    Fault(
        name="an answer is for the day of its meeting alone",
        file="mdo/meetings/replies.py",
        before="    if reply.meeting_on != day_of(meeting.start_at):\n        return Standing.POSTPONED\n",
        after="",
        caught_by=(f"{_TESTS}::test_a_postponed_meeting_voids_links_and_answers",),
    ),
    Fault(
        name="who was excused for the former day is expected again",
        file="mdo/meetings/reply_days.py",
        before='    event.listen(sessions, "before_flush", _forget_marks)\n',
        after="    return\n",
        caught_by=(f"{_TESTS}::test_a_postponed_meeting_voids_links_and_answers",),
    ),
    Fault(
        name="a mandate that ended voids its link",
        file="mdo/meetings/replies.py",
        before="    if not line.is_convened or ended_among(session, [line], reply.meeting_on):\n",
        after="    if not line.is_convened:\n",
        caught_by=(f"{_TESTS}::test_a_cancelled_meeting_and_an_ended_mandate_void_links",),
    ),
    Fault(
        name="no answer once the meeting has begun",
        file="mdo/meetings/replies.py",
        before="now >= meeting.start_at or ",
        after="",
        caught_by=(f"{_TESTS}::test_a_link_is_dead_once_the_meeting_has_begun",),
    ),
    Fault(
        name="who answered is not reminded",
        file="mdo/mail/replies.py",
        before="if line.id not in answered and line.id not in gone]",
        after="if line.id not in gone]",
        caught_by=(f"{_TESTS}::test_of_23_convened_11_answer_and_12_are_reminded_once",),
    ),
    Fault(
        name="no reminder leaves on a public holiday",
        file="mdo/mail/replies.py",
        before="    return not is_week_end(day) and public_holiday(day) is None\n",
        after="    return not is_week_end(day)\n",
        caught_by=("tests/mail/test_reminders.py::test_no_reminder_leaves_on_a_public_holiday_or_at_a_week_end",),
    ),
    Fault(
        name="an address that came back is known to who writes to it from elsewhere",
        file="mdo/mail/replies.py",
        before="session.scalars(asked, execution_options=WHOLE_REGISTER)",
        after="session.scalars(asked)",
        caught_by=("tests/mail/test_returned.py",),
    ),
    Fault(
        name="an objection to letters keeps nobody from being convened, nor from the link",
        file="mdo/mail/addressees.py",
        before="        return _of_person(line.person, today, is_due=True)\n",
        after="        return _of_person(line.person, today)\n",
        caught_by=(f"{_TESTS}::test_without_a_mail_server_the_list_of_a_mail_merge_gives_each_link",),
    ),
    Fault(
        name="an address of a calendar that is revoked is dead",
        file="views/instances/member_calendar.py",
        before="        found.token_hash, found.issued_at = None, ",
        after="        found.issued_at = ",
        caught_by=("tests/instances/test_member_calendar.py",),
    ),
    Fault(
        name="a direction that was reminded is not the next thing to do",
        file="mdo/requests/deadlines.py",
        before="and_(remind_clause(today), CouncilRequest.reminded_on.is_(None))",
        after="remind_clause(today)",
        caught_by=("tests/requests/test_reminding.py",),
    ),
    Fault(
        name="the replies by a link are limited in number",
        file="views/meetings/reply_link.py",
        before='                note_public_act(recorder, what, request.remote_addr or "?", now)\n',
        after="                pass\n",
        caught_by=(f"{_TESTS}::test_a_flood_is_limited_by_the_database",),
    ),
    Fault(
        name="who comes by a link reads the rows of one convocation",
        file="mdo/kernel/scope/writing.py",
        before="        return is_kept and (type(row).__name__, row.id) in scope.written_rows\n",
        after="        return True\n",
        caught_by=("tests/kernel/scope/test_rows.py",),
    ),
    Fault(
        name="the page of a link tells nobody its address",
        file="views/security/headers.py",
        before='"Referrer-Policy": "no-referrer", ',
        after="",
        caught_by=(f"{_TESTS}::test_the_page_says_a_first_name_and_the_meeting_alone",),
    ),
)
