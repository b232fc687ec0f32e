"""What is written down, locked and taken back."""

from tests.faults.fault import Change, Fault

JOURNAL = (
    Fault(
        name="the journal of contracts is read by who has their screens",
        file="mdo/kernel/scope/journal.py",
        before="    clauses = [or_(change.model.in_(models), is_own), ",
        after="    clauses = [",
        caught_by=("tests/kernel/journal/test_reading.py::test_a_change_is_read_by_who_has_its_screen",),
    ),
    Fault(
        name="the contacts of suppliers need the right to personal data in the journal too",
        file="mdo/suppliers/domain.py",
        before="    personal=(SupplierContact,),\n",
        after="",
        caught_by=("tests/kernel/journal/test_reading.py::test_a_change_is_read_by_who_has_its_screen",),
    ),
    Fault(
        name="what is of an account is read by that account alone, in the journal too",
        file="mdo/kernel/journal/places.py",
        before='            place["owner_id"] = row.user_id\n',
        after='            place["owner_id"] = None\n',
        caught_by=(
            "tests/kernel/journal/test_reading.py::test_what_is_of_an_account_is_read_by_that_account_though_it_is_gone",
        ),
    ),
    Fault(
        name="an operation of which nothing may be read is not found",
        file="mdo/kernel/scope/journal.py",
        before="        Narrowing(JournalEntry, lambda cls: shown.where(_change.c.entry_id == cls.id).exists()),\n",
        after="",
        caught_by=("tests/kernel/journal/test_reading.py::test_the_entry_of_a_hidden_row_is_not_found",),
    ),
    Fault(
        name="what was deleted elsewhere is found by nobody with limits",
        file="mdo/kernel/scope/journal.py",
        before="    clauses = [or_(*clauses), *hidden]\n",
        after="    clauses = hidden\n",
        caught_by=("tests/kernel/journal/test_deleted.py",),
    ),
    Fault(
        name="a deleted line of attendance names nobody out of sight",
        file="mdo/kernel/scope/journal.py",
        before="[or_(*clauses), *hidden]",
        after="[or_(*clauses)]",
        caught_by=("tests/kernel/journal/test_deleted.py::test_a_guest_out_of_sight_is_not_named",),
    ),
    Fault(
        name="a deleted row is put back by who could make it by hand",
        file="views/journal/deleted.py",
        before="        if self._may(changes, coming):\n",
        after="        if True:\n",
        caught_by=("tests/kernel/journal/test_deleted.py::test_who_only_reads_puts_nothing_back",),
    ),
    Fault(
        name="what a deleted row stands on is said before it comes back",
        file="views/journal/deleted.py",
        before='coming.supports and not request.form.get("with")',
        after="False",
        caught_by=(
            "tests/kernel/journal/test_deleted.py::test_a_mandate_comes_back_with_the_person_who_was_deleted_after_it",
        ),
    ),
    Fault(
        name="what went with another row is no line of its own",
        file="mdo/kernel/journal/deleted.py",
        before="        ~or_(*(_went_with(parts, *link) for link, parts in _links_of_parts().items())),\n",
        after="",
        caught_by=(
            "tests/kernel/journal/test_deleted.py::test_a_meeting_is_listed_once_and_comes_back_with_its_parts",
        ),
    ),
    Fault(
        name="a change keeps the body in which its row stood",
        file="mdo/kernel/journal/places.py",
        before='            place["instance_id"] = self._of_parent(row, "meeting", "instance_id")\n',
        after='            place["instance_id"] = None\n',
        caught_by=("tests/kernel/journal/test_reading.py::test_a_change_says_where_its_row_stood",),
    ),
    Fault(
        name="every change of a row is in the journal",
        file="mdo/kernel/journal/recorder.py",
        before='    event.listen(sessions, "after_flush", _write)\n',
        after="",
        caught_by=("tests/kernel/journal/test_journal.py::test_a_change_holds_before_and_after_in_stored_form",),
    ),
    Fault(
        name="what someone changed meanwhile is not written over in silence",
        file="mdo/kernel/sessions/edit_merge.py",
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
        file="mdo/kernel/journal/undo.py",
        before="    kept = touched_since(session, changes)\n",
        after="    kept: dict[RowKey, str] = {}\n",
        caught_by=(
            "tests/kernel/journal/test_journal.py::test_undo_is_refused_when_a_row_was_changed_since_and_names_it",
        ),
    ),
    Fault(
        name="a row that is restored keeps the rules of the forms",
        file="mdo/kernel/journal/restoring.py",
        before="            check_rows(session, rows, today)\n",
        after="            pass\n",
        caught_by=("tests/kernel/journal/test_undo_rules.py::test_a_row_that_would_break_a_rule_is_not_restored",),
    ),
    Fault(
        name="an undo asks the rules of every table",
        file="mdo/procurement/row_rules.py",
        before="    Threshold: RowRules(_write_threshold),\n",
        after="",
        caught_by=(
            "tests/kernel/journal/test_one_door.py::test_what_a_form_refuses_comes_back_by_no_undo_and_no_restore",
        ),
    ),
    Fault(
        name="the rule of a view is asked by undo too",
        file="mdo/suppliers/row_rules.py",
        before="    check_not_twice(session, row)\n",
        after="",
        also=(
            Change(
                "views/suppliers/screens.py",
                "    def advice(self, names",
                "    def check(self, row: Supplier) -> None:\n        super().check(row)\n"
                "        rules.check_not_twice(db.session, row)\n\n    def advice(self, names",
            ),
            Change(
                "views/suppliers/screens.py",
                "from mdo.suppliers.rules import look_alikes\n",
                "from mdo.suppliers import rules\nfrom mdo.suppliers.rules import look_alikes\n",
            ),
        ),
        caught_by=("tests/project/test_one_door.py",),
    ),
    Fault(
        name="an amendment is not undone under what was ordered on it",
        file="mdo/amendments/row_rules.py",
        before="    check_lowering_without(session, row, today)\n",
        after="    return\n",
        caught_by=(
            "tests/kernel/journal/test_one_door.py::test_an_amendment_is_not_undone_under_what_was_ordered_since",
        ),
    ),
    Fault(
        name="what an undo sets back is judged as just written",
        file="mdo/kernel/base/relations.py",
        before="    return is_changed(row, names) or any(",
        after="    return is_changed(row, names) or replaced is None and any(",
        caught_by=("tests/kernel/journal/test_one_door.py",),
    ),
    Fault(
        name="what may not be deleted goes by no undo of its creation",
        file="mdo/kernel/journal/undo.py",
        before="    broken = [one for one in leaving if isinstance(one, BrokenRule)]\n",
        after="    broken: list[BrokenRule] = []\n",
        caught_by=(
            "tests/kernel/journal/test_one_door.py::test_what_a_form_does_not_delete_goes_by_no_undo_of_its_creation",
        ),
    ),
    Fault(
        name="a refusal is known by its code, not by its text",
        file="mdo/kernel/base/refused.py",
        before='    diagnosis = getattr(origin, "diag", None)\n',
        after="    diagnosis = None\n",
        caught_by=("tests/base/test_integrity.py",),
    ),
    Fault(
        name="the same form sent at once makes one row",
        file="views/security/once.py",
        before='        raise _AlreadySent(response=_lead(location_of(session, key) or ""))\n',
        after="        return\n",
        caught_by=("tests/base/test_once.py::test_four_at_once_make_one_row_and_lead_to_it",),
    ),
    Fault(
        name="each form that makes rows is sent once",
        file="templates/series/preview.html",
        before='<input type="hidden" name="once" value="{{ once() }}">',
        after="",
        caught_by=("tests/browser/test_everywhere.py",),
    ),
    Fault(
        name="of two workers, one takes a job",
        file="mdo/kernel/jobs/states.py",
        before="        (Job.id == job_id, Job.state == JobState.QUEUED),\n        state=JobState.RUNNING,\n",
        after="        (Job.id == job_id,),\n        state=JobState.RUNNING,\n",
        caught_by=("tests/kernel/jobs/test_states.py::test_a_waiting_job_is_taken_once",),
    ),
    Fault(
        name="a job whose message was lost waits for ever beside what the schedule does",
        file="views/jobs/worker.py",
        before="self.huey.pending() if task.name == _RUN}",
        after="self.huey.pending()[:0]} | ({*waiting} if self.huey.pending_count() else set())",
        caught_by=(
            "tests/kernel/jobs/test_recovery.py::test_a_lost_job_is_found_beside_what_the_schedule_put_in_the_queue",
        ),
    ),
)
