"""The catalogue of reports on screen: parameters, a preview, then the file."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from flask import Response, abort, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_decimal
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.plain_rows import Rows
from mdo.kernel.fields.summaries import FigureLine, Summary, total_line
from mdo.kernel.labels import enum_label
from mdo.kernel.workbook.names import TableFormat
from mdo.reports.declaration import (
    PARAMETER_LABELS,
    PERSONAL,
    PERSONAL_LABEL,
    Parameter,
    Report,
    Result,
    Values,
    may_read,
    may_take,
)
from mdo.reports.parameters import asked_in_words, check_period
from mdo.reports.registry import REPORTS, by_theme
from mdo.reports.writing import report_csv, report_workbook
from models.contracts import Contract, ContractState
from models.instances import Instance, InstanceType
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.choices import PanelChoices, read_choices
from views.base.database import db
from views.base.declaration import PERSONAL as PERSONAL_RIGHT
from views.base.exporting import send_workbook
from views.base.fields import posted_ids
from views.base.filters import DateFilter, DayFilter, EnumFilter, Filter, RelationFilter
from views.base.listing import ListState, arguments_of, read_state
from views.base.listpage import filter_field, ignored_in_words
from views.base.live import LiveTable, live_link, wrong_of
from views.base.out_of_sight import OUT_OF_SIGHT, is_out_of_sight
from views.base.pages import Cell, Crumb, FilterField, KeptWords, Link, Row, ShownTable
from views.base.relations import Relation
from views.base.rendering import render
from views.base.savedlists import ALL, VIEW, all_address, opening_address, saved_menu
from views.base.words import cell_of, full_date, header_of, language, value_in_words
from views.reports.pages import FiguresTable, ReportCard, ReportGroup, ReportPage
from views.security.gate import may

SHOWN = 10
_NO_ORDER = ("", "asc")
FILTERS: Mapping[Parameter, Filter] = {
    Parameter.DAY: DayFilter(Parameter.DAY, PARAMETER_LABELS[Parameter.DAY]),
    Parameter.PERIOD: DateFilter(Parameter.PERIOD, PARAMETER_LABELS[Parameter.PERIOD]),
    Parameter.ARRONDISSEMENTS: RelationFilter(
        Parameter.ARRONDISSEMENTS,
        PARAMETER_LABELS[Parameter.ARRONDISSEMENTS],
        Arrondissement,
        Arrondissement.name,
        Arrondissement.number,
    ),
    Parameter.TYPES: RelationFilter(
        Parameter.TYPES, PARAMETER_LABELS[Parameter.TYPES], InstanceType, InstanceType.label, InstanceType.position
    ),
    Parameter.BODIES: RelationFilter(
        Parameter.BODIES, PARAMETER_LABELS[Parameter.BODIES], Instance, Instance.name, is_short=False
    ),
    Parameter.CONTRACT_STATES: EnumFilter(
        Parameter.CONTRACT_STATES,
        PARAMETER_LABELS[Parameter.CONTRACT_STATES],
        ContractState,
        Contract.state,
    ),
}


class ReportPlace:
    """A report as what keeps saved views: sets of parameters under a name (views/base/savedlists.py)."""

    order = _NO_ORDER
    ready_views = ()
    is_live = True
    kept_words = KeptWords(
        all_rows=N_("Usual parameters"),
        views=N_("Views of this report"),
        share=N_("Share it, or open the report with it…"),
    )

    def __init__(self, report: Report) -> None:
        self.report = report
        self.kept_name = report.log_name
        self.plural = report.title
        self.filters = tuple(FILTERS[parameter] for parameter in report.parameters)

    def visible_columns(self) -> tuple[Column, ...]:
        """Its columns are not chosen."""
        return ()

    def may(self, permission: str, view: str | None = None) -> bool:
        """Whether the reader has a right on the report, or on another screen."""
        if view is not None:
            return may(permission, view)
        return (may_take if permission == "can_export" else may_read)(self.report, may)

    def url(self, method: str, **values: Any) -> str:
        """The page of the report stands for its list."""
        if method == "lookup":
            return url_for("ReportView.lookup", **values)
        return url_for("ReportView.show", name=self.report.name, **values)

    def state(self, args: MultiDict[str, str]) -> ListState:
        """What an address asks for, after the whitelist."""
        return read_state(args, (), self.filters, self.order)

    def live_table(self, args: MultiDict[str, str]) -> LiveTable:
        """What a live link answers: the rows and columns of the file. Those of personal data need the right alone."""
        report, state = self.report, self.state(args)
        values = replace(values_of(report, state, args), with_personal=report.has_personal and _reads_personal())
        wrong = [*wrong_of(state, self.filters)]
        try:
            check_period(values.first, values.last)
        except RuleViolation as refusal:
            wrong.append(refusal.text(gettext))
        return LiveTable(
            title=gettext(report.title),
            columns=report.columns_for(values),
            today=values.day,
            words=lambda: _asked(report, values),
            wrong=tuple(wrong),
            rows=lambda first, most: islice(report.run(db.session, values, first + most).rows, first, None),
        )


class ReportView(BaseView):
    """The reports that the reader's rights on lists open."""

    route_base = "/rapports"
    default_view = "list"

    def kept_under(self, name: str) -> ReportPlace | None:
        """The report whose sets of parameters are stored under this name."""
        report = next((item for item in REPORTS.values() if item.log_name == name), None)
        return ReportPlace(report) if report is not None else None

    @expose("/")
    @has_access
    def list(self) -> Any:
        """The catalogue, by theme."""
        title = gettext("Reports")
        groups = tuple(
            ReportGroup(gettext(enum_label(theme)), tuple(_card(report) for report in reports))
            for theme, reports in by_theme(may)
        )
        return render("reports/catalogue.html", title=title, crumbs=(Crumb(title),), groups=groups)

    @expose("/<string:name>")
    @has_access
    def show(self, name: str) -> Any:
        """The parameters of a report and its first rows."""
        report = _report(name)
        place = ReportPlace(report)
        state = place.state(request.args)
        choices = read_choices(place.filters, state.active, place.kept_name)
        address = opening_address(place, choices.saved)
        if address is not None:
            return redirect(address)
        page = _page(place, state, choices)
        return render("reports/report.html", status=422 if page.error else 200, page=page)

    @expose("/<string:name>/export")
    @has_access
    def export(self, name: str) -> Any:
        """The whole report as a file: `format=csv` for text, a workbook otherwise."""
        report = _report(name)
        if not may_take(report, may):
            abort(403)
        values = values_of(report, ReportPlace(report).state(request.args), request.args)
        try:
            check_period(values.first, values.last)
        except RuleViolation:
            return redirect(url_for("ReportView.show", name=name, **_arguments(request.args)))
        kind = TableFormat.CSV if request.args.get("format") == TableFormat.CSV else TableFormat.XLSX
        if kind is TableFormat.CSV:
            return _send_csv(report, values)
        return send_workbook(
            report_workbook(db.session, report, values, translate=gettext, language=language()),
            title=gettext(report.title),
            what=report.log_name,
            words=_asked(report, values),
        )

    @expose("/lookup/<string:field>")
    @has_access
    @permission_name("show")
    def lookup(self, field: str) -> Any:
        """Bodies that hold the words, 20 a page, in the reader's scope."""
        if field != Parameter.BODIES:
            abort(404)
        number = request.args.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        found, more = Relation().search(Instance, request.args.get("q", "")[:200], max(page, 1))
        return jsonify(results=[{"id": row_id, "text": text} for row_id, text in found], more=more)


