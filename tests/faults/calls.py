"""Calls for projects: who reads a file and when, what a mean counts, what an envelope holds, what is told."""

from tests.faults.fault import Fault

_LIFE, _SCOPE = "tests/calls/test_life.py", "tests/calls/test_scope.py"
_MARKING, _GRANTING = "tests/calls/test_marking.py", "tests/calls/test_granting.py"
_SCREENS = "tests/calls/test_screens.py"
_PHOTOS, _BUDGET = "tests/calls/test_photos.py", "tests/calls/test_budget.py"
_PAPERS, _GRID = "tests/calls/test_papers.py", "tests/calls/test_grid_workbook.py"
_SUBSIDIES = "tests/calls/test_subsidies.py"

CALLS = (
    Fault(
        name="a référent files nothing to a call that was decided",
        file="mdo/calls/application_rules.py",
        before="    if is_coming and call.state not in",
        after="    if is_filing and call.state not in",
        caught_by=("tests/calls/test_readers.py",),
    ),
    Fault(
        name="a référent reads the files of her councils alone",
        file="mdo/calls/scope.py",
        before="        or_(_of_own_councils(scope), _application.c.id.in_(asked_with), judged),\n",
        after="        or_(_of_own_councils(scope), _application.c.id.is_not(None), judged),\n",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="a file is open to its jurors while the call is examined alone",
        file="mdo/calls/scope.py",
        before="            _interest.c.is_concerned.is_(is_concerned),\n"
        "            _call.c.state == CallState.EXAMINED,\n",
        after="            _interest.c.is_concerned.is_(is_concerned),\n",
        caught_by=(f"{_SCOPE}::test_files_are_open_to_jurors_while_the_call_is_examined_alone",),
    ),
    Fault(
        name="who is concerned opens no file of her own council while it is judged",
        file="mdo/calls/scope.py",
        before="        _application.c.id.not_in(_declared(scope, is_concerned=True)),\n    )\n\n\ndef writable",
        after="    )\n\n\ndef writable",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="what a juror declared stays once the call is decided",
        file="mdo/calls/scope.py",
        before="        .where(_call.c.state == CallState.EXAMINED, _application.c.state.in_(JUDGED_STATES))\n",
        after="        .where(_application.c.state.in_(JUDGED_STATES))\n",
        caught_by=(f"{_SCOPE}::test_what_she_declared_changes_until_the_call_is_decided",),
    ),
    Fault(
        name="marks that were set aside come back with what was declared",
        file="views/calls/grids.py",
        before="        if is_marked or not (is_out or row.is_concerned):\n",
        after="        if True:\n",
        caught_by=(f"{_SCREENS}::test_the_grid_of_who_has_no_account_sets_marks_aside_too",),
    ),
    Fault(
        name="whoever changes what was declared says why",
        file="mdo/calls/ranking.py",
        before="    if is_changed and not (row.reason or \"\").strip():\n",
        after="    if False:\n",
        caught_by=(f"{_SCREENS}::test_a_juror_changes_what_she_declared_and_the_marks_that_she_had_given_are_set_aside",),
    ),
    Fault(
        name="a picture is shown once everybody on it agreed to that use",
        file="mdo/calls/photos.py",
        before=" if consent.use is use}) >= photo.people\n",
        after=" if consent.use is use}) >= min(photo.people, 1)\n",
        caught_by=(_PHOTOS,),
    ),
    Fault(
        name="a consent that is withdrawn takes the picture away",
        file="mdo/calls/photos.py",
        before="consent.withdrawn_on is None or today < consent.withdrawn_on)",
        after="consent.withdrawn_on is None or today <= consent.withdrawn_on)",
        caught_by=(_PHOTOS,),
    ),
    Fault(
        name="open data shows what was agreed to for a web site",
        file="mdo/calls/open_data.py",
        before="shown_for(session, PhotoUse.WEB, by_id)",
        after="shown_for(session, PhotoUse.PRINT, by_id)",
        caught_by=(_PHOTOS,),
    ),
    Fault(
        name="who is recognised by her picture's place and author is not told",
        file="mdo/calls/picture_files.py",
        before="            parts.append(_turned(segment))\n",
        after="            parts.append(segment)\n",
        caught_by=(_PHOTOS,),
    ),
    Fault(
        name="a council writes its budget until it is examined",
        file="mdo/calls/application_rules.py",
        before="    if is_limited(session) and not may_still_ask(session, row):\n",
        after="    if False:\n",
        caught_by=(_BUDGET,),
    ),
    Fault(
        name="a line of a budget without its amount is told",
        file="mdo/calls/budget_cells.py",
        before="    if found is None:\n        raise RuleViolation(_NO_AMOUNT, line=line[:80])\n",
        after="    if found is None:\n        return Expense(line, Decimal(0))\n",
        caught_by=(_BUDGET,),
    ),
    Fault(
        name="the need and the order of an application are its money",
        file="mdo/calls/money.py",
        before="            set() if order_id is None else {order_id},\n",
        after="            set(),\n",
        caught_by=("tests/calls/test_money.py",),
    ),
    Fault(
        name="a notification may be undone by who may make one",
        file="mdo/calls/domain.py",
        before="        CallResult: (\"CallView\", \"CallResultView\"),\n",
        after="        CallResult: (\"CallResultView\",),\n",
        caught_by=("tests/calls/test_undoing.py",),
    ),
    Fault(
        name="a receipt says the budget to the cent",
        file="mdo/calls/papers.py",
        before="_euros(total_of(row.expenses), wording)",
        after="_euros(row.asked_incl_tax, wording)",
        caught_by=(_BUDGET,),
    ),
    Fault(
        name="letters follow the notification",
        file="mdo/calls/papers.py",
        before="    if call.state not in TOLD_CALLS:\n",
        after="    if False:\n",
        caught_by=(_PAPERS,),
    ),
    Fault(
        name="a grid leaves without the files of a déport",
        file="mdo/calls/grid_workbook.py",
        before=" if not row.is_concerned]\n",
        after="]\n",
        caught_by=(_GRID,),
    ),
    Fault(
        name="a bilan is reminded once a day",
        file="mdo/calls/reminding.py",
        before="    if row.reminded_on == today:\n",
        after="    if False:\n",
        caught_by=("tests/calls/test_reminding.py",),
    ),
    Fault(
        name="a reminder of before the day is not one of after",
        file="mdo/calls/reminding.py",
        before="Application.reminded_on > Application.report_due_on)",
        after="Application.reminded_on >= Application.report_due_on)",
        caught_by=("tests/calls/test_reminding.py",),
    ),
    Fault(
        name="a file that a juror opened is no export",
        file="mdo/kernel/journal/access.py",
        before="    return AccessLog.action != READING if is_left else",
        after="    return AccessLog.id.is_not(None) if is_left else",
        caught_by=("tests/calls/test_readings.py", "tests/home/test_kept.py"),
    ),
    Fault(
        name="who is concerned is no part of a mean",
        file="mdo/calls/marking.py",
        before=" for juror in jurors if juror not in away\n",
        after=" for juror in jurors\n",
        caught_by=(_MARKING,),
    ),
    Fault(
        name="the envelope holds to the cent",
        file="mdo/calls/granting.py",
        before="    if envelope is not None and total > envelope:\n",
        after="    if envelope is not None and total > envelope + 1:\n",
        caught_by=(_GRANTING,),
    ),
    Fault(
        name="the last day of filing is in time",
        file="mdo/calls/granting.py",
        before=" and filed_on > closes_on\n",
        after=" and filed_on >= closes_on\n",
        caught_by=(_GRANTING,),
    ),
    Fault(
        name="23,000 € in a year asks for no agreement",
        file="mdo/calls/subsidies.py",
        before="    return amount + given_before > AGREEMENT_OVER\n",
        after="    return amount + given_before >= AGREEMENT_OVER\n",
        caught_by=(_SUBSIDIES,),
    ),
    Fault(
        name="no fourth scenario",
        file="mdo/calls/scenarios.py",
        before="        if (session.scalar(asked) or 0) >= MOST_SCENARIOS:\n",
        after="        if (session.scalar(asked) or 0) > MOST_SCENARIOS:\n",
        caught_by=(f"{_LIFE}::test_a_call_has_three_scenarios_at_most",),
    ),
    Fault(
        name="a frozen scenario takes no change",
        file="mdo/calls/scenarios.py",
        before="    if scenario.adopted_on is not None:\n        raise RuleViolation(_FROZEN, field=\"scenario\")\n",
        after="",
        caught_by=(f"{_LIFE}::test_the_adopted_scenario_does_not_move_when_a_mark_is_corrected",),
    ),
    Fault(
        name="what is abandoned gives its money back",
        file="mdo/calls/application_states.py",
        before="    row.granted_incl_tax = row.waiting_rank = None\n",
        after="    row.waiting_rank = None\n",
        caught_by=(f"{_LIFE}::test_who_is_abandoned_gives_her_place_to_the_first_that_waits",),
    ),
)  # fmt: skip
