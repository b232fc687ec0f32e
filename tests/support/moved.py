"""What waits for a later tier although its file does not say so, in tables that give the reason once for many.

A test stands under its place; the words are those by which the names of the cases that stay are known. The others go,
all of them where no word is said. What a tier looked at before is then looked at by the next, never by none.
"""

_B, _K = "tests/browser", "tests/kernel"
_ANSWERS = "test_an_answer_changes_the_lines_that_ask_alone_and_known_ones_leave_none_that_waits"

# ---- From a commit to a merge: seconds each, and no rule of a domain ------------------------------------------------

AT_A_MERGE: dict[str, tuple[str, ...]] = {
    # Values that nobody types, sent by the widest reader to each form: those of the addresses stay.
    "tests/security/test_hostile.py::test_hostile_values_in_forms_and_what_they_become": (),
    # Refusals and payloads form by form, field by field: the words and the escaping have tests of their own.
    "tests/base/test_words.py::test_every_refusal_of_a_form_speaks_french": (),
    "tests/base/test_payloads.py::test_no_typed_text_runs_on_any_page": (),
    # Every migration up and down again: at each commit the models are compared with the last one.
    "tests/upgrades/test_schema.py::test_migrations_make_the_tables_of_the_models_and_are_taken_back": (),
    # Properties of rows, whose examples are cases of other tests.
    "tests/people/test_places.py::test_people_are_read_where_they_stand_whatever_moved_them": (),
    f"{_K}/imports/test_answers.py::{_ANSWERS}": (),
    # A demo is written for it alone.
    "tests/commands/test_demo.py::test_six_things_are_late_each_of_its_kind_three_of_them_in_the_fifth": (),
    # Processes that are started, seconds of imports each.
    "tests/commands/test_start.py::test_production_gets_no_demo": (),
    "tests/security/test_sign_in.py::test_production_does_not_start_on_the_demo": ("True-False",),
    "tests/commands/test_listing.py::test_a_command_that_shows_no_screen_starts_without_them": ("command0",),
    # Thousands of rows, one file.
    "tests/base/test_streamed_exports.py::test_the_last_rows_hold_what_the_first_do_and_the_log_says_who": (),
    "tests/base/test_statements.py::test_pages_stay_light_among_thousands_of_rows": (),
}

# ---- To the night: what another case of the same table says by day, or another test of a person's way --------------

