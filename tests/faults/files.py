"""What comes in by files, and what leaves by them."""

from tests.faults.fault import Fault

FILES = (
    Fault(
        name="a line of a file is read though its first cell is empty",
        file="mdo/kernel/imports/tables.py",
        before="        if not all(is_blank(cell) for cell in row)\n",
        after="        if row and not is_blank(row[0])\n",
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
)
