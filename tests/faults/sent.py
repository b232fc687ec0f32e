"""What a workbook says as it was sent, and may not be lost: contacts, guardians, tables abreast, rows to come."""

from tests.faults.fault import Fault

_SUPPLIERS = "tests/kernel/imports/test_suppliers.py"
_ORGANISATIONS = "tests/kernel/imports/test_organisations.py"
_SCOPE = "tests/kernel/imports/test_roundtrip_scope.py"
_UNFINISHED = "tests/kernel/imports/test_unfinished.py"
_USUAL_CASE = "tests/kernel/imports/test_usual_case.py"
_CHILDREN = "tests/kernel/imports/test_children.py"

SENT = (
    Fault(
        name="a contact whom a workbook that comes back names no more is taken off, and no other",
        file="mdo/suppliers/import_contacts.py",
        before="            if row.id not in kept:\n",
        after="            if row.id in kept:\n",
        caught_by=(f"{_SUPPLIERS}::test_contacts_go_out_with_their_supplier_and_come_back",),
    ),
    Fault(
        name="a contact that was added here meanwhile is no loss of a workbook that comes back",
        file="mdo/kernel/imports/roundtrip/returning.py",
        before="            is_as_left = is_untouched and not _is_of_other_rows(column)\n",
        after="            is_as_left = is_untouched\n",
        caught_by=(f"{_SUPPLIERS}::test_contacts_go_out_with_their_supplier_and_come_back",),
    ),
    Fault(
        name="people of a column that is not called contacts are asked about before they are kept",
        file="mdo/suppliers/import_contacts.py",
        before="    return said if answer == _WRITE or (not names_some and answer != _LEAVE) else ()\n",
        after="    return said\n",
        caught_by=(f"{_SUPPLIERS}::test_a_column_that_is_not_called_so_is_asked_about_once",),
    ),
    Fault(
        name="an address that names nobody is not dropped beside another",
        file="mdo/suppliers/import_contacts.py",
        before='            planner.fail("contacts", _NOBODY, value=value)\n',
        after="            continue\n",
        caught_by=(f"{_SUPPLIERS}::test_an_address_that_names_nobody_is_not_dropped_beside_another",),
    ),
    Fault(
        name="the zero of a number of an organisation is put back by its key alone",
        file="mdo/kernel/imports/cells/identifiers.py",
        before="    if zero_is_missing(digits):\n",
        after='    if len(digits) == 13:\n        return f"0{digits}"\n    if zero_is_missing(digits):\n',
        caught_by=(f"{_ORGANISATIONS}::test_thirteen_digits_whose_key_is_wrong_with_a_zero_stay_an_error",),
    ),
    Fault(
        name="of two guardians the number that is kept is that of the one who was chosen",
        file="mdo/people/written_guardians.py",
        before="    at = places.index(answer) if answer in places else 0\n",
        after="    at = 0\n",
        caught_by=(f"{_CHILDREN}::test_two_guardians_are_asked_about_with_their_numbers_and_addresses",),
    ),
    Fault(
        name="what is nobody's name is not kept as the guardian of a child",
        file="mdo/people/written_guardians.py",
        before="    if answer == BLANK or _is_no_name(answer):\n",
        after="    if answer == BLANK:\n",
        caught_by=(f"{_CHILDREN}::test_two_guardians_are_asked_about_with_their_numbers_and_addresses",),
    ),
    Fault(
        name="a proxy to somebody whose line waits is no error",
        file="mdo/meetings/import_attendance.py",
        before='            planner.waiting.add("represented_by")',
        after='            planner.waiting.add("")',
        caught_by=(
            "tests/kernel/imports/test_attendance.py::test_a_proxy_to_who_stands_on_a_hidden_line_waits_for_it",
        ),
    ),
    Fault(
        name="a line of a table is not handed back for that of the table beside it",
        file="mdo/kernel/imports/reading/found.py",
        before="        return first in (None, self.first) and sheet",
        after="        return sheet",
        caught_by=("tests/kernel/imports/test_outcomes.py::test_a_line_is_of_one_of_the_tables_that_stand_abreast",),
    ),
    Fault(
        name="who stands in for the holder of a line further down is written after that line",
        file="mdo/kernel/imports/keeping/packing.py",
        before="if not self._named_by(writes) <= held]\n",
        after="if place < 0]\n",
        caught_by=("tests/kernel/imports/test_stored.py::test_who_stands_in_may_be_written_long_before_the_holder",),
    ),
    Fault(
        name="a blank cell of a row that one may not change is locked too",
        file="mdo/kernel/workbook/rendering.py",
        before="        return [cell or self._blank for cell in cells] if self._blank else cells\n",
        after="        return cells\n",
        caught_by=(f"{_SCOPE}::test_rows_that_one_reads_and_may_not_write_leave_locked_and_come_back_as_they_are",),
    ),
    Fault(
        name="the list of what an import wrote holds no row that it did not write",
        file="mdo/kernel/scope/journal.py",
        before="where(_change.c.entry_id == entry_id, *written, *is_own)",
        after="where(*written, *is_own, _change.c.entry_id <= entry_id)",
        caught_by=(f"{_UNFINISHED}::test_what_an_import_wrote_is_listed_and_nothing_else",),
    ),
    Fault(
        name="what an import wrote is told to who imported alone",
        file="mdo/kernel/scope/journal.py",
        before="_entry.c.door == Door.IMPORT, _entry.c.actor_id == user_id",
        after="_entry.c.door == Door.IMPORT",
        caught_by=(f"{_UNFINISHED}::test_what_an_import_wrote_is_listed_and_nothing_else",),
    ),
    Fault(
        name="a search within what an import wrote stays within it",
        file="views/base/listpage.py",
        before='if name in {"order", "cols"} | unoffered)',
        after='if name in {"order", "cols"})',
        caught_by=(f"{_UNFINISHED}::test_what_an_import_wrote_is_listed_and_nothing_else",),
    ),
    Fault(
        name="no record is changed by the case of its texts alone",
        file="mdo/kernel/imports/lines.py",
        before="or (not is_back and is_same_but_case(before, value))",
        after="",
        caught_by=(f"{_USUAL_CASE}::test_a_record_is_not_changed_by_case_or_lost_accents_alone",),
    ),
    Fault(
        name="capitals stay where that was chosen",
        file="mdo/kernel/imports/lines.py",
        before="return said if answer == _KEPT.value else text",
        after="return text",
        caught_by=(f"{_USUAL_CASE}::test_they_stay_where_that_was_chosen",),
    ),
    Fault(
        name="what is proposed holds no line back",
        file="mdo/kernel/imports/lines.py",
        before="self.register.answers.get(question.key) or question.proposed or None",
        after="self.register.answers.get(question.key)",
        caught_by=(f"{_USUAL_CASE}::test_capitals_are_told_once_with_their_count_and_kept_by_one_choice",),
    ),
    Fault(
        name="a short text holds no number that is never kept",
        file="mdo/kernel/rules/never_kept.py",
        before="SHORTEST = 15 ",
        after="SHORTEST = 250 ",
        caught_by=("tests/kernel/rules/test_free_texts.py::test_a_short_field_of_a_form_refuses_it_and_loses_nothing",),
    ),
    Fault(
        name="the address that goes with a corrected cell is told",
        file="views/imports/taking.py",
        before="        if gone:\n",
        after="        if gone and later:\n",
        caught_by=(
            "tests/kernel/imports/test_both_buttons.py::test_an_address_that_goes_with_a_corrected_cell_is_told",
        ),
    ),
)
