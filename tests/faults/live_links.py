"""Live links: who reads through an address, what, until when; where its secret is written."""

from tests.faults.fault import Fault

_READING = "tests/live_links/test_reading.py"

LIVE_LINKS = (
    Fault(
        name="a live link that is refused leaves no secret in the log",
        file="views/live_links/reading.py",
        before='"live-link status=%s link=%s", refusal.status, link_id)',
        after='"live-link status=%s link=%s", refusal.status, token)',
        caught_by=(f"{_READING}::test_no_log_holds_the_secret",),
    ),
    Fault(
        name="the log of the application masks the address of a live link",
        file="views/security/logs.py",
        before="return one_line(masked(super().format(record)))",
        after="return one_line(super().format(record))",
        caught_by=(f"{_READING}::test_what_a_server_writes_of_an_address_holds_no_secret",),
    ),
    Fault(
        name="the log of the server masks the address of a live link",
        file="views/security/logs.py",
        before="        logging.getLogger(name).addFilter(_NO_SECRET)",
        after="        logging.getLogger(name)",
        caught_by=(f"{_READING}::test_what_a_server_writes_of_an_address_holds_no_secret",),
    ),
    Fault(
        name="a live link without the tick answers no personal column, whoever its owner is",
        file="views/live_links/reading.py",
        before="        pairs = identity.rights.pairs - {PERSONAL_DATA}",
        after="        pairs = identity.rights.pairs",
        caught_by=(f"{_READING}::test_personal_columns_come_when_they_were_ticked",),
    ),
    Fault(
        name="an address is dead with the account of its owner",
        file="mdo/kernel/rights/addresses.py",
        before="    if row is None or not is_open(row[1].active, row[1].ends_on, today):",
        after="    if row is None:",
        caught_by=(f"{_READING}::test_the_rights_are_asked_again_at_each_reading",),
    ),
    Fault(
        name="a live link answers the arrondissements of its owner alone",
        file="views/security/gate.py",
        before="    _become(identity, identity.context(today))",
        after="    _become(identity, Context(scope=Scope.everything(identity.id), today=today, actor_id=identity.id))",
        caught_by=(f"{_READING}::test_a_link_answers_the_rows_of_its_owner",),
    ),
    Fault(
        name="a live link asks at each reading for the right to export its list",
        file="views/base/live.py",
        before=' and place.may("can_export"))',
        after=")",
        caught_by=(f"{_READING}::test_a_link_to_a_list_that_one_may_only_read_is_refused",),
    ),
    Fault(
        name="a live link is over after its last day",
        file="views/live_links/reading.py",
        before="        if is_over(link, today):",
        after="        if not link:",
        caught_by=(f"{_READING}::test_the_last_day_of_a_link_is_included",),
    ),
    Fault(
        name="a filter that leads nowhere any more is told, not dropped",
        file="views/live_links/reading.py",
        before="    if table.wrong:",
        after="    if not table:",
        caught_by=(f"{_READING}::test_a_filter_that_the_list_lost_is_told",),
    ),
    Fault(
        name="a page that is not all of a list says so to who knows of no page",
        file="views/live_links/reading.py",
        before="    if following and not page.is_said:",
        after="    if not page:",
        caught_by=(f"{_READING}::test_who_knows_of_no_page_is_told_that_more_follow",),
    ),
    Fault(
        name="each reading of a live link is in the register of exports",
        file="mdo/live_links/links.py",
        before="    note_export(session, what, words, rows, action=LIVE)\n",
        after="",
        caught_by=(f"{_READING}::test_each_reading_is_one_line_of_the_register",),
    ),
    Fault(
        name="who oversees the live links of all makes none of their addresses anew",
        file="views/live_links/screens.py",
        before="        if not self.is_mine(row):\n            abort(404)\n        through(",
        after="        through(",
        caught_by=(
            "tests/live_links/test_made.py::test_the_administrator_sees_and_revokes_the_links_of_all_and_takes_the_secret_of_none",
        ),
    ),
    Fault(
        name="a live link that is put back has no address",
        file="mdo/kernel/journal/values.py",
        before='        "token_hash",\n',
        after="",
        caught_by=(
            "tests/live_links/test_made.py::test_a_restored_link_has_no_address",
            "tests/live_links/test_made.py::test_a_revoked_link_answers_no_more_even_when_it_comes_back",
        ),
    ),
)
