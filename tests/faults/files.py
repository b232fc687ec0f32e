"""What comes in by files, and what leaves by them."""

from tests.faults.fault import Fault

_FINDING = "tests/kernel/imports/test_finding.py"
_BOTH_BUTTONS = (
    "tests/kernel/imports/test_both_buttons.py::"
    "test_both_buttons_of_a_preview_keep_the_answers_that_are_chosen_and_the_cells_that_are_typed"
)
_SHEETS = "tests/kernel/imports/test_sheets_screen.py"

FILES = (
    Fault(
        name="a line of a file is read though its first cell is empty",
        file="mdo/kernel/imports/reading/tables.py",
        before="if not all(is_blank(cell) for cell in cells)\n",
        after="if cells and not is_blank(cells[0])\n",
        caught_by=(
            "tests/kernel/imports/test_tables.py::test_the_headers_may_stand_under_a_title_and_lines_keep_their_number",
        ),
    ),
    Fault(
        name="a total under a table is nobody",
        file="mdo/kernel/imports/reading/leaving.py",
        before="    return TOTAL if is_total(row) else None\n",
        after="    return None\n",
        caught_by=(
            f"{_FINDING}::test_titles_feet_of_pages_and_repeated_headers_are_left_and_the_lines_around_them_read",
        ),
    ),
    Fault(
        name="a person called Total is asked and not dropped",
        file="mdo/kernel/imports/reading/leaving.py",
        before="        return True if says and counts else None\n",
        after="        return True\n",
        caught_by=(
            "tests/kernel/imports/test_finding.py::test_a_person_called_total_is_asked_and_is_what_was_answered",
        ),
    ),
    Fault(
        name="a hidden line is not taken in silence",
        file="mdo/kernel/imports/reading/judging.py",
        before="        if self.hidden and row in self.sheet.hidden_rows:\n",
        after="        if self.hidden and row in ():\n",
        caught_by=(f"{_FINDING}::test_hidden_lines_and_columns_are_asked_once_and_are_what_was_answered",),
    ),
    Fault(
        name="a row of which nothing is read is told",
        file="mdo/kernel/imports/reading/judging.py",
        before="    left |= dict.fromkeys(table.rows.keys() - read, _NOTHING_READ)\n",
        after="",
        caught_by=("tests/kernel/imports/test_finding.py::test_each_row_has_one_fate_and_none_goes_unseen",),
    ),
    Fault(
        name="a title between lines gives its body to those under it alone",
        file="mdo/kernel/imports/reading/judging.py",
        before="for one in layout.constants if one.at < row}\n",
        after="for one in layout.constants}\n",
        caught_by=(f"{_FINDING}::test_titles_between_lines_say_the_body_and_the_college_of_those_under_them",),
    ),
    Fault(
        name="the second table of a sheet has its lines in error handed back",
        file="mdo/kernel/imports/rejected.py",
        before="for table, told in zip(tables, said, strict=True) if told]",
        after="for table, told in zip(tables[:1], said) if told]",
        caught_by=(f"{_SHEETS}::test_lines_in_error_come_back_from_each_table_with_the_body_that_no_column_said",),
    ),
    Fault(
        name="a coloured cell among many plain ones is seen",
        file="mdo/kernel/workbook/packages.py",
        before='b\'(?!%s")\' % style if style else b"",',
        after='b"",',
        caught_by=(
            "tests/kernel/workbook/test_marks.py::test_each_coloured_cell_is_told_whatever_the_number_of_styles",
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
        name="what one answered is not applied to the workbook of another",
        file="mdo/kernel/imports/keeping/answers.py",
        before="    readable = or_(ImportAnswer.user_id == actor_id, ",
        after="    readable = or_(ImportAnswer.id > 0, ",
        caught_by=("tests/kernel/imports/test_questions.py::test_an_answer_is_its_owners_until_it_is_shared",),
    ),
    Fault(
        name="a kept answer that names a body out of sight is not shown",
        file="mdo/kernel/imports/keeping/answers.py",
        before="            for seen in session.scalars(select(model).where(model.id.in_(batch))).unique():\n",
        after=(
            "            for seen in session.scalars(\n"
            "                select(model).where(model.id.in_(batch)).execution_options(mdo_whole_register=True)\n"
            "            ).unique():\n"
        ),
        caught_by=("tests/kernel/imports/test_questions.py",),
    ),
    Fault(
        name="an answer that no row in sight bears is asked again",
        file="mdo/kernel/imports/lines.py",
        before="                self.planned.questions.append(question)\n        self.waiting.add(name)\n",
        after="                pass\n        self.waiting.add(name)\n",
        caught_by=(
            "tests/kernel/imports/test_questions.py::test_what_is_typed_answers_too_and_is_kept_when_it_does_not",
        ),
    ),
    Fault(
        name="lines left aside by an answer say so",
        file="mdo/kernel/imports/lines.py",
        before='            self.planned.left = (LEFT_ASIDE, {"question": ',
        after='            _ = (LEFT_ASIDE, {"question": ',
        caught_by=("tests/kernel/imports/test_questions.py::test_lines_left_aside_are_counted_and_say_so",),
    ),
    Fault(
        name="a line that waits for an answer is not written",
        file="mdo/kernel/imports/plans.py",
        before="        return bool(self.errors or self.questions)\n",
        after="        return bool(self.errors)\n",
        caught_by=(
            "tests/kernel/imports/test_questions.py::test_lines_that_wait_are_not_written_and_come_back_with_the_question",
        ),
    ),
    Fault(
        name="an import that would change much of the register is confirmed first",
        file="mdo/kernel/imports/run.py",
        before="    if alarms:\n        raise RuleViolation(UNCONFIRMED)\n",
        after="",
        caught_by=("tests/kernel/imports/test_alarm.py::test_the_command_asks_for_the_same_confirmation",),
    ),
    Fault(
        name="a column sorted alone with its blanks first is named",
        file="mdo/kernel/imports/alarm.py",
        before="moved >= min(before.total(), after.total()) * _NEARLY_ALL",
        after="moved >= count * _NEARLY_ALL",
        caught_by=("tests/kernel/imports/test_alarm.py::test_a_column_sorted_alone_with_its_blanks_first_is_named",),
    ),
    Fault(
        name="a column that was sorted alone is not written without a word",
        file="mdo/kernel/imports/alarm.py",
        before="        self._changed += is_known and state is not LineState.UNCHANGED\n",
        after="        self._changed += state is LineState.CONFLICT\n",
        caught_by=("tests/kernel/imports/test_alarm.py::test_a_column_sorted_alone_is_written_only_once_confirmed",),
    ),
    Fault(
        name="a namesake of the register is asked before a new person is made",
        file="mdo/people/import_namesakes.py",
        before="        if not stored:\n",
        after="        if len(stored) < 2:\n",
        caught_by=(
            "tests/kernel/imports/test_namesakes.py::test_a_namesake_is_asked_once_for_the_lines_that_say_the_same",
        ),
    ),
    Fault(
        name="a question about namesakes shows no address to who may not read it",
        file="mdo/people/import_namesakes.py",
        before="        if planner.register.can(*PERSONAL_DATA):\n",
        after="        if told:\n",
        caught_by=(
            "tests/kernel/imports/test_namesakes.py::test_who_may_not_read_personal_data_reads_none_in_a_question",
        ),
    ),
    Fault(
        name="the number of an identity paper comes in by no column",
        file="mdo/kernel/imports/reading/layout.py",
        before="            if is_never_kept(header):\n",
        after="            if is_never_kept(header) and index not in chosen:\n",
        caught_by=("tests/kernel/imports/test_never_kept.py::test_such_columns_and_those_left_aside_are_kept_nowhere",),
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
        before='Field(Person.phone, N_("Phone"), is_personal=True, ',
        after='Field(Person.phone, N_("Phone"), ',
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
        before="        return statement.where(*criteria).order_by(*order).offset",
        after="        return statement.order_by(*order).offset",
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
        file="mdo/kernel/imports/cells/values.py",
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
        name="the total of a list follows its filters",
        file="mdo/kernel/workbook/totals.py",
        before='    return f"SUBTOTAL(109,{table}',
        after='    return f"SUM({table}',
        caught_by=("tests/kernel/workbook/test_totals.py",),
    ),
    Fault(
        name="the total of a list is that of the rows of all its batches",
        file="mdo/kernel/workbook/rendering.py",
        before="            self.total += sum_of(values, types)\n",
        after="            self.total = sum_of(values, types)\n",
        caught_by=("tests/kernel/workbook/test_totals.py",),
    ),
    Fault(
        name="the total of figures that count somebody twice is no sum",
        file="mdo/kernel/workbook/summary_sheets.py",
        before="        and total == sum(value for value in values if value is not None)\n",
        after="",
        caught_by=(
            "tests/kernel/workbook/test_totals.py::test_the_total_of_figures_follows_their_filters_where_it_is_their_sum",
        ),
    ),
    Fault(
        name="an undo counts the rows that its import told",
        file="mdo/kernel/journal/undo.py",
        before="    first = (ChangeAction.CREATE, ChangeAction.DELETE, ChangeAction.UPDATE)\n",
        after="    first = (ChangeAction.UPDATE, ChangeAction.DELETE, ChangeAction.CREATE)\n",
        caught_by=(
            "tests/kernel/imports/test_undo.py::test_what_an_operation_made_and_then_changed_is_counted_as_made",
        ),
    ),
    Fault(
        name="a number that a cell holds as text counts for nothing in a total",
        file="mdo/kernel/workbook/totals.py",
        before="    if kinds == {int} and -MAX_EXACT_INTEGER < min(found) <= max(found) < MAX_EXACT_INTEGER:\n",
        after="    if kinds == {int}:\n",
        caught_by=("tests/kernel/workbook/test_totals.py",),
    ),
    Fault(
        name="the total of a list is no line when the list comes back",
        file="mdo/kernel/imports/reading/leaving.py",
        before="    if words in TOTAL_WORDS:\n",
        after="    if not words:\n",
        caught_by=("tests/kernel/imports/test_exported_lists.py",),
    ),
    Fault(
        name="a filter takes no total for a line",
        file="mdo/kernel/workbook/layout.py",
        before="        row = self.header_row + count + 2\n",
        after="        row = self.header_row + count + 1\n",
        caught_by=("tests/kernel/workbook/test_strict.py::test_no_kind_of_workbook_has_a_fault",),
    ),
    Fault(
        name="no column is cut on paper",
        file="mdo/kernel/workbook/paper.py",
        before="            used = sum(widths[:repeated])\n",
        after="            used = 0.0\n",
        caught_by=("tests/kernel/workbook/test_paper.py",),
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
        before='notes.get("decisions"), answers, draft.corrections_mark)\n',
        after='notes.get("decisions"), answers)\n',
        caught_by=("tests/kernel/jobs/test_previews.py::test_what_was_corrected_is_not_written_as_it_was",),
    ),
    Fault(
        name="a page of cells sent back as it came corrects nothing",
        file="mdo/kernel/imports/keeping/corrections.py",
        before="== said:\n            continue\n",
        after="== said + said:\n            continue\n",
        caught_by=("tests/kernel/imports/test_corrections.py",),
    ),
    Fault(
        name="the cells that are being typed are kept when questions are answered",
        file="views/imports/taking.py",
        before="            file = correct(draft, request.form)\n",
        after="            file = correct(draft, request.form) if is_check else None\n",
        caught_by=(_BOTH_BUTTONS,),
    ),
    Fault(
        name="the answers that are being chosen are kept when cells are checked",
        file="views/imports/taking.py",
        before="        is_noted = _answered(draft) | _decided(draft)\n",
        after="        is_noted = not is_check and _answered(draft) | _decided(draft)\n",
        caught_by=(_BOTH_BUTTONS,),
    ),
    Fault(
        name="a blank in the middle of a pasted block empties no cell by itself",
        file="views/imports/over.py",
        before="blanks=Resolution.KEEP",
        after="blanks=Resolution.TAKE",
        caught_by=(
            "tests/base/test_in_place.py::test_a_pasted_block_keeps_the_order_of_the_screen_and_its_blanks_empty_nothing",
        ),
    ),
    Fault(
        name="an old page of cells takes back no correction of another",
        file="views/imports/correcting.py",
        before="None if is_old else shown_as)",
        after="shown_as)",
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
            "tests/kernel/imports/test_correcting.py::test_a_column_taken_out_of_a_workbook_of_ours_is_never_added",
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
