"""What comes in by files, and what leaves by them."""

from tests.faults.fault import Fault

FILES = (
    Fault(
        name="a line of a file is read though its first cell is empty",
        file="mdo/kernel/imports/tables.py",
        before="if not all(is_blank(cell) for cell in cells)\n",
        after="if cells and not is_blank(cells[0])\n",
        caught_by=(
            "tests/kernel/imports/test_tables.py::test_the_headers_may_stand_under_a_title_and_lines_keep_their_number",
        ),
    ),
    Fault(
        name="an import with a line in error writes nothing",
        file="mdo/kernel/imports/run.py",
        before="    if counts[LineState.ERROR] and not only_valid:\n",
        after="    if counts[LineState.ERROR] > 1 and not only_valid:\n",
        caught_by=("tests/kernel/imports/test_tables.py::test_nothing_is_written_unless_all_lines_pass",),
    ),
    Fault(
        name="an import that would change much of the register is confirmed first",
        file="mdo/kernel/imports/run.py",
        before="    if alarms:\n        raise RuleViolation(UNCONFIRMED)\n",
        after="",
        caught_by=("tests/kernel/imports/test_alarm.py::test_the_command_asks_for_the_same_confirmation",),
    ),
    Fault(
        name="a column that was sorted alone is not written without a word",
        file="mdo/kernel/imports/alarm.py",
        before="        self._changed += state is not LineState.UNCHANGED\n",
        after="        self._changed += state is LineState.CONFLICT\n",
        caught_by=("tests/kernel/imports/test_alarm.py::test_a_column_sorted_alone_is_written_only_once_confirmed",),
    ),
    Fault(
        name="the copy of a sheet does not refuse every line of a workbook that comes back",
        file="mdo/kernel/imports/roundtrip/returning.py",
        before="        layout if decisions.sheets.get(layout.sheet, layout.sheet not in aside) else",
        after="        layout if decisions.sheets.get(layout.sheet, True) or not aside else",
        caught_by=("tests/kernel/imports/test_alarm.py::test_the_copy_of_a_sheet_is_left_aside_until_it_is_ticked",),
    ),
    Fault(
        name="a workbook that comes back does not write over what changed since it left",
        file="mdo/kernel/imports/roundtrip/compare.py",
        before="    return Verdict.CHANGED if current == exported else Verdict.CONFLICT\n",
        after="    return Verdict.CHANGED\n",
        caught_by=(
            "tests/kernel/imports/test_roundtrip_lines.py::test_a_workbook_with_an_undecided_conflict_writes_nothing",
        ),
    ),
    Fault(
        name="a phone number leaves by the right to personal data alone",
        file="mdo/people/fields.py",
        before='Field(Person.phone, N_("Phone"), is_personal=True, column',
        after='Field(Person.phone, N_("Phone"), column',
        caught_by=("tests/kernel/imports/test_round_trip.py::test_personal_columns_are_exported_by_right_alone",),
    ),
    Fault(
        name="a text that begins like a formula does not run in a spreadsheet",
        file="mdo/kernel/workbook/cells.py",
        before='_RISKY = tuple("=+-@',
        after='_RISKY = tuple("=+-',
        caught_by=("tests/kernel/workbook/test_cells.py",),
    ),
    Fault(
        name="the file of a list holds the rows of the screen",
        file="views/base/listing.py",
        before="        return statement.where(*criteria).order_by(*order)\n",
        after="        return statement.order_by(*order)\n",
        caught_by=("tests/base/test_lists.py::test_the_file_has_the_rows_order_and_columns_of_the_screen",),
    ),
    Fault(
        name="a template whose field may fetch something from elsewhere is refused, however the field is cut",
        file="mdo/documents/packages.py",
        before='            _check_field("".join(open_fields[-1]))\n',
        after="            _check_field(open_fields[-1][0])\n",
        caught_by=("tests/documents/test_templates.py::test_what_fetches_from_elsewhere_is_named",),
    ),
    Fault(
        name="an amount of euros is no percentage",
        file="mdo/kernel/imports/values.py",
        before='    if not is_rate and isinstance(cell, str) and "%" in cell:\n',
        after='    if is_rate and isinstance(cell, str) and "%" in cell:\n',
        caught_by=("tests/kernel/imports/test_values.py",),
    ),
    Fault(
        name="an amount typed with a point between thousands is not read a thousand times smaller",
        file="views/base/fields.py",
        before='{"fr": re.compile(r"-?[1-9]\\d{0,2}\\.\\d{3}")',
        after='{"fr": re.compile(r"-?[1-9]\\d{0,2}\\.\\d{4}")',
        caught_by=("tests/base/test_forms.py::test_a_number_is_read_as_the_french_write_it",),
    ),
    Fault(
        name="what an account sends in a day has a limit",
        file="mdo/kernel/jobs/quotas.py",
        before="    if (session.scalar(sent) or 0) + size > most:\n",
        after="    if size > most:\n",
        caught_by=("tests/security/test_room.py::test_an_account_sends_so_much_a_day",),
    ),
    Fault(
        name="who objects to letters is in no mailing",
        file="mdo/mail/addressees.py",
        before="    if person.newsletter_consent is Consent.REFUSED and not is_due:\n",
        after="    if person.newsletter_consent is Consent.REFUSED and is_due:\n",
        caught_by=("tests/mail/test_addressees.py::test_each_is_written_to_or_left_out_with_a_reason",),
    ),
    Fault(
        name="a stored column that no field tells stops the start",
        file="mdo/kernel/fields/tables.py",
        before="        if untold := stored - set(self.labels) - internal - _OF_EVERY_ROW:\n",
        after="        if untold := internal - stored:\n",
        caught_by=("tests/kernel/fields/test_tables.py::test_what_is_wrong_is_told_with_its_table",),
    ),
    Fault(
        name="the ranks of columns and of headers have no hole",
        file="mdo/kernel/fields/tables.py",
        before="        if ranks != list(range(1, len(ranks) + 1)):\n",
        after="        if len(set(ranks)) < len(ranks):\n",
        caught_by=("tests/kernel/fields/test_tables.py::test_what_is_wrong_is_told_with_its_table",),
    ),
    Fault(
        name="all that is wrong with a line is told at once",
        file="mdo/kernel/imports/dry_run.py",
        before="        for planner in wrong:\n",
        after="        for planner in wrong[:0]:\n",
        caught_by=("tests/kernel/imports/test_every_error.py::test_all_that_is_wrong_with_a_line_is_told_at_once",),
    ),
    Fault(
        name="a rule says nothing of a cell that could not be read",
        file="mdo/kernel/imports/dry_run.py",
        before="for name in hidden & set(state.mapper.attrs.keys())}\n",
        after="for name in ()}\n",
        caught_by=("tests/kernel/imports/test_every_error.py::test_all_that_is_wrong_with_a_line_is_told_at_once",),
    ),
    Fault(
        name="an edited cell that is worked out is told when its workbook comes back",
        file="mdo/kernel/imports/roundtrip/returning.py",
        before="            planned.errors[:0] = self._locked.get(place, ())\n",
        after="",
        caught_by=("tests/kernel/imports/test_every_error.py::test_a_cell_that_is_worked_out_and_was_edited_is_told",),
    ),
    Fault(
        name="rules that do not lean on each other are all told",
        file="mdo/kernel/base/errors.py",
        before="        first.others = tuple(others)\n",
        after="",
        caught_by=("tests/amendments/test_changes_screen.py::test_all_that_an_amendment_breaks_is_said_at_once",),
    ),
    Fault(
        name="a file is read with its cells corrected, by whatever page or job",
        file="views/imports/uploads.py",
        before="        return corrected(self.as_it_came(), self.corrections())\n",
        after="        return self.as_it_came()\n",
        caught_by=(
            "tests/kernel/imports/test_correcting.py::test_the_lines_to_correct_are_those_of_the_corrected_file",
            "tests/kernel/jobs/test_previews.py::test_a_long_file_is_corrected_and_planned_again_by_a_worker",
        ),
    ),
    Fault(
        name="a preview made before a cell was corrected is not written",
        file="views/imports/plans.py",
        before='notes.get("answers"), draft.corrections_mark\n',
        after='notes.get("answers")\n',
        caught_by=(
            "tests/kernel/jobs/test_previews.py"
            "::test_what_was_corrected_is_not_written_as_it_was_though_its_preview_was_stopped",
        ),
    ),
    Fault(
        name="a page of cells sent back as it came corrects nothing",
        file="mdo/kernel/imports/corrections.py",
        before="        if said != as_typed(cell):\n",
        after="        if said != cell:\n",
        caught_by=("tests/kernel/imports/test_corrections.py",),
    ),
    Fault(
        name="an old page of cells takes back no correction of another",
        file="views/imports/correcting.py",
        before='takes_back=form.get("plan") == head.digest)',
        after="takes_back=True)",
        caught_by=(
            "tests/kernel/imports/test_correcting.py::test_an_old_page_does_not_take_back_what_another_corrected",
        ),
    ),
    Fault(
        name="a column is not added to a workbook of ours, whose other lines would be emptied there",
        file="views/imports/cells.py",
        before="    if not draft.is_back:\n        typed.update",
        after="    if draft.is_back or True:\n        typed.update",
        caught_by=(
            "tests/kernel/imports/test_correcting.py"
            "::test_a_column_taken_out_of_a_workbook_of_ours_is_never_added_again",
        ),
    ),
    Fault(
        name="a formula typed in a corrected cell leaves as text",
        file="mdo/kernel/workbook/rendering.py",
        before="Look(TEXT, is_quoted=is_risky(safe), is_marked=True)",
        after="Look(TEXT, is_marked=True)",
        caught_by=("tests/kernel/imports/test_correcting.py::test_a_formula_that_is_typed_stays_text",),
    ),
    Fault(
        name="what was corrected goes with the file once it is imported",
        file="views/imports/uploads.py",
        before="        for path in (self.plan, self.notes_path, self.cells_path):\n",
        after="        for path in (self.plan, self.notes_path):\n",
        caught_by=(
            "tests/kernel/imports/test_correcting.py::test_what_was_imported_leaves_no_copy_of_its_corrections",
        ),
    ),
    Fault(
        name="pasted cells are cut at their tabs, whatever commas they hold",
        file="mdo/kernel/workbook/pasted.py",
        before='    held.write("sep=\\t\\n")\n',
        after="",
        caught_by=("tests/kernel/workbook/test_pasted.py::test_the_list_is_read_as_it_was_pasted",),
    ),
)
