"""Faults chosen by someone who had not read the tests: what a tired engineer could break in a refactor.

Two more that were chosen so stand in `files.py` (a line whose first cell is empty) and in `screens.py` (the rule of a
bulk deletion), where another engineer had met the same.
"""

from tests.faults.fault import Fault

BLIND = (
    Fault(
        name="someone who sits elsewhere is not shown to the référent of where she lives",
        file="mdo/people/places.py",
        before=".where(~has_mandate, own.is_not(None))",
        after=".where(own.is_not(None))",
        caught_by=(
            "tests/kernel/scope/test_reading.py::test_a_referent_reads_people_by_mandate_then_by_place_then_by_creation",
        ),
    ),
    Fault(
        name="the address of a calendar is made anew by a form with its token, never by a link",
        file="views/calendar/feeds.py",
        before='@expose("/renew/<int:pk>", methods=["POST"])',
        after='@expose("/renew/<int:pk>", methods=["GET", "POST"])',
        caught_by=("tests/security/test_routes.py::test_nothing_changes_by_get",),
    ),
    Fault(
        name="files that leave (workbooks, documents, JSON) are kept by no cache either",
        file="views/security/headers.py",
        before="        if not is_file(request.endpoint):",
        after='        if response.mimetype == "text/html":',
        caught_by=("tests/security/test_routes.py::test_every_answer_bears_the_headers",),
    ),
    Fault(
        name="a title with marks stays a title in the mail of the fortnight",
        file="mdo/point/digest.py",
        before="return f'<a href=\"{escape(address)}\">{escape(words)}</a>'",
        after="return f'<a href=\"{escape(address)}\">{words}</a>'",
        caught_by=(
            "tests/commands/test_digest.py::test_messages_leave_through_the_mail_server_with_links_and_escaped_words",
        ),
    ),
    Fault(
        name="to take a role or a place off is in the journal as to add one is",
        file="mdo/kernel/journal/recorder.py",
        before="        if history.added or history.deleted:",
        after="        if history.added:",
        caught_by=(
            "tests/kernel/journal/test_journal.py::test_a_changed_collection_is_journalled_and_raises_the_version",
        ),
    ),
    Fault(
        name="a version is not restored over what someone wrote since the page was shown",
        file="views/base/versions.py",
        before='if is_post and difference and request.form.get("version") == str(row.version):',
        after="if is_post and difference:",
        caught_by=(
            "tests/kernel/journal/test_versions.py::test_a_record_changed_meanwhile_is_shown_again_and_not_written",
        ),
    ),
    Fault(
        name="9.996 % is below 10 %: a limit is read on the exact share",
        file="mdo/amendments/limits.py",
        before="    share = share_of(total, contract) or _NOTHING",
        after="    share = rounded(share_of(total, contract)) or _NOTHING",
        caught_by=("tests/amendments/test_amendments.py::test_each_ground_has_its_limit",),
    ),
    Fault(
        name="late interest starts to run on the first late day",
        file="mdo/execution/invoices.py",
        before="    first = last + dt.timedelta(days=1)",
        after="    first = last",
        caught_by=(
            "tests/execution/test_deliverables.py::test_the_rate_is_that_of_the_half_year_in_which_interest_starts",
        ),
    ),
    Fault(
        name="the standstill does not move because it ends on a day off",
        file="mdo/procurement/counting.py",
        before="    return sent_on + dt.timedelta(days=days)",
        after="    return working_from(sent_on + dt.timedelta(days=days))",
        caught_by=("tests/procurement/test_counting.py::test_the_day_of_sending_counts_in_the_standstill",),
    ),
    Fault(
        name="the amounts of a period leave out the invoices without order of other days",
        file="mdo/reports/catalogue/orders_and_invoices.py",
        before="or (row.order_id is None and _is_within(getattr(row, day.key), values)):",
        after="or row.order_id is None:",
        caught_by=(
            "tests/reports/test_contract_reports.py::test_an_order_of_the_period_brings_its_invoices_whatever_their_day",
        ),
    ),
    Fault(
        name="a deadline of the seventh day is of this week and not of the month as well",
        file="mdo/kernel/deadlines/statements.py",
        before="return and_(due_on > week, due_on <= month)",
        after="return and_(due_on >= week, due_on <= month)",
        caught_by=("tests/kernel/deadlines/test_listing.py::test_each_counter_is_the_number_of_lines_behind_it",),
    ),
    Fault(
        name="who looks like someone one adds is named only where one sees them",
        file="mdo/people/duplicates.py",
        before="seen = session.scalars(select(Person).where(Person.id.in_(ranks))).all()",
        after=(
            "seen = session.scalars(select(Person).where(Person.id.in_(ranks)), execution_options=WHOLE_REGISTER).all()"
        ),
        caught_by=("tests/people/test_duplicates.py::test_a_referent_sees_only_her_own_and_the_mission_gets_the_rest",),
    ),
    Fault(
        name="telephones leave with the mandates for those alone who may read personal data",
        file="mdo/people/columns.py",
        before=(
            "            lambda row, today: row.person.phone if row.person else None,\n"
            "            Kind.PHONE,\n"
            "            loads=(Mandate.person,),\n"
            "            width=18,\n"
            "            is_personal=True,\n"
        ),
        after=(
            "            lambda row, today: row.person.phone if row.person else None,\n"
            "            Kind.PHONE,\n"
            "            loads=(Mandate.person,),\n"
            "            width=18,\n"
        ),
        caught_by=("tests/access/test_writes.py::test_no_list_shows_personal_values_without_the_right",),
    ),
    Fault(
        name="a workbook that comes back deletes no record that was changed since it left",
        file="mdo/kernel/imports/roundtrip/missing.py",
        before=("    if row.version != version:\n        return RuleViolation(_CHANGED)\n"),
        after="",
        caught_by=("tests/kernel/imports/test_roundtrip_lines.py::test_a_row_in_use_or_changed_since_is_not_deleted",),
    ),
    Fault(
        name="a guest represents no member",
        file="mdo/meetings/marking.py",
        before="    return line.is_convened and line.presence in _MAY_STAND_IN",
        after="    return line.presence in _MAY_STAND_IN",
        caught_by=("tests/meetings/test_attendance.py::test_another_member_who_is_there_represents",),
    ),
    Fault(
        name="a minor is written to at the guardian's address or not at all",
        file="mdo/mail/addressees.py",
        before="    email = normalised_email(person.guardian_email if is_minor else person.email)",
        after=("    email = normalised_email((person.guardian_email or person.email) if is_minor else person.email)"),
        caught_by=("tests/mail/test_addressees.py::test_each_is_written_to_or_left_out_with_a_reason",),
    ),
    Fault(
        name="a calendar whose owner lost the right to it answers 404",
        file="mdo/calendar/feeds.py",
        before="    return (feed, context) if context.rights >= RIGHTS else None",
        after="    return feed, context",
        caught_by=("tests/calendar/test_feeds.py::test_the_rights_are_asked_again_at_each_reading",),
    ),
    Fault(
        name="attempts at an account count together, by its user name and by its e-mail",
        file="mdo/accounts/sign_in.py",
        before='    mark = f"name {normal_name(name)[:LONGEST_NAME]}" if found is None else f"account {found}"',
        after='    mark = f"name {normal_name(name)[:LONGEST_NAME]}"',
        caught_by=("tests/security/test_sign_in.py::test_the_user_name_and_the_e_mail_are_one_account",),
    ),
    Fault(
        name="the file of a job is refused to an asker who lost the right that the work needed",
        file="views/jobs/pages.py",
        before=(
            "        if job.user_id != identity.id or kind is None or not "
            "set(kind.rights(job.parameters)) <= identity.rights.pairs:"
        ),
        after="        if job.user_id != identity.id or kind is None:",
        caught_by=("tests/kernel/jobs/test_pages.py::test_the_file_asks_again_for_the_right_that_the_work_needed",),
    ),
    Fault(
        name="a view that a colleague shares is not written over by who opens it",
        file="views/preferences/saved_views.py",
        before=(
            "        row = self.fetch(pk)\n"
            "        if not self.may_change(row):\n"
            "            abort(403)\n"
            "        view = list_named(row.list_name)"
        ),
        after=("        row = self.fetch(pk)\n        view = list_named(row.list_name)"),
        caught_by=("tests/base/test_saved_views.py::test_a_colleagues_view_is_neither_changed_nor_deleted",),
    ),
    Fault(
        name="a document that was withdrawn is no longer handed over",
        file="mdo/documents/versions.py",
        before="filter_by(**{self.owner: owner_id}, id=document_id, is_withdrawn=False)",
        after="filter_by(**{self.owner: owner_id}, id=document_id)",
        caught_by=("tests/documents/test_documents.py::test_a_file_is_attached_taken_back_and_withdrawn",),
    ),
    Fault(
        name="a new password given by the administrator ends the sessions of the account",
        file="views/accounts/screens.py",
        before=(
            "        end_sessions(db.session, row.id)\n"
            "        db.session.commit()\n"
            '        current_app.logger.info("password given'
        ),
        after=('        db.session.commit()\n        current_app.logger.info("password given'),
        caught_by=(
            "tests/security/test_accounts.py::test_a_given_password_is_shown_once_ends_the_sessions_and_is_never_journalled",
        ),
    ),
)
