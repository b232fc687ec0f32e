"""What pages show, ask and answer."""

from tests.faults.fault import Fault

SCREENS = (
    Fault(
        name="the preview of an import that is done leads to what it did",
        file="views/imports/screens.py",
        before='303) if "result" in notes else 404)',
        after="303) if not notes else 404)",
        caught_by=("tests/kernel/imports/test_screen.py::test_back_after_apply_leads_to_what_the_import_did",),
    ),
    Fault(
        name="a cell checked in place is not called right where the rule of its field refuses it",
        file="mdo/kernel/imports/corrections.py",
        before="        value = column.check(value)\n",
        after="        pass\n",
        caught_by=("tests/kernel/imports/test_suppliers.py",),
    ),
    Fault(
        name="no page is kept by a cache",
        file="views/security/headers.py",
        before='            response.headers["Cache-Control"] = "no-store"\n',
        after="            pass\n",
        caught_by=("tests/security/test_routes.py::test_every_answer_bears_the_headers",),
    ),
    Fault(
        name="what is typed is shown as text",
        file="views/screens.py",
        before="    app.jinja_env.trim_blocks = ",
        after="    app.jinja_env.autoescape = False\n    app.jinja_env.trim_blocks = ",
        caught_by=("tests/kernel/search/test_everywhere.py::test_what_is_typed_is_written_as_text",),
    ),
    Fault(
        name="a value with a mark of its own is escaped wherever a template writes it",
        file="views/base/escaping.py",
        before="return value if _SPECIAL(value) is None else escape(value)",
        after="return value",
        caught_by=(
            "tests/base/test_frame.py::test_a_template_writes_what_is_typed_as_text_once",
            "tests/kernel/search/test_everywhere.py::test_what_is_typed_is_written_as_text",
        ),
    ),
    Fault(
        name="words are those of the language of the moment, not of the first one asked",
        file="views/base/catalogues.py",
        before="found = self.kept.get(locale.language)",
        after="found = next(iter(self.kept.values()), None)",
        caught_by=("tests/base/test_frame.py::test_a_language_asked_for_a_while_is_that_of_the_words_meanwhile",),
    ),
    Fault(
        name="an act on a record asks whether the reader may change it",
        file="views/base/acting.py",
        before="        if not self.may_change(row) or not act.who(db.session, row):\n            abort(403)\n",
        after="        pass\n",
        caught_by=("tests/base/test_acts.py::test_a_row_of_the_whole_city_is_read_and_not_acted_upon",),
    ),
    Fault(
        name="a bulk deletion keeps the rule that the deletion of one row keeps",
        file="views/base/removing.py",
        before="            view.check_delete(row)\n",
        after="",
        caught_by=("tests/contracts/test_screen.py::test_what_would_be_lost_for_good_is_not_deleted",),
    ),
    Fault(
        name="the count of a list is that of its filters",
        file="views/base/view.py",
        before="        size = size_of(asked)\n",
        after="        size = size_of(replace(asked, filters=()))\n",
        caught_by=("tests/home/test_home.py::test_a_number_is_the_length_of_its_list",),
    ),
    Fault(
        name="a visitor who came is told among the guests, on the page as in the minutes",
        file="mdo/meetings/attendance.py",
        before="return Presence.GUEST if line.presence is Presence.PRESENT and is_visitor(line) else line.presence",
        after="return line.presence",
        caught_by=("tests/documents/test_visitors.py",),
    ),
    Fault(
        name="a visitor of the sheet that came back is kept as it says",
        file="mdo/meetings/returned_sheet.py",
        before="LineOutcome.VISITOR, then=then or Presence.PRESENT)",
        after="LineOutcome.VISITOR, then=Presence.GUEST)",
        caught_by=("tests/documents/test_visitors.py::test_a_visitor_of_the_sheet_is_kept_as_it_says",),
    ),
    Fault(
        name="evening hours that two meetings share count once",
        file="mdo/calendar/evenings.py",
        before="        if item.own_count != 0:\n",
        after="        if False:\n",
        caught_by=("tests/calendar/test_evening_hours.py::test_hours_that_meetings_share_count_once",),
    ),
    Fault(
        name="an act is refused where its row has come to another state",
        file="mdo/kernel/states/acts.py",
        before="    if not machine.allows(act, row):\n        raise RuleViolation(machine.elsewhere)\n",
        after="",
        caught_by=("tests/kernel/states/test_acts.py",),
    ),
    Fault(
        name="what a state brought is taken back by whoever leaves it",
        file="mdo/kernel/states/acts.py",
        before="        leave(row)\n",
        after="",
        caught_by=("tests/kernel/states/test_acts.py", "tests/kernel/states/test_evening.py::test_amendments"),
    ),
    Fault(
        name="what a state brings comes by an act as by the whole form",
        file="mdo/kernel/states/acts.py",
        before="        come(row)\n",
        after="",
        caught_by=("tests/kernel/states/test_acts.py", "tests/kernel/states/test_evening.py::test_renewals"),
    ),
    Fault(
        name="an act keeps the rules of its form",
        file="views/base/acting.py",
        before="        self.check(row)\n",
        after="        pass\n",
        caught_by=("tests/kernel/states/test_evening.py::test_amendments",),
    ),
    Fault(
        name="an act on a contract keeps the rules of its form",
        file="views/contracts/acts.py",
        before="        check_row(db.session, row, context_of(db.session).today)\n",
        after="",
        caught_by=("tests/contracts/test_screen.py::test_another_procedure_than_the_imposed_one_asks_for_a_reason",),
    ),
    Fault(
        name="the links of an import's preview lead to its pages",
        file="views/imports/pages.py",
        before='    args = request.args\n    path: dict[str, Any] = {"kind": kind, "token": draft.token}\n',
        after='    args = MultiDict([("kind", kind), ("token", draft.token), *request.args.items(multi=True)])\n'
        "    path: dict[str, str] = {}\n",
        caught_by=(
            "tests/browser/test_everywhere.py::test_all_that_a_page_gives_answers_as_it_should",
            "tests/kernel/imports/test_screen.py::test_the_links_of_a_preview_lead_to_its_pages_and_its_parts",
        ),
    ),
    Fault(
        name="each page has a title of its own",
        file="templates/base/layout.html",
        before="<title>{% block title %}{{ page.title if page is defined else title }}{% endblock %} – ",
        after="<title>",
        caught_by=(
            "tests/browser/test_everywhere.py::test_each_answer_has_its_headers_title_heading_french_words_and_tokens",
        ),
    ),
)
