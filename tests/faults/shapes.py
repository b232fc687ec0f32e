"""What a row of a file says in several columns, who came to meetings, and what becomes of each cell."""

from tests.faults.fault import Fault

_SHAPES = "tests/kernel/imports/test_shapes.py"
_ATTENDANCE = "tests/kernel/imports/test_attendance.py"

SHAPES = (
    Fault(
        name="the hours of a meeting are no moments of a form",
        file="mdo/kernel/imports/reading/shapes.py",
        before="if _is_known_moment(column) and column.field not in told}",
        after="if column.index < 0}",
        caught_by=("tests/kernel/imports/test_meetings.py::test_from_when_to_when_may_stand_in_one_cell",),
    ),
    Fault(
        name="a header said short is read",
        file="mdo/kernel/imports/reading/headers.py",
        before="    if _ARR.match(header):\n",
        after="    if False:\n",
        caught_by=("tests/kernel/imports/test_finding.py::test_an_arrondissement_said_short_is_one",),
    ),
    Fault(
        name="a state of an action with a day keeps the day",
        file="mdo/meetings/written.py",
        before='    draft.put("closed_on", day, "state")\n',
        after="",
        caught_by=("tests/kernel/imports/test_actions.py::test_a_state_that_ends_an_action_may_bear_its_day",),
    ),
    Fault(
        name="a cross under a body is a mandate there",
        file="mdo/kernel/imports/reading/spreading.py",
        before="            if not word or word in _NOT_CROSSED:\n",
        after="            if not word or word in _NOT_CROSSED or is_said:\n",
        caught_by=(f"{_SHAPES}::test_a_cross_under_a_body_is_a_mandate_there",),
    ),
    Fault(
        name="tables side by side speak of their own people",
        file="mdo/kernel/imports/reading/spreading.py",
        before='whose=f"{self.first}:{part}"',
        after='whose=f":{part}"',
        caught_by=(f"{_SHAPES}::test_tables_side_by_side_speak_of_their_own_people",),
    ),
    Fault(
        name="who stands twice is asked in each of two tables side by side",
        file="mdo/kernel/imports/twice.py",
        before="(*planner.line.table, planner.line.number)",
        after="(planner.line.sheet, planner.line.number)",
        caught_by=(f"{_SHAPES}::test_who_stands_twice_is_asked_in_each_of_two_tables_side_by_side",),
    ),
    Fault(
        name="a day without a year takes one that nothing contradicts",
        file="mdo/kernel/imports/reading/blocks.py",
        before="        return year if is_in_order else None\n",
        after="        return year\n",
        caught_by=(f"{_SHAPES}::test_a_day_without_a_year_takes_that_of_the_sheet_and_of_the_days_beside",),
    ),
    Fault(
        name="a column left aside is told the next time",
        file="mdo/kernel/imports/plans.py",
        before="for sheet, column in unread if column.origin is Origin.REMEMBERED)",
        after="for sheet, column in unread if column.origin is Origin.NEVER)",
        caught_by=("tests/kernel/imports/test_shapes_screen.py::test_a_column_left_aside_is_told_the_next_time",),
    ),
    Fault(
        name="the lines that a row makes are about one person",
        file="mdo/people/imports.py",
        before="            if planner.line.part:\n                self._of_row[place] = known\n",
        after="",
        caught_by=(f"{_SHAPES}::test_a_cross_under_a_body_is_a_mandate_there",),
    ),
    Fault(
        name="a substitute beside the holder is tied to that mandate",
        file="mdo/people/import_substitutes.py",
        before='        for seated in self._seated:\n            if "substitute_of" in seated',
        after='        for seated in self._seated[:0]:\n            if "substitute_of" in seated',
        caught_by=(f"{_SHAPES}::test_a_substitute_beside_the_holder_is_tied_to_that_mandate",),
    ),
    Fault(
        name="a refused holder takes the substitute along",
        file="mdo/people/import_substitutes.py",
        before="        if holder is not None and (holder.planned.errors or holder.planned.left):\n",
        after="        if False:\n",
        caught_by=(f"{_SHAPES}::test_a_refused_holder_takes_the_substitute_along",),
    ),
    Fault(
        name="new organisations of a file that go by one name are one",
        file="mdo/people/imports.py",
        before="        key = loose_key(name) or (fold(name),)\n",
        after="        key = (fold(name),)\n",
        caught_by=(
            "tests/kernel/imports/test_people.py::test_new_organisations_of_a_file_that_go_by_one_name_are_one",
        ),
    ),
    Fault(
        name="nobody is called to be named",
        file="mdo/people/import_vacant.py",
        before="    return bool(text and _VACANT.fullmatch(fold(text)))\n",
        after="    return False\n",
        caught_by=(f"{_SHAPES}::test_nobody_is_called_to_be_named",),
    ),
    Fault(
        name="an order of lines is no count of terms",
        file="mdo/kernel/imports/reading/blocks.py",
        before="        return is_drawn or (",
        after="        return False and (",
        caught_by=(_SHAPES,),
    ),
    Fault(
        name="a mandate without a body is asked about",
        file="mdo/people/imports.py",
        before="        told = [name for name in _OF_MANDATE if name in planner.values]\n",
        after="        told: list[str] = []\n",
        caught_by=(f"{_SHAPES}::test_what_is_said_of_a_mandate_without_a_body_is_asked",),
    ),
    Fault(
        name="a mark of attendance follows the rules of its page",
        file="mdo/meetings/import_attendance.py",
        before="                    check_line(self.session, row)\n",
        after="                    pass\n",
        caught_by=(f"{_ATTENDANCE}::test_who_is_away_represents_nobody",),
    ),
    Fault(
        name="a day without a meeting is asked about",
        file="mdo/meetings/import_days.py",
        before="        if answer == LEAVE:\n            planner.planned.left = _LEFT_MARK, {}\n",
        after="        answer = answer or MeetingKind.PLENARY.value\n",
        caught_by=(f"{_ATTENDANCE}::test_a_past_day_without_a_meeting_is_asked_about_once",),
    ),
    Fault(
        name="which of two meetings of a day is asked",
        file="mdo/meetings/import_days.py",
        before='        return next((row for row in found if f"{ID}{row.id}" == answer), None)\n',
        after="        return found[0]\n",
        caught_by=(f"{_ATTENDANCE}::test_which_meeting_of_a_day_is_asked_once_for_all_its_lines",),
    ),
    Fault(
        name="a sheet that names both meetings of a day names none",
        file="mdo/meetings/import_days.py",
        before="            if len(named) == 1:\n",
        after="            if named:\n",
        caught_by=(f"{_ATTENDANCE}::test_the_meeting_that_the_sheet_names_is_taken",),
    ),
    Fault(
        name="a record that two lines make together counts once",
        file="mdo/kernel/imports/twice.py",
        before="            planner.planned.joins = group[0].planned\n",
        after="            pass\n",
        caught_by=("tests/kernel/imports/test_twice.py::test_the_answer_says_what_is_kept",),
    ),
    Fault(
        name="two organisations of one number may be different ones",
        file="mdo/kernel/imports/twice.py",
        before="            planner.fail(number, _NOT_ONE, lines=lines, number=one_number)\n",
        after="            pass\n",
        caught_by=(
            "tests/kernel/imports/test_organisations.py::test_two_organisations_of_one_number_are_told_apart_by_it",
        ),
    ),
    Fault(
        name="the counts of cells sum to those of the file",
        file="mdo/kernel/imports/keeping/outcomes.py",
        before="                    if shown(cell) in given:\n",
        after="                    if row is None:\n                        continue\n                    if False:\n",
        caught_by=("tests/kernel/imports/test_outcomes.py::test_the_counts_sum_to_the_cells_of_the_file",),
    ),
    Fault(
        name="two names on a line are refused",
        file="mdo/people/import_one_name.py",
        before="    if not set(known) <= set(fold(full).split()):\n",
        after="    if False:\n",
        caught_by=("tests/kernel/imports/test_every_cell.py",),
    ),
)
