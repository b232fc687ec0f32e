"""Records one after the other: where one comes back to, what is next."""

from tests.faults.fault import Fault

SERIES = (
    Fault(
        name="a form leads back to pages of this site alone",
        file="views/base/coming_back.py",
        before="    if told.netloc != request.host or ",
        after="    if ",
        caught_by=("tests/base/test_coming_back.py::test_nothing_but_a_page_of_this_site_is_led_back_to",),
    ),
    Fault(
        name="the next record is that of the list, search and filters included",
        file="views/base/series.py",
        before=".where(*asked.criteria, *opened, further)\n",
        after=".where(*opened, further)\n",
        caught_by=("tests/base/test_coming_back.py::test_the_records_of_a_list_follow_one_another_as_in_it",),
    ),
    Fault(
        name="a cell changed in the list meets what someone changed meanwhile",
        file="views/base/in_place.py",
        before="        if not _same(seen, now):\n",
        after="        if not _same(seen, now) and not value:\n",
        caught_by=("tests/base/test_in_place.py::test_two_people_who_changed_one_cell_see_both_values",),
    ),
    Fault(
        name="a list changes the cells of the columns that say so alone",
        file="views/base/in_place.py",
        before="for column in cls.columns if column.in_place}",
        after="for column in cls.columns}",
        caught_by=("tests/base/test_in_place.py",),
    ),
    Fault(
        name="a cell of a row that is another's to change is not written",
        file="views/base/in_place.py",
        before="        if not self.may_change(row) or ",
        after="        if ",
        caught_by=("tests/base/test_in_place.py::test_who_may_not_change_the_row_changes_no_cell_of_it",),
    ),
    Fault(
        name="the next record is read before this one leaves its place",
        file="views/base/writing.py",
        before="                    return redirect(self.next_url(step) if step is not None else",
        after='                    step = step and step_of(self, pk, "edit")\n'
        "                    return redirect(self.next_url(step) if step is not None else",
        caught_by=(
            "tests/base/test_coming_back.py::test_save_and_next_goes_through_the_list_though_the_rows_leave_it",
        ),
    ),
    Fault(
        name="the next form is one that the reader may open",
        file="views/base/series.py",
        before="    opened = view.changeable() if is_form else ()\n",
        after="    opened = ()\n",
        caught_by=(
            "tests/base/test_coming_back.py::test_save_and_next_passes_over_the_rows_that_one_may_not_change_and_says_so",
        ),
    ),
    Fault(
        name="a ticked row that one only reads is told, not dropped in silence",
        file="views/base/removing.py",
        before='            flash(self._left_aside(left), "warning")\n',
        after="            pass\n",
        caught_by=("tests/base/test_bulk.py::test_a_row_that_one_only_reads_is_named_and_left_aside",),
    ),
)
