"""What is written down, locked and taken back."""

from tests.faults.fault import Fault

JOURNAL = (
    Fault(
        name="the journal of contracts is read by who has their screens",
        file="mdo/scope_journal.py",
        before="    clauses = [change.model.in_(models), ",
        after="    clauses = [",
        caught_by=("tests/journal/test_reading.py::test_a_change_is_read_by_who_has_its_screen",),
    ),
    Fault(
        name="the contacts of suppliers need the right to personal data in the journal too",
        file="mdo/scope_journal.py",
        before='PERSONAL = frozenset({"SupplierContact"})',
        after="PERSONAL: frozenset[str] = frozenset()",
        caught_by=("tests/journal/test_reading.py::test_a_change_is_read_by_who_has_its_screen",),
    ),
    Fault(
        name="what is of an account is read by that account alone, in the journal too",
        file="mdo/journal/places.py",
        before='            place["owner_id"] = row.user_id\n',
        after='            place["owner_id"] = None\n',
        caught_by=(
            "tests/journal/test_reading.py::test_what_is_of_an_account_is_read_by_that_account_though_it_is_gone",
        ),
    ),
    Fault(
        name="an operation of which nothing may be read is not found",
        file="mdo/scope_journal.py",
        before="        Narrowing(JournalEntry, lambda cls: shown.where(_change.c.entry_id == cls.id).exists()),\n",
        after="",
        caught_by=("tests/journal/test_reading.py::test_the_entry_of_a_hidden_row_is_not_found",),
    ),
    Fault(
        name="a change keeps the body in which its row stood",
        file="mdo/journal/places.py",
        before='            place["instance_id"] = self._of_parent(row, "meeting", Meeting, "instance_id")\n',
        after='            place["instance_id"] = None\n',
        caught_by=("tests/journal/test_reading.py::test_a_change_says_where_its_row_stood",),
    ),
    Fault(
        name="every change of a row is in the journal",
        file="mdo/journal/recorder.py",
        before='    event.listen(sessions, "after_flush", _write)\n',
        after="",
        caught_by=("tests/journal/test_journal.py::test_a_change_holds_before_and_after_in_stored_form",),
    ),
    Fault(
        name="what someone changed meanwhile is not written over in silence",
        file="mdo/lock.py",
        before="        before = opened.get(field, current)\n",
        after="        before = current\n",
        caught_by=("tests/base/test_lock.py::test_the_same_field_comes_back_with_three_values_who_and_when",),
    ),
    Fault(
        name="a row that changed under a write is not written",
        file="models/base.py",
        before='        return {"version_id_col": cls.version}\n',
        after='        return {"version_id_col": cls.version, "version_id_generator": lambda version: version or 1}\n',
        caught_by=("tests/base/test_lock.py::test_each_save_raises_the_version_once_and_an_unchanged_one_does_not",),
    ),
    Fault(
        name="an undo does not take back what someone changed since",
        file="mdo/journal/undo.py",
        before="    kept = touched_since(session, changes)\n",
        after="    kept: dict[RowKey, str] = {}\n",
        caught_by=("tests/journal/test_journal.py::test_undo_is_refused_when_a_row_was_changed_since_and_names_it",),
    ),
    Fault(
        name="a row that is restored keeps the rules of the forms",
        file="mdo/journal/undo.py",
        before="    check_rows(session, [row], today)\n",
        after="",
        caught_by=("tests/journal/test_undo_rules.py::test_a_row_that_would_break_a_rule_is_not_restored",),
    ),
    Fault(
        name="of two workers, one takes a job",
        file="mdo/jobs/states.py",
        before="        (Job.id == job_id, Job.state == JobState.QUEUED),\n        state=JobState.RUNNING,\n",
        after="        (Job.id == job_id,),\n        state=JobState.RUNNING,\n",
        caught_by=("tests/jobs/test_states.py::test_a_waiting_job_is_taken_once",),
    ),
)