AT_NIGHT: dict[str, tuple[str, ...]] = {
    # Databases of earlier versions: the first goes through each migration, the last is what is out; in between one.
    "tests/upgrades/test_dumps.py::test_an_earlier_database_upgrades_keeps_its_rows_and_is_whole": (
        "-0.1.0", "-0.7.0", "-0.11.0",
    ),
    "tests/upgrades/test_dumps.py::test_what_a_rule_now_refuses_is_mended": ("-0.1.0",),
    "tests/upgrades/test_left.py::test_workbooks_that_are_out_come_back_without_a_change": ("0.8.0", "0.11.0"),
    "tests/upgrades/test_left.py::test_old_operations_are_taken_back": ("0.8.0", "0.11.0"),
    "tests/upgrades/test_left.py::test_a_role_that_was_made_keeps_its_rights": ("0.8.0", "0.11.0"),
    # Readers who are told the same as another one of the table.
    "tests/home/test_home.py::test_a_number_is_the_length_of_its_list": (
        "-mission", "-ref5", "-elu5", "-dpo", "-saisie5", "-stagiaire",
    ),
    "tests/home/test_home.py::test_the_page_costs_the_same_for_few_and_for_many_rows": (
        "-admin", "-mission", "-ref5", "-dpo",
    ),
    "tests/kernel/deadlines/test_screen.py::test_the_page_costs_the_same_for_few_and_for_many_lines": ("-ref5",),
    "tests/reports/test_screen.py::test_the_catalogue_offers_what_its_addresses_open": (
        "-ref5", "-elu5", "-stagiaire", "-dpo",
    ),
    "tests/security/test_hostile.py::test_hostile_addresses_of_the_others": ("elu5-",),
    # Rounds of threads and of processes: on the engine where they meet the most.
    "tests/security/test_threads.py::test_readers_at_once_keep_their_own_page_and_their_own_rows": ("sqlite",),
    "tests/security/test_threads.py::test_readers_who_come_first_at_once_read_each_their_own_rows": ("postgresql",),
    "tests/backup/test_under_writers.py::test_what_was_acknowledged_comes_back_and_is_signed_in_to": ("sqlite-sqlite",),
    "tests/kernel/jobs/test_workers.py::test_of_two_workers_each_job_has_one": ("postgresql",),
    "tests/kernel/jobs/test_workers.py::test_a_killed_worker_leaves_nothing_half_written_and_its_job_runs_again": (
        "sqlite",
    ),
    "tests/kernel/jobs/test_command.py::test_a_job_that_waits_is_done_and_the_worker_ends_when_told": ("postgresql",),
    "tests/kernel/jobs/test_digests.py::test_it_leaves_once_a_day_to_who_ticked_it_and_has_something_to_do": (
        "postgresql",
    ),
    # A backup that fails, and what the doctor finds: each step and each illness on one of the two databases.
    "tests/backup/test_restore.py::test_a_restore_that_fails_at_any_step_leaves_the_place_as_it_was": (
        "postgresql-set_last_ids", "sqlite-load",
    ),
    "tests/backup/test_restore.py::test_one_that_is_spoilt_newer_or_too_large_changes_nothing": ("sqlite",),
    "tests/backup/test_doctor.py::test_what_is_wrong_is_said_with_what_to_do": (
        "_another_word", "_a_missing_text", "_an_index_less", "postgresql-_no_worker", "sqlite-_another_place",
        "sqlite-_another_key", "postgresql-_no_backup", "postgresql-_an_older_schema", "sqlite-_spoilt_backup",
        "sqlite-_an_old_backup", "sqlite-_an_open_folder",
    ),
    # Demos: what they are for is seen wherever a demo is opened.
    "tests/commands/test_demo.py::test_history_shows_every_situation": (),
    "tests/commands/test_demo.py::test_a_single_person_when_one_is_asked": (),
    "tests/commands/test_demo.py::test_a_person_for_each_of_the_many_asked": (),
    "tests/commands/test_demo.py::test_as_many_people_as_asked": (),
    "tests/commands/test_demo.py::test_six_things_are_late_each_of_its_kind_three_of_them_in_the_fifth": (
        "2026-11-24",
    ),
    # The dearest of the hostile files: the others are refused by the same limits.
    "tests/kernel/workbook/test_cost.py::test_a_hostile_file_is_refused_with_a_sentence_and_costs_little": (
        "a far line", "200 MB", "a list of one line", "repeated cells", "billion laughs", "two far cells",
        "a text of 40 MB", "one long text",
    ),
    "tests/kernel/workbook/test_cost.py::test_a_million_formatted_lines_are_read_as_the_one_that_is_filled": (),
    # Costs in statements: of two readers the one whose rows are narrowed.
    "tests/base/test_statements.py::test_pages_cost_the_same_for_one_and_for_25_rows": ("ref5",),
    "tests/base/test_statements.py::test_pages_cost_the_same_for_5_and_for_50_menu_entries": ("ref5",),
    "tests/base/test_statements.py::test_a_record_with_two_hundred_related_rows_keeps_its_bar": ("ref5",),
    "tests/documents/test_office.py::test_the_sheet_of_a_contract_is_two_pages_however_full_its_file": ("12",),
    # Long evenings in Chromium: their steps have tests of their own.
    f"{_B}/test_lots_walk.py::test_three_lots_one_lost_by_a_holder_one_put_right_one_without_follow_up": (),
    f"{_B}/test_attendance.py::test_63_people_are_marked_on_a_phone_while_the_network_goes_and_comes_back": (),
    f"{_B}/test_journeys.py::test_mandates_are_renewed_together_after_a_preview": (),
    # One behaviour in Chromium by several ways to it.
    f"{_B}/test_calendar.py::test_the_month_is_walked_by_keyboard": (),
    f"{_B}/test_calendar.py::test_a_phone_shows_the_list_and_no_side_scroll": (),
    f"{_B}/test_calendar.py::test_the_calendar_passes_axe": ("month-light", "mes-calendriers/-light"),
    f"{_B}/test_combobox.py::test_arrows_home_and_end_move_and_enter_chooses": (),
    f"{_B}/test_combobox.py::test_the_next_answers_come_20_at_a_time": ("arrow",),
    f"{_B}/test_combobox.py::test_words_that_were_not_chosen_do_not_stay": (),
    f"{_B}/test_combobox.py::test_a_list_that_was_closed_does_not_open_when_its_answer_comes": (),
    f"{_B}/test_files.py::test_the_page_says_that_a_file_is_being_made_then_that_it_is_here": (),
    f"{_B}/test_forms.py::test_the_bars_never_hide_the_field_that_has_the_focus": ("desk",),
    f"{_B}/test_forms.py::test_controls_side_by_side_are_on_one_line_and_one_above_the_other_on_a_phone": (),
    f"{_B}/test_forms.py::test_the_day_in_words_follows_the_field_and_is_said_with_it": (),
    f"{_B}/test_forms.py::test_a_link_that_asks_for_a_field_leads_to_it": (),
    f"{_B}/test_forms.py::test_a_change_that_is_undone_is_no_change": (),
    f"{_B}/test_forms.py::test_typing_after_the_end_of_the_session_says_so_before_one_saves": (),
    f"{_B}/test_forms.py::test_a_moment_is_typed_in_french_where_there_is_no_picker": (),
    f"{_B}/test_frame.py::test_nothing_is_focused_behind_the_drawer": (),
    f"{_B}/test_frame.py::test_nothing_scrolls_sideways_at_320_pixels": ("[/]",),
    f"{_B}/test_frame.py::test_paper_holds_the_content_alone": (),
    f"{_B}/test_frame.py::test_no_page_flashes_in_the_other_theme": ("None-dark-dark",),
    f"{_B}/test_frame.py::test_a_page_before_sign_in_follows_the_cookie_else_the_device": ("None-dark-dark",),
    f"{_B}/test_frame.py::test_the_switch_acts_at_once_and_the_next_page_remembers": (),
    f"{_B}/test_jobs.py::test_without_script_the_page_tells_the_state_when_it_is_read_again": (),
    f"{_B}/test_keyboard.py::test_an_error_of_a_relation_leads_to_its_combobox": (),
    f"{_B}/test_keyboard.py::test_the_menu_is_a_drawer_on_a_phone_that_escape_closes": (),
    f"{_B}/test_keyboard.py::test_leaving_an_unchanged_or_a_saved_form_asks_nothing": (),
    f"{_B}/test_keyboard.py::test_where_the_keyboard_is_shows_on_every_control": ("/mandats/",),
    f"{_B}/test_list_work.py::test_a_filter_that_is_not_understood_is_said": (),
    f"{_B}/test_list_work.py::test_a_row_opens_on_a_click_and_text_may_be_selected_in_it": (),
    f"{_B}/test_list_work.py::test_the_arrows_go_from_row_to_row_and_enter_opens": (),
    f"{_B}/test_list_work.py::test_on_a_phone_lists_are_sorted_from_a_menu_and_hidden_heads_take_no_focus": (),
    f"{_B}/test_lists.py::test_chosen_columns_keep_the_search": (),
    f"{_B}/test_lists.py::test_the_lists_of_a_record_hold_no_box_that_another_list_could_send": (),
    f"{_B}/test_lists.py::test_without_a_script_a_bulk_deletion_is_asked_on_a_page": (),
    f"{_B}/test_meeting_page.py::test_two_people_who_note_the_same_item_see_both_and_one_chooses": ("Garder les deux",),
    f"{_B}/test_meeting_page.py::test_the_page_is_clean_for_axe_in_light_in_dark_and_on_a_phone_which_it_fits": (
        "f_to_come",
    ),
    f"{_B}/test_palette.py::test_the_button_of_the_top_bar_opens_it_and_has_the_focus_afterwards": (),
    f"{_B}/test_palette.py::test_a_page_of_the_menu_is_reached_by_a_few_letters": (),
    f"{_B}/test_palette.py::test_enter_before_the_answers_leads_to_the_page_of_results": (),
    f"{_B}/test_palette.py::test_nothing_found_is_said_and_is_no_option": (),
    f"{_B}/test_palette.py::test_a_slash_typed_in_a_field_is_a_slash": (),
    f"{_B}/test_palette.py::test_the_key_alone_does_nothing_for_who_turned_it_off": (),
    f"{_B}/test_palette.py::test_one_asks_once_for_what_one_types_at_once": (),
    f"{_B}/test_palette.py::test_the_list_is_busy_from_the_first_key_to_the_answer_of_these_words": (),
    f"{_B}/test_records.py::test_axe_finds_nothing_in_a_fetched_tab": ("Historique",),
    f"{_B}/test_records.py::test_the_keyboard_goes_from_the_open_tab_to_its_panel": (),
    f"{_B}/test_records.py::test_without_a_script_each_tab_is_a_page": (),
    f"{_B}/test_records.py::test_on_a_desk_three_actions_are_in_the_row_and_the_rest_under_its_end": (),
    f"{_B}/test_records.py::test_a_printed_list_is_a_table_whose_head_comes_again_on_each_page": (),
    f"{_B}/test_records.py::test_print_unfolds_what_is_folded_and_folds_it_again": (),
    f"{_B}/test_weight.py::test_a_list_is_light_the_first_time_and_lighter_the_next": (),
    # What is read from a file, the same whatever keeps it: on PostgreSQL by day.
    f"{_K}/imports/test_round_trip.py::test_an_export_comes_back_without_a_change": ("postgresql",),
    f"{_K}/imports/test_every_cell.py::test_a_filled_cell_changes_what_a_line_says": ("postgresql",),
    f"{_K}/imports/test_model_workbook.py::test_each_example_is_taken_by_the_demo_of_the_first_day": ("postgresql",),
    f"{_K}/imports/test_answers.py::{_ANSWERS}": ("postgresql",),
}  # fmt: skip


def goes(table: dict[str, tuple[str, ...]], nodeid: str) -> bool:
    """Whether a table moves this test."""
    place, bracket, case = nodeid.partition("[")
    stay = table.get(place)
    return stay is not None and not any(word in bracket + case for word in stay)
