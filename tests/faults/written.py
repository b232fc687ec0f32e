"""What people write in the cells of a file, and what becomes of it."""

from tests.faults.fault import Fault

_LISTS = "tests/kernel/imports/test_people_in_lists.py"
_REMARKS, _FREE_TEXTS = "tests/kernel/imports/test_remarks.py", "tests/kernel/rules/test_free_texts.py"
_OFFICIALS = "tests/kernel/imports/test_elected_officials.py"
_GUARDIANS = "tests/kernel/imports/test_children.py"
_PURE, _STORED = "tests/kernel/imports/test_written.py", "tests/people/test_written_import.py"

WRITTEN = (
    Fault(
        name="who replaces a holder, in the same cell, is tied to the holder",
        file="mdo/people/written_sides.py",
        before='    other.put(_LINK, holders[0], "full_name")\n',
        after="",
        caught_by=(f"{_PURE}::test_a_holder_and_who_replaces_her_in_one_cell_are_two_lines",),
    ),
    Fault(
        name="the address of a holder is not given to who replaces her",
        file="mdo/people/written_sides.py",
        before="    other.cells = {name: cell for name, cell in draft.cells.items() if name in _OF_BOTH}\n",
        after="",
        caught_by=(f"{_PURE}::test_a_holder_and_who_replaces_her_in_one_cell_are_two_lines",),
    ),
    Fault(
        name="a number that was given with another guardian is told",
        file="mdo/people/imports.py",
        before="if not target.is_new and before and said and fold(before) != fold(said):",
        after="if False:",
        caught_by=(f"{_GUARDIANS}::test_a_number_that_was_given_with_another_guardian_is_told",),
    ),
    Fault(
        name="people who wait for a place are asked about, and take nothing that titles say of members",
        file="mdo/kernel/imports/reading/judging.py",
        before="        elif waits is not None:  # what titles say is of members\n",
        after="        elif waits is not None and not self.titles:\n",
        caught_by=(f"{_LISTS}::test_who_waits_is_asked_once_and_is_no_member",),
    ),
    Fault(
        name="a birth name, a comment or a second phone takes the place of nothing in the notes",
        file="mdo/kernel/imports/dry_run.py",
        before="        return with_lines(getattr(row, name), value.text)\n",
        after="        return value.text\n",
        caught_by=(f"{_REMARKS}::test_they_never_take_the_place_of_what_is_written_nor_of_one_another",),
    ),
    Fault(
        name="the notes on somebody are written by nobody who may not read personal data",
        file="mdo/kernel/imports/written/rewriting.py",
        before="(may_note or not one.is_personal)",
        after="True",
        caught_by=(f"{_REMARKS}::test_who_may_not_read_personal_data_is_told_as_before",),
    ),
    Fault(
        name="a number that is never kept is refused in free texts by whatever door",
        file="mdo/kernel/rules/free_texts.py",
        before="    for row in (*session.new, *session.dirty):\n",
        after="    for row in ():\n",
        caught_by=(
            f"{_FREE_TEXTS}::test_a_command_that_writes_rows_is_refused",
            f"{_FREE_TEXTS}::test_the_notes_of_an_item_tell_it_and_keep_what_was_typed",
        ),
    ),
    Fault(
        name="who stands in for nobody does not fill the seat whose number is told",
        file="mdo/people/mandates.py",
        before=" is not None or mandate.function.code == OF_SUBSTITUTES\n",
        after=" is not None\n",
        caught_by=(f"{_LISTS}::test_who_stands_in_for_nobody_bears_the_number_of_the_seat_that_stays_vacant",),
    ),
    Fault(
        name="of two misspelt bodies in a cell none is lost in silence",
        file="mdo/kernel/imports/reading/spreading.py",
        before='        if len(near) < _TWO or "" in near:\n',
        after="        if near:\n",
        caught_by=(f"{_LISTS}::test_two_misspelt_bodies_are_offered_together_and_none_is_lost",),
    ),
    Fault(
        name="an answer of which line is kept is of what was compared",
        file="mdo/kernel/imports/twice.py",
        before='    key = ":".join(("twice", column, str(places), *map(fold, named)))\n',
        after='    key = ":".join(("twice", column, str(places)))\n',
        caught_by=(f"{_OFFICIALS}::test_lines_that_name_two_elus_of_a_body_never_say_it_together",),
    ),
    Fault(
        name="what people write is read before a file is planned",
        file="mdo/kernel/imports/run.py",
        before="    lines = rewritten(\n"
        "        lines, spec, register.answers, register.today, file.all_sheets, may_note=may_note,\n"
        "        names_of=lambda texts: spec.as_stored(session, texts) if spec.as_stored and texts else (),\n"
        "    )  # fmt: skip\n",
        after="",
        caught_by=(f"{_STORED}::test_a_couple_is_two_people_each_with_a_mandate",),
    ),
    Fault(
        name="a line that bears a mark of ours is read to the letter",
        file="mdo/kernel/imports/written/rewriting.py",
        before="        if draft.left is None and line.row is None:\n",
        after="        if draft.left is None:\n",
        caught_by=(f"{_PURE}::test_what_an_export_marked_is_left_alone",),
    ),
    Fault(
        name="of two phones in a cell none is chosen in silence",
        file="mdo/kernel/imports/written/contacts.py",
        before="    if len(found) > 1:\n",
        after="    if len(found) > 2:\n",
        caught_by=(f"{_PURE}::test_a_line_is_read_as_it_is_meant_or_asks",),
    ),
    Fault(
        name="a remark beside a phone is told",
        file="mdo/kernel/imports/written/contacts.py",
        before="    if any(letter.isalnum() for letter in _LABELS.sub",
        after="    if any(letter.isdigit() for letter in _LABELS.sub",
        caught_by=(f"{_PURE}::test_a_line_is_read_as_it_is_meant_or_asks",),
    ),
    Fault(
        name="a month is the first of it for a start alone",
        file="mdo/kernel/imports/written/days.py",
        before="    if is_start and precision",
        after="    if precision",
        caught_by=(f"{_PURE}::test_a_line_is_read_as_it_is_meant_or_asks",),
    ),
    Fault(
        name="a column that holds 04/25/2024 does not hold 3 April in silence",
        file="mdo/kernel/imports/written/rewriting.py",
        before="    file.month_first = _months_first(lines, file)\n",
        after="",
        caught_by=(f"{_PURE}::test_one_day_with_the_month_first_makes_the_column_a_question",),
    ),
    Fault(
        name="a sign beside a name is asked, not dropped",
        file="mdo/kernel/imports/written/marks.py",
        before="    return signs\n",
        after="    return []\n",
        caught_by=(f"{_PURE}::test_a_line_is_read_as_it_is_meant_or_asks",),
    ),
    Fault(
        name="a ditto mark under nothing is asked",
        file="mdo/kernel/imports/written/dittos.py",
        before="        draft.wait(name)\n        options",
        after="        draft.wait(name)\n        continue\n        options",
        caught_by=(f"{_PURE}::test_a_ditto_mark_under_nothing_is_asked_and_may_be_answered",),
    ),
    Fault(
        name="a name alone in two sheets is not two people in silence",
        file="mdo/people/import_namesakes.py",
        before="            known = self.in_file(planner, evidence)\n",
        after="            known = None\n",
        caught_by=(f"{_STORED}::test_a_name_alone_in_two_sheets_is_asked_once_for_its_lines",),
    ),
    Fault(
        name="a resignation is the end of a mandate",
        file="mdo/kernel/imports/written/marks.py",
        before="    if reason is not None:\n",
        after="    if reason is None:\n",
        caught_by=(f"{_STORED}::test_who_resigned_has_a_mandate_that_is_over_once_its_day_was_said",),
    ),
)
