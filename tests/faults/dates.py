"""Dates to avoid, the electoral period, the élu·es after an election."""

from tests.faults.fault import Fault

_DATES, _POLLS, _ELECTED = (
    "tests/days_off/test_dates_to_avoid.py",
    "tests/days_off/test_electoral.py",
    "tests/people/test_elections.py",
)

DATES = (
    Fault(
        name="a date to avoid is told on its last day too",
        file="mdo/days_off/avoided.py",
        before="row.start_on <= day <= (row.end_on or row.start_on)))",
        after="row.start_on <= day < (row.end_on or row.start_on)))",
        caught_by=(f"{_DATES}::test_a_date_is_told_from_its_first_day_to_its_last",),
    ),
    Fault(
        name="the date of another arrondissement is not told",
        file="mdo/days_off/avoided.py",
        before="or_(DateToAvoid.arrondissement_id.is_(None), DateToAvoid.arrondissement_id.in_(sorted(place_ids)))",
        after="or_(DateToAvoid.arrondissement_id.is_(None), DateToAvoid.arrondissement_id > 0)",
        caught_by=(f"{_DATES}::test_the_form_of_a_meeting_and_its_saved_page_tell_of_it_and_refuse_nothing",),
    ),
    Fault(
        name="orders have ended until the end of the year",
        file="mdo/days_off/avoided.py",
        before="return dt.date(row.start_on.year, 12, 31) if row.kind is AvoidedKind.LAST_ORDER else",
        after="return row.start_on if row.kind is AvoidedKind.LAST_ORDER else",
        caught_by=(f"{_DATES}::test_orders_end_from_the_last_day_for_orders_to_the_end_of_the_year",),
    ),
    Fault(
        name="an import tells of a date to avoid",
        file="mdo/meetings/imports.py",
        before="        self._tell_day(planner, body, own)\n",
        after="",
        caught_by=(f"{_DATES}::test_a_file_of_meetings_tells_of_it_and_refuses_nothing",),
    ),
    Fault(
        name="the electoral period begins on the first day of a month",
        file="mdo/days_off/electoral.py",
        before="add_months(poll_on.replace(day=1), -_MONTHS)",
        after="add_months(poll_on, -_MONTHS)",
        caught_by=(f"{_POLLS}::test_before_polls_of_march_from_the_first_of_september_to_the_last_round",),
    ),
    Fault(
        name="only an election of the council opens an electoral period",
        file="mdo/days_off/electoral.py",
        before="        DateToAvoid.is_city_council.is_(True),\n",
        after="",
        caught_by=(f"{_POLLS}::test_it_follows_from_the_rows_and_from_those_of_the_council_alone",),
    ),
    Fault(
        name="the mandate of who leaves after an election ends the day before",
        file="mdo/people/elections.py",
        before="mandate.ended_on, mandate.end_reason = day - _ONE_DAY, EndReason.ELECTION",
        after="mandate.ended_on, mandate.end_reason = day, EndReason.ELECTION",
        caught_by=(f"{_ELECTED}::test_the_mandate_of_who_leaves_ends_the_day_before_and_that_of_the_successor_begins",),
    ),
    Fault(
        name="a newcomer whose name is known waits for who it is",
        file="mdo/people/elections.py",
        before="    if key not in people:\n",
        after="    if key in people and key not in people:\n",
        caught_by=(f"{_ELECTED}::test_a_namesake_is_asked_about_and_her_record_used",),
    ),
    Fault(
        name="what changed since the preview of an election is looked at again",
        file="views/people/elections.py",
        before="    if is_asked and is_other:\n",
        after="    if is_asked and is_other and not is_right:\n",
        caught_by=(f"{_ELECTED}::test_what_changed_since_the_preview_is_looked_at_again",),
    ),
    Fault(
        name="the mission alone replaces the élu·es",
        file="mdo/people/domain.py",
        before='Section.BODIES, 30, Audience.SERIES, "edit")',
        after='Section.BODIES, 30, Audience.BODIES, "edit")',
        caught_by=(f"{_ELECTED}::test_only_the_mission_replaces_them",),
    ),
)
