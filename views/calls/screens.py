"""Calls for projects on screen: the list, the page of each with its days and its ranking, and what makes its rules."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.calls.application_rules import may_come
from mdo.calls.call_states import CALL_ACTS
from mdo.calls.columns import (
    APPLICATION_COLUMNS,
    AXIS_COLUMNS,
    CALL_COLUMNS,
    CRITERION_COLUMNS,
    JUROR_COLUMNS,
    RESULT_COLUMNS,
    SCENARIO_COLUMNS,
    SITTING_COLUMNS,
)
from mdo.calls.fields import (
    CALL_AXIS,
    CALL_CRITERION,
    CALL_JUROR,
    CALL_RESULT,
    CALL_SITTING,
    PROJECT_CALL,
)
from mdo.calls.filing_workbook import KIND
from mdo.calls.minutes import write_in_minutes
from mdo.calls.papers import TOLD_CALLS
from mdo.calls.scenarios import adopted_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.called import of_none
from models.accounts import User
from models.applications import Application
from models.calls import CallAxis, CallCriterion, CallJuror, CallSitting, CallState, ProjectCall
from models.judging import CallResult, CallScenario
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import filters_of, relation_filter
from views.base.importable import ImportableView
from views.base.pages import Cell, Link
from views.base.readymade import ReadyView
from views.base.record import RelatedList, TabSource, rows_of
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words
from views.calls.launching import launch_page
from views.calls.money import money_tab
from views.calls.ranking import ranking_tab
from views.documents.carrying import CarriesDocuments
from views.documents.screens import in_city_language

_CALL = FIELD_LABELS[ProjectCall]
OF_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))


def of_call(field: Any) -> Any:
    """The filter by a call."""
    return relation_filter(field, ProjectCall.title, is_short=False)


_APPLICATIONS = rows_of(
    "applications",
    Application.call_id,
    APPLICATION_COLUMNS,
    "title number instance axis asked_incl_tax state",
    Application.number,
    empty_text=N_("No application in your sight yet."),
)
_AXES = rows_of(
    "axes",
    CallAxis.call_id,
    AXIS_COLUMNS,
    "name position",
    CallAxis.position,
    CallAxis.id,
    title=N_("Axes"),
    empty_text=N_("No axis yet: add the themes under which the call takes projects."),
)
_CRITERIA = rows_of(
    "criteria",
    CallCriterion.call_id,
    CRITERION_COLUMNS,
    "name weight position",
    CallCriterion.position,
    CallCriterion.id,
    title=N_("Criteria"),
    empty_text=N_("No criterion yet: add those by which the jury marks, with their weights."),
)
_JURORS = rows_of(
    "jurors",
    CallJuror.call_id,
    JUROR_COLUMNS,
    "user name capacity",
    CallJuror.id,
    title=N_("Jury"),
    empty_text=N_("Nobody is of the jury yet."),
)
_SITTINGS = rows_of(
    "sittings",
    CallSitting.call_id,
    SITTING_COLUMNS,
    "meeting purpose",
    CallSitting.id,
    title=N_("Sittings of the jury"),
    empty_text=N_("No sitting yet: add the meetings at which the jury sits."),
)
_SCENARIOS = rows_of(
    "scenarios",
    CallScenario.call_id,
    SCENARIO_COLUMNS,
    "name cut adopted_on adopted_by",
    CallScenario.id,
    title=N_("Scenarios"),
    empty_text=N_("No scenario yet: a new one begins with the ranking of the jury."),
)
_RESULTS = rows_of(
    "results",
    CallResult.call_id,
    RESULT_COLUMNS,
    "title council amount_incl_tax notified_on",
    CallResult.council,
    CallResult.title,
    add_argument="",
    empty_text=N_("Nothing is told before the notification."),
)


# What a template, which is never opened, never has.
_OF_A_YEAR = frozenset({"applications", "jurors", "sittings", "scenarios", "results"})
# A jury sits for no body, at no event; the other meetings are found by their words.
_OF_A_JURY = Relation(offered=of_none)
OF_A_YEAR = Relation(where=lambda: ProjectCall.state != CallState.TEMPLATE)


class CallView(CarriesDocuments, TablesOfRecord, ImportableView):
    """The calls for projects of the conseils de quartier, and the template of the next one."""

    model = ProjectCall
    empty_for = N_("Here are the calls for projects of the conseils de quartier, year by year.")
    machine = CALL_ACTS
    route_base = "/appels-a-projets"
    can_import_kind = "calls"
    columns = CALL_COLUMNS
    order = ("year", "desc")
    sheet = N_("The call in full")
    relations = {"responsible": OF_ACTIVE_ACCOUNT}
    copied = ("year", "envelope_incl_tax", "ceiling_incl_tax", "tie_rule", "rules", "responsible", "signatory")
    filters = (
        *filters_of(PROJECT_CALL, "state"),
        relation_filter(PROJECT_CALL["responsible"], User.last_name, is_short=False),
        *filters_of(PROJECT_CALL, "closes_on"),
    )
    ready_views = (
        ReadyView(N_("Calls of each year"), "&".join(f"f_state={state}" for state in CallState if state != "template"),
                  opens=True),
        ReadyView(N_("Templates (calls)"), "f_state=template"),
    )  # fmt: skip
    related_lists = (_APPLICATIONS, _CRITERIA, _AXES, _JURORS, _SITTINGS, _SCENARIOS, _RESULTS)
    tables = related_lists
    empty_text = N_("No call yet: launch one from its template, or import those of earlier years.")

    def subtitle(self, row: ProjectCall) -> str:
        parts = [str(row.year)]
        if row.closes_on is not None:
            parts.append(gettext("filing until %(day)s", day=date_in_words(row.closes_on)))
        return " – ".join(parts)

    def status(self, row: ProjectCall) -> Cell:
        return Cell("state", gettext(_CALL["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def tabs(self, row: ProjectCall) -> tuple[TabSource, ...]:
        """The ranking and the money after the applications, for who reads them."""
        if row.state is CallState.TEMPLATE:
            return tuple(tab for tab in super().tabs(row) if tab.name not in _OF_A_YEAR)
        first, *others = super().tabs(row)
        told = (tab for tab in (ranking_tab(self, row), money_tab(self, row)) if tab is not None)
        return (first, *told, *others)

    def list_tab(self, row: ProjectCall, declared: RelatedList) -> TabSource:
        """No application is added to a call that takes none of the reader."""
        source = super().list_tab(row, declared)
        return source if declared is not _APPLICATIONS or may_come(db.session, row) else source.without_adding()

    def record_actions(self, row: ProjectCall) -> tuple[Link, ...]:
        """The papers of the call, once there is what they say."""
        links = (*super().record_actions(row), *self._filing(row))
        if not self.may("can_export", "CallScenarioView"):
            return links
        papers = []
        if adopted_of(db.session, row.id) is not None:
            papers.append((gettext("List for the deliberation (Word)"), "for_deliberation", "word"))
        if row.state in TOLD_CALLS:
            papers.append((gettext("Letters of results (Word)"), "letters", "word"))
            papers.append((gettext("Mail merge of the results (Excel)"), "mailing", "spreadsheet"))
        made = (
            Link(words, url_for(f"CallScenarioView.{name}", pk=row.id), f"file-earmark-{icon}", is_file=True)
            for words, name, icon in papers
        )
        return (*links, *made)

    def _filing(self, row: ProjectCall) -> tuple[Link, ...]:
        """The workbook that the call gives out, and where it comes back, for who files."""
        may_file = self.may("can_add", "ApplicationView") and self.may("can_import", "ImportView")
        if not may_file or row.state not in (CallState.OPEN, CallState.EXAMINED):
            return ()
        back = url_for("ImportView.start", kind=KIND)
        given = url_for("ApplicationView.filing_workbook", pk=row.id)
        return (
            Link(gettext("Workbook to fill in (Excel)"), given, "file-earmark-spreadsheet", is_file=True),
            Link(gettext("Import applications"), back, "upload"),
        )

    def writer_actions(self, row: ProjectCall) -> Sequence[Link]:
        links = [*super().writer_actions(row)]
        if self.may("can_add"):
            links.append(Link(gettext("Launch a call from this one"), self.url("launch", pk=row.id), "play-circle"))
        if self.may("can_edit", "CallScenarioView") and row.state is CallState.EXAMINED:
            links.append(Link(gettext("Grid of marks"), url_for("JuryFilesView.grids", pk=row.id), "grid-3x3-gap"))
        return links

    @expose("/lancer/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def launch(self, pk: int) -> Any:
        """A new call with the rules and the days of this one, moved together."""
        return launch_page(self, pk)


class CallAxisView(BackofficeView):
    """The themes under which calls take projects."""

    model = CallAxis
    empty_for = N_("Here are the themes under which calls take projects.")
    route_base = "/axes"
    columns = AXIS_COLUMNS
    order = ("position", "asc")
    carried = ("call",)
    filters = (of_call(CALL_AXIS["call"]),)


class CallCriterionView(BackofficeView):
    """The criteria by which juries mark."""

    model = CallCriterion
    empty_for = N_("Here are the criteria by which juries mark, with their weights.")
    route_base = "/criteres-d-appel"
    columns = CRITERION_COLUMNS
    order = ("position", "asc")
    carried = ("call",)
    filters = (of_call(CALL_CRITERION["call"]),)


class CallJurorView(BackofficeView):
    """Who judges the applications of calls."""

    model = CallJuror
    empty_for = N_("Here is who judges the applications of each call.")
    route_base = "/jures"
    columns = JUROR_COLUMNS
    order = ("user", "asc")
    carried = ("call",)
    relations = {"user": OF_ACTIVE_ACCOUNT, "call": OF_A_YEAR}
    filters = (of_call(CALL_JUROR["call"]),)


class CallSittingView(BackofficeView):
    """The meetings at which juries sit."""

    model = CallSitting
    empty_for = N_("Here are the meetings at which juries sit.")
    route_base = "/seances-de-jury"
    columns = SITTING_COLUMNS
    order = ("meeting", "asc")
    carried = ("call",)
    relations = {"call": OF_A_YEAR, "meeting": _OF_A_JURY}
    filters = (of_call(CALL_SITTING["call"]),)

    def writer_actions(self, row: CallSitting) -> Sequence[Link]:
        links = [*super().writer_actions(row)]
        if self.may("can_edit", "CallScenarioView") and self.may("can_edit", "MeetingView"):
            words = gettext("Write the déports in the minutes")
            links.append(Link(words, self.url("write_minutes", pk=row.id), "chat-left-text", is_post=True))
        return links

    @expose("/deports/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def write_minutes(self, pk: int) -> Any:
        """Puts who took no part in which project in the minutes of the sitting, in the language of the city."""
        row: CallSitting = self.fetch(pk)
        if not self.may("can_edit", "CallScenarioView"):
            abort(403)

        def write() -> str:
            with in_city_language():
                count = write_in_minutes(db.session, row, gettext)
            return gettext("Déports written in the minutes: %(count)d.", count=count)

        written(gettext("Déports in the minutes: %(what)s", what=row.meeting), write)
        return redirect(self.url("show", pk=pk), 303)


class CallResultView(BackofficeView):
    """What calls gave, told to all: title, council, amount."""

    model = CallResult
    empty_for = N_("Here is what each call gave, once it is notified.")
    intro = N_("Title, council and amount, for all to read; a refusal and a mark are told to nobody here.")
    route_base = "/projets-retenus"
    columns = RESULT_COLUMNS
    order = ("notified_on", "desc")
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "bulk_action"}
    filters = (of_call(CALL_RESULT["call"]), *filters_of(CALL_RESULT, "notified_on"))

    def list_actions(self) -> Sequence[Link]:
        """The open data too, for who reads all of a call: a file of one part of the city would pass for the whole."""
        links = [*super().list_actions()]
        if self.may("can_export", "CallScenarioView"):
            links += [
                Link(gettext("Open data (CSV)"), url_for("CallScenarioView.open_data_csv"), "file-earmark-text",
                     is_file=True),
                Link(gettext("Open data (JSON)"), url_for("CallScenarioView.open_data_json"), "file-earmark-text",
                     is_file=True),
                Link(gettext("Open data (pictures)"), url_for("CallScenarioView.open_data_pictures"), "eye",
                     is_file=True),
            ]  # fmt: skip
        return links
