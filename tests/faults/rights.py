"""Who sees and who writes: scope, rights, sessions."""

from tests.faults.fault import Change, Fault

RIGHTS = (
    Fault(
        name="a référent reads who is référent, and names none",
        file="mdo/kernel/rights/roles.py",
        before="            **_each(_READ_AND_EXPORT, Audience.NETWORK, Audience.BODY_TYPES, Audience.REFERENCE),\n"
        "        },\n    ),\n    RoleSpec(\n        RoleCode.DATA_ENTRY",
        after="            **_each(_ALL, Audience.NETWORK, Audience.BODY_TYPES, Audience.REFERENCE),\n"
        "        },\n    ),\n    RoleSpec(\n        RoleCode.DATA_ENTRY",
        caught_by=("tests/security/test_roles.py",),
    ),
    Fault(
        name="a screen without rights, which nobody but an administrator would open, stops the start",
        file="views/base/domain.py",
        before="        if view.__name__ not in RIGHTS:\n",
        after="        if not view.__name__:\n",
        caught_by=("tests/base/test_domain.py",),
    ),
    Fault(
        name="a right that is asked of no screen stops the start",
        file="views/base/domain.py",
        before="            if rights.has_screen and (",
        after="            if rights.has_screen and owner and (",
        caught_by=("tests/base/test_domain.py",),
    ),
    Fault(
        name="a password that somebody else gave opens nothing but the page that changes it",
        file="views/security/gate.py",
        before="    if identity.must_change_password and not _is_open_before_a_change(request.endpoint):\n",
        after='    if identity.must_change_password and request.endpoint == "HomeView.index":\n',
        caught_by=(
            "tests/security/test_accounts.py::test_a_given_password_opens_nothing_but_the_page_that_changes_it",
        ),
    ),
    Fault(
        name="the log holds no address that opens a calendar",
        file="views/security/errors.py",
        before='        _SECRET.sub("…", request.path)[:200],\n',
        after="        request.path[:200],\n",
        caught_by=("tests/security/test_errors.py::test_a_dead_address_of_a_calendar_is_logged_without_its_secret",),
    ),
    Fault(
        name="a request that waited in vain for a lock does not wait again",
        file="mdo/kernel/base/database.py",
        before="        _is_hasty.set(True)\n        _writing.set(False)\n",
        after="        pass\n",
        caught_by=("tests/security/test_locks.py",),
    ),
    Fault(
        name="a right taken off a role is gone at the next page, though the texts of rights are kept",
        file="mdo/kernel/rights/identity.py",
        before='role_codes, pairs = _granted(row.roles or "", row.granted or "")',
        after="role_codes, pairs = _granted.__dict__.setdefault("
        'row.roles, _granted(row.roles or "", row.granted or ""))',
        caught_by=("tests/security/test_identity.py",),
    ),
    Fault(
        name="a limited role beside a wider one gives none of its rights",
        file="mdo/kernel/rights/identity.py",
        before="for role_id, view, permission in rights if role_id in effective)",
        after="for role_id, view, permission in rights)",
        caught_by=(
            "tests/security/test_identity.py::test_a_limited_role_gives_nothing_beside_one_that_sees_the_whole_city",
        ),
    ),
    Fault(
        name="a person of elsewhere comes back with a mandate that the reader writes",
        file="mdo/people/scope.py",
        before="    if written.is_new and person.id in asked.holders_to_come:\n",
        after="    if False:\n",
        caught_by=("tests/kernel/journal/test_deleted.py::test_a_mandate_of_hers_brings_back_whoever_lives_elsewhere",),
    ),
    Fault(
        name="nothing is offered back that stands on what is elsewhere",
        file="mdo/kernel/journal/restoring.py",
        before="        if change.id not in hers and not",
        after="        if not hers and not",
        caught_by=(
            "tests/kernel/journal/test_deleted.py::test_what_stands_on_something_elsewhere_offers_no_button_and_says_whom_to_ask",
        ),
    ),
    Fault(
        name="a référent reads the people of her own bodies only",
        file="mdo/people/scope.py",
        before="    return lambda cls: cls.id.in_(people)\n",
        after="    return lambda cls: cls.id.is_not(None)\n",
        caught_by=(
            "tests/kernel/scope/test_reading.py::test_a_referent_reads_people_by_mandate_then_by_place_then_by_creation",
        ),
    ),
    Fault(
        name="a placement that no domain declares stops the start",
        file="mdo/kernel/forgotten.py",
        before="    elif type(placement) not in CLAUSES:\n",
        after="    elif False:\n",
        caught_by=("tests/kernel/test_domain.py::test_what_is_forgotten_of_a_table_stops_the_start",),
    ),
    Fault(
        name="a row whose placement nobody declared is read by nobody",
        file="mdo/kernel/scope/placements.py",
        before='        raise LookupError(f"{type',
        after='        return Clauses(Placement, lambda *_: None)\n        print(f"{type',
        caught_by=("tests/kernel/test_domain.py::test_a_row_whose_placement_nobody_declared_is_read_by_nobody",),
    ),
    Fault(
        name="what a reader writes nothing of is refused at the flush",
        file="mdo/kernel/scope/writing.py",
        before="    if guard is None:\n        raise OutOfScope(READ_ONLY)\n",
        after="    if guard is None:\n        return\n",
        caught_by=("tests/kernel/scope/test_writing.py::test_reference_rows_are_not_written",),
    ),
    Fault(
        name="a kept statement is narrowed in each table that it reads",
        file="mdo/kernel/scope/options.py",
        before="not isinstance(table, Table) or table.name in text\n",
        after="not isinstance(table, Table)\n",
        caught_by=("tests/kernel/scope/test_reading.py::test_a_kept_statement_is_narrowed_in_all_its_parts",),
    ),
    Fault(
        name="people read row by row are those that the reader sees",
        file="mdo/people/scope.py",
        before="    return lambda cls: seen.where(of_person == cls.id).scalar_subquery().is_not(None)\n",
        after="    return lambda cls: seen.scalar_subquery().is_not(None)\n",
        caught_by=("tests/kernel/scope/test_reading.py::test_people_read_row_by_row_are_those_of_the_register",),
    ),
    Fault(
        name="what a joined load brings is narrowed",
        file="mdo/kernel/scope/reading.py",
        before="            yield Narrowing(model, readable, of_joins=row_by_row is None)\n",
        after="            yield Narrowing(model, readable, of_joins=False)\n",
        caught_by=("tests/kernel/scope/test_loading.py::test_no_strategy_brings_a_row_out_of_sight",),
    ),
    Fault(
        name="a person whom a joined load brings is one in sight",
        file="mdo/people/scope.py",
        before="    return seen.where(of_person == person.id).limit(1).scalar_subquery().is_not(None)\n",
        after="    return seen.limit(1).scalar_subquery().is_not(None)\n",
        caught_by=("tests/kernel/scope/test_loading.py::test_no_strategy_brings_a_row_out_of_sight",),
    ),
    Fault(
        name="a row that is loaded again brings no other along",
        file="mdo/kernel/scope/reading.py",
        before="    if state.is_column_load and not brings_others(state.statement):\n",
        after="    if state.is_column_load:\n",
        caught_by=("tests/kernel/scope/test_loading.py::test_no_strategy_brings_a_row_out_of_sight",),
    ),
    Fault(
        name="a table that a statement reads under another name is narrowed too",
        file="mdo/kernel/scope/options.py",
        before="= of_joins, of_rows\n",
        after="= of_joins, False\n",
        caught_by=("tests/kernel/scope/test_reading.py::test_each_way_of_loading_is_narrowed",),
    ),
    Fault(
        name="a statement that is kept is narrowed for each reader",
        file="mdo/kernel/scope/reading.py",
        before="        state.statement = _narrowed(state.statement, scope, sight, is_row_by_row=is_row_by_row)\n",
        after="        narrowed = _narrowed(state.statement, scope, sight, is_row_by_row=is_row_by_row)\n"
        "        state.statement = _one.setdefault(state.statement, narrowed)\n",
        also=(
            Change(
                "mdo/kernel/scope/reading.py", "_SCOPES_KEPT = 64\n", "_SCOPES_KEPT = 64\n_one: dict[Any, Any] = {}\n"
            ),
        ),
        caught_by=("tests/kernel/scope/test_reading.py::test_a_kept_statement_is_narrowed_anew_for_each_reader",),
    ),
    Fault(
        name="the search of every page shows no name of another arrondissement",
        file="mdo/kernel/search/everywhere.py",
        before="session.execute(statement, execution_options=ROW_BY_ROW).all()",
        after='session.execute(statement, execution_options={"mdo_whole_register": True}).all()',
        caught_by=(
            "tests/kernel/search/test_everywhere.py::test_a_name_that_the_reader_may_not_see_is_not_written_beside_a_row",
        ),
    ),
    Fault(
        name="the requests of a body are placed where the body is",
        file="models/requests.py",
        before="    __placement__ = ByInstance()\n",
        after='    __placement__ = OpenToRead("requests")\n',
        also=(
            Change(
                "models/requests.py",
                "from models.placement import ByInstance\n",
                "from models.placement import OpenToRead\n",
            ),
        ),
        caught_by=("tests/requests/test_scope.py::test_who_reads_and_who_writes_which_requests",),
    ),
    Fault(
        name="a row is not taken out of the arrondissement of someone else",
        file="mdo/kernel/scope/written.py",
        before="    values = set(state.attrs[column].history.deleted or ())\n",
        after="    values: set[Any] = set()\n",
        caught_by=(
            "tests/kernel/scope/test_writing.py::test_a_mandate_is_not_moved_to_another_body",
            "tests/kernel/scope/test_writing.py::test_an_expired_attribute_still_tells_its_old_place",
        ),
    ),
    Fault(
        name="a flush asks each table once",
        file="mdo/kernel/scope/written.py",
        before="_BATCH = 10_000\n",
        after="_BATCH = 1\n",
        caught_by=("tests/kernel/scope/test_writing.py::test_a_flush_asks_each_table_once_whatever_its_rows",),
    ),
    Fault(
        name="a choice that the reader does not see is not attached",
        file="mdo/kernel/scope/writing.py",
        before="        if value not in pointed.visible[target]:\n",
        after="        if value is None:\n",
        caught_by=("tests/kernel/scope/test_writing.py::test_a_hidden_person_is_not_attached_to_be_read",),
    ),
    Fault(
        name="people are read where the body of their mandate moved to",
        file="mdo/people/places.py",
        before='        elif isinstance(row, Instance) and _changes(row, "arrondissements"):\n',
        after="        elif isinstance(row, Instance) and row.id is None:\n",
        caught_by=("tests/people/test_places.py::test_a_body_that_moves_takes_its_members_along",),
    ),
    Fault(
        name="someone is found by who reads where they moved to",
        file="mdo/people/places.py",
        before="            rewrite_texts(connection, Person, sorted(moved))\n",
        after="",
        caught_by=("tests/people/test_places.py::test_a_body_that_moves_takes_its_members_along",),
    ),
    Fault(
        name="a screen that says nothing of them hides the personal fields of its table",
        file="views/base/declaration.py",
        before='{"sections", "read_only", "personal"} - told.keys()',
        after='{"sections", "read_only"} - told.keys()',
        caught_by=("tests/project/test_facts.py",),
    ),
    Fault(
        name="a search of an arrondissement does not walk past those of the city",
        file="mdo/kernel/search/matching.py",
        before="    return [place_word(place) for place in places(scope)]\n",
        after="    return []\n",
        caught_by=("tests/people/test_places.py::test_a_search_of_an_arrondissement_looks_at_what_stands_there_alone",),
    ),
    Fault(
        name="an association is read where someone joins it, and no longer where they leave it",
        file="mdo/people/places.py",
        before='"arrondissement_id", "created_by_id", "organisation_id"',
        after='"arrondissement_id", "created_by_id"',
        caught_by=("tests/people/test_places.py::test_an_association_is_read_by_whoever_reads_its_people",),
    ),
    Fault(
        name="someone who lost a mandate is no longer read from there",
        file="mdo/people/places.py",
        before="            yield from inspect(row).attrs.person_id.history.deleted\n",
        after="",
        caught_by=("tests/people/test_places.py::test_a_mandate_given_to_another_leaves_the_first",),
    ),
    Fault(
        name="someone whose account wrote them is read by no other",
        file="mdo/people/places.py",
        before="    own = func.coalesce(_person.c.arrondissement_id, -_person.c.created_by_id)\n",
        after="    own = func.coalesce(_person.c.arrondissement_id, WHOLE_CITY)\n",
        caught_by=(
            "tests/kernel/scope/test_reading.py::test_a_referent_reads_people_by_mandate_then_by_place_then_by_creation",
        ),
    ),
    Fault(
        name="no control character comes in by an address",
        file="views/security/__init__.py",
        before="    edge.install_refusal(app)\n",
        after="",
        caught_by=("tests/security/test_edge.py::test_an_address_that_holds_one_takes_no_file",),
    ),
    Fault(
        name="a long list is in the log before its first byte",
        file="views/base/exporting.py",
        before="        return note_export(log, what, words, 0, action=BEGUN)\n",
        after="        return 0\n",
        caught_by=("tests/base/test_streamed_exports.py::test_a_large_list_is_in_the_log_before_its_first_byte",),
    ),
    Fault(
        name="what was typed goes to the account that typed it",
        file="views/base/kept.py",
        before=" if typist == user_id else None\n",
        after="\n",
        caught_by=("tests/base/test_kept.py::test_who_signs_in_next_finds_nothing_of_what_another_typed",),
    ),
    Fault(
        name="people of one name are told apart in a list",
        file="views/people/screens.py",
        before="        return {row.id: names[row.id].removeprefix(str(row)).strip() for row in rows}\n",
        after="        return {}\n",
        caught_by=(
            "tests/people/test_told_apart.py::test_the_lines_of_a_list_and_what_acts_on_them_bear_different_names",
        ),
    ),
    Fault(
        name="one who looks like another is asked about by « + Ajouter » too",
        file="views/people/adding.py",
        before="            who = who_is_it(form, alike)\n",
        after="            who = who_is_it(form, [])\n",
        caught_by=("tests/people/test_told_apart.py::test_one_who_is_there_already_is_asked_about_and_then_not_again",),
    ),
    Fault(
        name="the name of someone out of sight is not offered to who adds a namesake",
        file="mdo/people/duplicates.py",
        before="        seen = session.scalars(select(Person).where(Person.id.in_(ranks))).all()\n",
        after="        seen = session.scalars(\n"
        "            select(Person).where(Person.id.in_(ranks)).execution_options(**WHOLE_REGISTER)\n"
        "        ).all()\n",
        caught_by=("tests/people/test_record_used.py::test_a_record_out_of_sight_is_neither_named_nor_used",),
    ),
    Fault(
        name="the mandate goes to the record that is used, and nobody is created",
        file="views/people/enrolment.py",
        before="                mandate.person = who.person\n",
        after="",
        caught_by=("tests/people/test_record_used.py::test_the_mandate_goes_to_the_record",),
    ),
    Fault(
        name="who came by a name is the record that was chosen, not a name beside it",
        file="views/meetings/walk_ins.py",
        before="        line = _of_record(meeting, who.person) if who.person is not None else None\n",
        after="        line = None\n",
        caught_by=("tests/people/test_record_used.py::test_who_came_by_name_is_asked_about_and_her_record_is_marked",),
    ),
    Fault(
        name="under a line of the grid that looks like someone, nobody out of sight is named",
        file="views/imports/grid.py",
        before="            people = visible_duplicates(db.session, Person(**said))\n",
        after="            ids = [one.person_id for one in candidates_for(db.session, Person(**said))]\n"
        "            asked = select(Person).where(Person.id.in_(ids)).execution_options(mdo_whole_register=True)\n"
        "            people = db.session.scalars(asked).all()\n",
        caught_by=(
            "tests/people/test_members_grid.py"
            "::test_each_line_that_looks_like_someone_in_sight_is_asked_about_as_it_is_typed",
        ),
        also=(
            Change(
                "views/imports/grid.py",
                "from mdo.people.duplicates import visible_duplicates\n",
                "from mdo.people.duplicates import candidates_for, visible_duplicates\n",
            ),
        ),
    ),
    Fault(
        name="the record that is chosen under a line of the grid is used, and nobody is created",
        file="views/imports/grid.py",
        before='f"p{said.data}"',
        after="_OTHER",
        caught_by=(
            "tests/people/test_members_grid.py"
            "::test_what_the_grid_answered_is_not_asked_again_and_lines_keep_their_numbers",
        ),
    ),
    Fault(
        name="nobody whose mandate expired is convened by a word, unseen",
        file="mdo/meetings/convening.py",
        before=" if with_expired or line.mandate_id not in found.expired]",
        after="]",
        caught_by=("tests/mail/test_expired_members.py::test_nobody_is_convened_unseen",),
    ),
    Fault(
        name="who sat last is proposed where no mandate is in force any more, and no term before",
        file="mdo/people/sitting.py",
        before="mandate.planned_end_on is not None and mandate.planned_end_on >= last]",
        after="mandate.planned_end_on is not None]",
        caught_by=("tests/mail/test_expired_members.py::test_who_sits_and_who_sat_last",),
    ),
    Fault(
        name="no form is taken without its token",
        file="views/security/__init__.py",
        before="    CSRFProtect(app)\n",
        after='    app.config["WTF_CSRF_CHECK_DEFAULT"] = False\n    CSRFProtect(app)\n',
        caught_by=("tests/security/test_routes.py::test_no_form_is_taken_without_its_token",),
    ),
    Fault(
        name="a bulk action asks the right that its button asks",
        file="views/base/removing.py",
        before="        if spec not in self.offered_bulk():\n            abort(403)\n",
        after="",
        caught_by=("tests/access/test_writes.py::test_saisie_neither_deletes_nor_exports",),
    ),
    Fault(
        name="who has no right to personal data does not search it",
        file="mdo/kernel/search/matching.py",
        before="((WORDS, PRIVATE_WORDS) if with_private else (WORDS,))",
        after="(WORDS, PRIVATE_WORDS)",
        caught_by=("tests/kernel/search/test_search.py::test_personal_words_need_the_right_to_personal_data",),
    ),
    Fault(
        name="a search is asked of the people whom its reader sees",
        file="mdo/kernel/search/matching.py",
        before="    return select(indexed.c.rowid)",
        after='    return select(column("rowid")).select_from(indexed)',
        caught_by=("tests/kernel/search/test_long_lists.py",),
    ),
    Fault(
        name="signing out ends the session on the server too",
        file="mdo/accounts/sign_in.py",
        before="        found.revoked_at = now\n        session.flush()\n",
        after="        session.flush()\n",
        caught_by=("tests/security/test_sign_in.py::test_signing_out_kills_the_copied_cookie",),
    ),
)