def _report(name: str) -> Report:
    report = REPORTS.get(name)
    if report is None:
        abort(404)
    if not may_read(report, may):
        abort(403)
    return report


def _asked(report: Report, values: Values) -> str:
    return asked_in_words(db.session, report, values, gettext) or gettext("none")


def _send_csv(report: Report, values: Values) -> Response:
    words = _asked(report, values)
    result = report.run(db.session, values, None)
    return send_workbook(
        report_csv(report, values, result, translate=gettext, language=language()),
        title=gettext(report.title),
        what=report.log_name,
        words=words,
        are_many=isinstance(result.rows, Rows) and result.rows.are_many,
        kind=TableFormat.CSV,
    )


def values_of(report: Report, state: ListState, args: MultiDict[str, str]) -> Values:
    """What an address asks of a report. Personal data need the tick and the right."""
    default = report.default_values(context_of(db.session).today)
    asked = {item.name: values for item, values in state.active}
    period = asked.get(Parameter.PERIOD)
    first, last = (_day(text) for text in period) if period else (default.first, default.last)
    return Values(
        day=_day(asked[Parameter.DAY][0]) or default.day if Parameter.DAY in asked else default.day,
        first=first,
        last=last,
        arrondissement_ids=_ids(asked.get(Parameter.ARRONDISSEMENTS)),
        type_ids=_ids(asked.get(Parameter.TYPES)),
        instance_ids=_ids(asked.get(Parameter.BODIES)),
        with_personal=report.has_personal and args.get(PERSONAL) == "1" and _reads_personal(),
        contract_states=frozenset(ContractState(value) for value in asked.get(Parameter.CONTRACT_STATES, ())),
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _ids(values: Sequence[str] | None) -> frozenset[int]:
    return frozenset(posted_ids(values or ()))


def _reads_personal() -> bool:
    permission, view = PERSONAL_RIGHT
    return may(permission, view)


def _card(report: Report) -> ReportCard:
    name = report.name
    file_url = url_for("ReportView.export", name=name) if may_take(report, may) else ""
    return ReportCard(
        gettext(report.title), gettext(report.description), url_for("ReportView.show", name=name), file_url
    )


def _page(place: ReportPlace, state: ListState, choices: PanelChoices) -> ReportPage:
    report, args = place.report, request.args
    values = values_of(report, state, args)
    title = gettext(report.title)
    personal_is_refused = args.get(PERSONAL) == "1" and not values.with_personal
    has_default = any(item.is_default for item in choices.saved)
    hidden = [(VIEW, args[VIEW])] if VIEW in args else [(ALL, "1")] if has_default else []
    page = ReportPage(
        title=title,
        crumbs=(Crumb(gettext("Reports"), url_for("ReportView.list")), Crumb(title)),
        description=gettext(report.description),
        actions=(),
        action_url=place.url("list"),
        reset_url=all_address(place, choices.saved),
        filters=tuple(_field(place, item, state, values, choices) for item in place.filters),
        period_help=gettext(report.period_help) if report.period_help else "",
        personal=values.with_personal if report.has_personal and _reads_personal() else None,
        hidden=tuple(hidden),
        saved=saved_menu(place, state, choices.saved),
        ignored=(
            *(ignored_in_words(item) for item in state.ignored),
            *([_refused_personal()] if personal_is_refused else []),
        ),
    )
    try:
        check_period(values.first, values.last)
    except RuleViolation as refusal:
        return replace(page, error=refusal.text(gettext))
    result = report.run(db.session, values, SHOWN)
    if not result.count and is_out_of_sight(values.arrondissement_ids):
        return replace(page, error=gettext(OUT_OF_SIGHT))
    table = _table(report, values, result)
    return replace(
        page,
        actions=_files(place, state, values) if place.may("can_export") else (),
        asked=asked_in_words(db.session, report, values, gettext),
        table=table,
        count=result.count,
        shown=len(table.rows),
        figures=tuple(_figures(summary) for summary in result.summaries),
    )


def _refused_personal() -> str:
    return gettext("%(what)s: your account has no right to read them.", what=gettext(PERSONAL_LABEL))


def _field(place: ReportPlace, item: Filter, state: ListState, values: Values, choices: PanelChoices) -> FilterField:
    """A parameter; a day that is left empty says which one is taken."""
    chosen = {other.name: found for other, found in state.active}.get(item.name, ())
    shown = filter_field(place, item, chosen, choices)
    if item.name == Parameter.DAY:
        return replace(shown, words=(full_date(values.day),))
    if item.name == Parameter.PERIOD:
        bounds = (values.first, values.last)
        return replace(shown, words=tuple(full_date(day) if day else "" for day in bounds))
    return shown


def _arguments(args: MultiDict[str, str]) -> dict[str, Any]:
    known = {argument for item in FILTERS.values() for argument in item.arguments} | {PERSONAL}
    return {name: args.getlist(name) for name in args if name in known}


def _files(place: ReportPlace, state: ListState, values: Values) -> tuple[Link, ...]:
    asked: dict[str, Any] = MultiDict(arguments_of(state, (), place.order)).to_dict(flat=False)
    if values.with_personal:
        asked[PERSONAL] = "1"
    name = place.report.name
    return (
        Link(gettext("Excel"), _file_url(name, **asked), "file-earmark-spreadsheet", "primary", is_file=True),
        Link("CSV", _file_url(name, format=TableFormat.CSV.value, **asked), "file-earmark-text", is_file=True),
        *live_link(place, request.args),
    )


def _file_url(name: str, **asked: Any) -> str:
    return url_for("ReportView.export", name=name, **asked)


def _table(report: Report, values: Values, result: Result) -> ShownTable:
    columns = report.columns_for(values)
    opens = report.view and may("can_show", report.view)
    return ShownTable(
        caption=gettext(report.title),
        headers=tuple(header_of(column) for column in columns),
        rows=tuple(
            _row(report, number, row, columns, values, opens=bool(opens)) for number, row in enumerate(result.rows)
        ),
        empty_text=gettext("Nothing matches what is asked: widen the parameters."),
    )


def _row(report: Report, number: int, row: Any, columns: Sequence[Column], values: Values, *, opens: bool) -> Row:
    url = url_for(f"{report.view}.show", pk=report.record_id(row)) if opens else None
    first, *others = (cell_of(column, row, values.day) for column in columns)
    if first.is_empty:
        first = first._replace(text=next((cell.text for cell in others if cell.text), "–"))
    if url:
        first = first._replace(url=url, tone=None)
    return Row(number, (first, *others))


def _figure_in_words(value: Any, kind: Kind) -> str:
    return format_decimal(value) if isinstance(value, int) else value_in_words(value, kind)


def _figures(summary: Summary) -> FiguresTable:
    def shown(line: FigureLine) -> tuple[Cell, ...]:
        cells = (
            Cell("", "", _figure_in_words(value, heading.kind), str(heading.kind))
            for heading, value in zip(summary.headings, line.values, strict=True)
        )
        return (Cell("", "", line.words(gettext)), *cells)

    return FiguresTable(
        title=gettext(summary.title),
        heads=(gettext(summary.of), *(gettext(heading.label) for heading in summary.headings)),
        lines=tuple(shown(line) for line in summary.lines),
        total=shown(total_line(summary.total)) if summary.total is not None else (),
        note=gettext(summary.note) if summary.note else "",
    )
