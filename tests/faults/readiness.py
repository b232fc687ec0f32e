"""Meetings that are ready, the morning after, and undo in the message that confirms."""

from tests.faults.fault import Fault

READINESS = (
    Fault(
        name="a need is late the day after it was due",
        file="mdo/meetings/needs.py",
        before="not is_done and due_on < today, due_on, need_id",
        after="not is_done and due_on <= today, due_on, need_id",
        caught_by=(
            "tests/meetings/test_needs.py::test_a_meeting_has_the_needs_of_its_kind_and_says_what_is_late_first",
        ),
    ),
    Fault(
        name="what is not needed by a meeting is not missing",
        file="mdo/meetings/needs.py",
        before="CheckState.OPEN) is not CheckState.OPEN\n",
        after="CheckState.OPEN) is CheckState.DONE\n",
        caught_by=("tests/meetings/test_needs.py",),
    ),
    Fault(
        name="a meeting that becomes another kind keeps what was done",
        file="mdo/meetings/needs.py",
        before="said.c.label == need.label)",
        after="said.c.label == need.label, said.c.state.is_(None))",
        caught_by=("tests/meetings/test_needs.py",),
    ),
    Fault(
        name="what somebody said of a need meanwhile is not written over",
        file="views/meetings/needs.py",
        before='        if request.form.get("seen") != str(seen):\n',
        after='        if request.form.get("seen") is None:\n',
        caught_by=("tests/meetings/test_needs.py::test_what_somebody_said_meanwhile_is_not_written_over",),
    ),
    Fault(
        name="the deadline of a meeting to prepare is that of its first open need",
        file="mdo/meetings/deadlines.py",
        before="        select(-func.max(MeetingNeed.days_before))",
        after="        select(-func.min(MeetingNeed.days_before))",
        caught_by=("tests/meetings/test_needs.py::test_it_is_told_on_the_first_page_in_deadlines_and_in_the_list",),
    ),
    Fault(
        name="the morning after begins the day after",
        file="mdo/morning/lines.py",
        before="        meeting.start_at < start_of_day(today)\n",
        after="        meeting.start_at < start_of_day(today + dt.timedelta(days=1))\n",
        caught_by=("tests/meetings/test_morning.py::test_it_is_open_from_the_day_after_to_the_approval",),
    ),
    Fault(
        name="the last line done puts the morning after away, with a trace",
        file="mdo/morning/lines.py",
        before="    if all(other.is_done for other in morning.lines if other.task is not task):\n",
        after="    if not morning.lines:\n",
        caught_by=(
            "tests/meetings/test_morning.py::test_the_first_page_proposes_it_the_next_morning_until_all_is_done",
        ),
    ),
    Fault(
        name="what is left of a morning after is put away with a reason alone",
        file="mdo/morning/lines.py",
        before=".left and not reason:\n",
        after=".left and reason is False:\n",
        caught_by=("tests/meetings/test_morning.py::test_it_is_put_away_with_a_reason_and_opened_again",),
    ),
    Fault(
        name="a save offers to be taken back in the message that confirms it",
        file="views/base/writing.py",
        before="what=self.title_of(outcome.row)), outcome.entry_id)\n",
        after="what=self.title_of(outcome.row)), None)\n",
        caught_by=(
            "tests/base/test_undo_offered.py::test_each_kind_of_act_is_taken_back_from_the_message_that_confirms_it",
        ),
    ),
    Fault(
        name="what the journal cannot take back is not offered to be",
        file="views/base/undoing.py",
        before="        if is_never_undone(db.session, entry):\n",
        after="        if False:\n",
        caught_by=("tests/base/test_undo_offered.py::test_what_cannot_be_undone_or_may_not_be_offers_nothing",),
    ),
)
