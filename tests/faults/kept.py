"""What is kept: backups, and what looks whether all is well."""

from tests.faults.fault import Fault

KEPT = (
    Fault(
        name="no sign-in sheet is destroyed without a visa",
        file="mdo/archives/sheets.py",
        before="    without = [meeting.title for meeting in meetings if meeting.id not in records]\n",
        after=(
            "    for meeting in meetings:\n"
            "        if meeting.id not in records:\n"
            "            row = SheetElimination(meeting_id=meeting.id, bordereau='-', visa_number='-', visa_on=today)\n"
            "            records[meeting.id] = row\n"
            "            session.add(row)\n"
            "    session.flush()\n"
            "    without: list[str] = []\n"
        ),
        caught_by=("tests/archives/test_eliminations.py",),
    ),
    Fault(
        name="the journal forgets the names of a sheet that was destroyed",
        file="mdo/archives/sheets.py",
        before="        change.fields, change.label = {}, ERASED\n",
        after="        pass\n",
        caught_by=("tests/archives/test_eliminations.py",),
    ),
    Fault(
        name="a sheet is destroyed once it is a year old",
        file="mdo/archives/sheets.py",
        before="    if kept:\n",
        after="    if False:\n",
        caught_by=("tests/archives/test_eliminations.py::test_a_sheet_is_due_a_year_after_its_meeting",),
    ),
    Fault(
        name="a visa is given on a sheet whose year has run",
        file="mdo/archives/sheets.py",
        before="    if visa_on < first:\n",
        after="    if visa_on > dt.date.max:\n",
        caught_by=("tests/archives/test_eliminations.py::test_a_visa_is_given_on_a_sheet_that_is_a_year_old",),
    ),
    Fault(
        name="what was destroyed under a visa is undone by nothing",
        file="mdo/kernel/journal/undo.py",
        before="    if model in NOT_UNDONE:\n",
        after="    if model in (User, Role):\n",
        caught_by=("tests/archives/test_eliminations.py::test_nothing_takes_a_destruction_back",),
    ),
    Fault(
        name="an archive of which a byte changed is refused",
        file="mdo/backup/archive.py",
        before="    if stream.read(_SUM_LENGTH) != total.encode():\n",
        after="    if len(stream.read(_SUM_LENGTH)) != len(total):\n",
        caught_by=("tests/backup/test_archive.py::test_no_byte_changes_unseen",),
    ),
    Fault(
        name="no name of an archive leads out of its folder",
        file="mdo/backup/archive.py",
        before="    return folder in FOLDERS and bool(_FILE_NAME.fullmatch(file)) and file not in",
        after="    return bool(_FILE_NAME.fullmatch(file)) and file not in",
        caught_by=("tests/backup/test_archive.py::test_a_name_that_leads_elsewhere_is_refused",),
    ),
    Fault(
        name="a backup is one picture of the register, whatever is written meanwhile",
        file="mdo/backup/taking.py",
        before='isolation_level="REPEATABLE READ"',
        after='isolation_level="READ COMMITTED"',
        caught_by=("tests/backup/test_restore.py::test_a_snapshot_stays_as_it_was_while_others_write",),
    ),
    Fault(
        name="a restore asks before it replaces anything",
        file="mdo/backup/restoring.py",
        before="    if not is_forced and not _is_empty(engine):\n",
        after="    if is_forced and not _is_empty(engine):\n",
        caught_by=("tests/backup/test_restore.py::test_a_place_that_is_not_empty_is_left_as_it_is_unless_forced",),
    ),
    Fault(
        name="a job that waited when the backup was taken is not done after its restore",
        file="mdo/backup/restoring.py",
        before="job.c.state.in_([JobState.QUEUED, JobState.RUNNING])",
        after="job.c.state.in_([JobState.RUNNING])",
        caught_by=("tests/backup/test_restore.py::test_a_backup_comes_back_row_by_row_on_either_database",),
    ),
    Fault(
        name="an id that was given is not given again after a restore",
        file="mdo/backup/restoring.py",
        before="    rows.set_last_ids(connection, manifest.last_ids, shapes)\n",
        after="    rows.set_last_ids(connection, {}, shapes)\n",
        caught_by=("tests/backup/test_restore.py::test_a_backup_comes_back_row_by_row_on_either_database",),
    ),
    Fault(
        name="the first backup of a month stays for twelve months",
        file="mdo/backup/shelf.py",
        before="    staying = {*newest[:DAYS], *sorted(firsts.values(), reverse=True)[:MONTHS]}\n",
        after="    staying = {*newest[:DAYS], *sorted(firsts.values())[:MONTHS]}\n",
        caught_by=("tests/backup/test_shelf.py::test_seven_days_and_twelve_months_stay",),
    ),
    Fault(
        name="the doctor sees a search text that is not as its row says",
        file="mdo/doctor/registers.py",
        before='if stored.get(row["id"]) != row]',
        after='if row["id"] not in stored]',
        caught_by=("tests/backup/test_doctor.py::test_what_is_wrong_is_said_with_what_to_do",),
    ),
    Fault(
        name="the doctor takes for damaged what its own connection remembers",
        file="mdo/doctor/registers.py",
        before="with closing(sqlite3.connect(str(connection.engine.url.database))) as fresh:",
        after="with closing(connection.connection.cursor()) as fresh:",
        caught_by=(
            "tests/backup/test_doctor.py::test_who_searched_before_others_wrote_does_not_take_the_indexes_for_damaged",
        ),
    ),
    Fault(
        name="a row that holds a word in two texts is counted once",
        file="mdo/kernel/search/matching.py",
        before=", self.found.where(not_(and_(*first))))",
        after=", self.found)",
        caught_by=("tests/kernel/search/test_long_lists.py",),
    ),
    Fault(
        name="who reads a part of the city searches the texts of her places alone",
        file="mdo/kernel/search/matching.py",
        before="_trigram_ids(self._texts, self._holds(self._texts), self.places)",
        after="_trigram_ids(self._texts, self._holds(self._texts), ())",
        caught_by=("tests/people/test_places.py",),
    ),
    Fault(
        name="rows in sight that are searched still pass the filters",
        file="views/base/listrows.py",
        before="bool(places and texts and texts.is_in_sight and not criteria)",
        after="bool(places and texts and texts.is_in_sight)",
        caught_by=("tests/kernel/search/test_long_lists.py",),
    ),
    Fault(
        name="a truth is not handed over as the number one",
        file="mdo/kernel/base/kept_statements.py",
        before="once.setdefault((type(value), value), name)",
        after="once.setdefault(value, name)",
        caught_by=("tests/kernel/scope/test_reading.py",),
    ),
    Fault(
        name="a role that nobody is there for is watched by the mission",
        file="mdo/kernel/deadlines/whose.py",
        before="or_(role.id.not_in(kept), role.name == _REFERENT)",
        after="or_(role.name == _REFERENT)",
        caught_by=("tests/kernel/deadlines/test_readers.py", "tests/kernel/deadlines/test_listing.py"),
    ),
)
