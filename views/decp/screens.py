"""The essential data of contracts (DECP) on screen: what is to be handed over, its files, the day it was published."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from wtforms.validators import InputRequired

from mdo.contracts.publication import Duty
from mdo.decp.checks import IncompleteData
from mdo.decp.columns import OPEN_DATA_COLUMNS
from mdo.decp.publication_state import DataStanding, standings_of
from mdo.decp.releases import notified_between, publish, records_of
from mdo.decp.states import OpenDataState
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.contracts import Contract
from models.decp import OpenDataRelease
from models.journal import Door
from views.base.attached import attached_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.fields import MAX_ID, DayField, parse_date
from views.base.integrity import violation_of
from views.base.kept import keeps_typing, typed_again
from views.base.pages import Crumb, Link, Row, ShownTable
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import cell_of, date_in_words, header_of
from views.decp.imports import OpenDataImport, may_import
from views.decp.words import VIEW, contract_of, faults_in_words, send_json, tab_url
from views.security.gate import may

_TITLE = N_("Essential data (DECP)")
_COMPLETE = "complete"
# As the states are declared: what is to be done first.
_ORDER = list(OpenDataState)


class PublicationForm(FlaskForm):
    """The day on which the essential data were published."""

    released_on = DayField(
        lazy_gettext("Published on (contract)"),
        [InputRequired(lazy_gettext("Fill this field."))],
        description=lazy_gettext("What the file says today is kept as it is: it is never edited afterwards."),
    )


@dataclass(frozen=True)
class AskedDays:
    """Days of notification asked for, both included; `refusal` says what is not understood of them."""

    first: dt.date | None
    last: dt.date | None
    typed: tuple[str, str]
    refusal: str = ""

    @property
    def arguments(self) -> dict[str, Any]:
        """As the address says it."""
        pairs = (("since", self.first), ("until", self.last))
        return {name: day.isoformat() for name, day in pairs if day is not None}

    @property
    def words(self) -> str:
        """« 01/10/2026 – 31/10/2026 », or that there are no bounds."""
        if self.first is None and self.last is None:
            return gettext("none")
        return " – ".join(date_in_words(day) if day else "…" for day in (self.first, self.last))


def period_asked() -> AskedDays:
    """The period of the address."""
    typed = request.args.get("since", "").strip()[:20], request.args.get("until", "").strip()[:20]
    first, last = parse_date(typed[0]), parse_date(typed[1])
    refusal = ""
    if any(text and day is None for text, day in zip(typed, (first, last), strict=True)):
        refusal = gettext("Not a date of the calendar: write it as 24/11/2026.")
    elif first and last and last < first:
        refusal = gettext("The end is before the beginning: correct one of the two dates.")
    return AskedDays(None, None, typed, refusal) if refusal else AskedDays(first, last, typed)


class OpenDataView(OpenDataImport, BaseView):
    """The contracts whose essential data are owed, and what is done about them."""

    route_base = "/donnees-essentielles"
    default_view = "list"
    plural = _TITLE

    @expose("/")
    @has_access
    def list(self) -> Any:
        """The contracts notified in a period of which something is owed, those to hand over first."""
        return _page(period_asked())

    @expose("/fichier")
    @has_access
    @permission_name("export")
    def period_file(self) -> Any:
        """The file of a period; with `complete=1`, of those that lack nothing."""
        period = period_asked()
        if period.refusal:
            return _page(period)
        found = _to_hand_over(_standings(period))
        if request.args.get(_COMPLETE) == "1":
            found = [standing for standing in found if not standing.faults]
        if not found:
            return _page(period, gettext("No contract to publish was notified in this period."))
        try:
            content = records_of(db.session, [row.contract for row in found], context_of(db.session).today)
        except IncompleteData as incomplete:
            return _page(period, incomplete.text(gettext))
        return send_json(content, "decp", period.words, len(found))

    @expose("/export")
    @has_access
    def export(self) -> Response:
        """The table as a workbook."""
        period = period_asked()
        return send_table(
            title=gettext(_TITLE),
            columns=OPEN_DATA_COLUMNS,
            rows=_standings(period),
            what=VIEW,
            filters=None if period.words == gettext("none") else period.words,
        )

    @expose("/<int:pk>/fichier")
    @has_access
    @permission_name("export")
    def contract_file(self, pk: int) -> Any:
        """The file of one contract."""
        contract = contract_of(pk)
        try:
            content = records_of(db.session, [contract], context_of(db.session).today)
        except IncompleteData as incomplete:
            flash(incomplete.text(gettext), "danger")
            return redirect(tab_url(contract))
        return send_json(content, f"decp-{contract.number}", str(contract), 1)

    @expose("/<int:pk>/publiees/<int:release>")
    @has_access
    @permission_name("export")
    def released_file(self, pk: int, release: int) -> Response:
        """What was published on a day, as it was."""
        found = db.session.get(OpenDataRelease, release) if release <= MAX_ID else None
        if found is None or found.contract_id != pk:
            abort(404)
        content = {"marches": {"marche": [json.loads(found.content)]}}
        return send_json(content, f"decp-{found.contract.number}-{found.released_on}", str(found), 1)

    @expose("/<int:pk>/publier", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def publish(self, pk: int) -> Any:
        """GET asks for the day, POST keeps what was published and offers to take it back."""
        typed = typed_again()
        contract = attached_to_change(Contract, pk)
        form = PublicationForm() if typed is None else PublicationForm(formdata=typed)
        if request.method != "POST" or typed is not None:
            if typed is None:
                form.released_on.data = context_of(db.session).today
            return _publication(contract, form)
        if not form.validate():
            return _publication(contract, form, status=422)
        title = gettext("Publication of the essential data: %(what)s", what=contract)
        through(db.session, Door.FORM, title)
        try:
            publish(db.session, contract, form.released_on.data)
            entry_id = commit_undoable()
        except IncompleteData as incomplete:
            faults = faults_in_words(contract, incomplete.faults, may_edit=may("can_edit", "ContractView"))
            return _publication(contract, form, faults, status=422)
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, OpenDataRelease.__table__)
            form.released_on.errors = [refusal.text(gettext)]
            return _publication(contract_of(pk), form, status=422)
        flash_undoable(gettext("Done: %(what)s.", what=title), entry_id)
        return redirect(tab_url(contract_of(pk)))


def _publication(
    contract: Contract, form: PublicationForm, faults: Sequence[dict[str, str]] = (), status: int = 200
) -> Any:
    title = gettext("Note the publication")
    return render(
        "decp/publication.html",
        status=status,
        title=gettext("%(step)s – %(what)s", step=title, what=contract),
        crumbs=(
            Crumb(gettext(_TITLE), url_for(f"{VIEW}.list")),
            Crumb(str(contract), tab_url(contract)),
            Crumb(title),
        ),
        form=form,
        data={"faults": faults},
        action_url=url_for(f"{VIEW}.publish", pk=contract.id),
        cancel_url=tab_url(contract),
    )


def _standings(period: AskedDays) -> list[DataStanding]:
    """Those owed or published, what is to be done first, by its last day."""
    contracts = notified_between(db.session, period.first, period.last)
    found = [row for row in standings_of(db.session, contracts, context_of(db.session).today) if row.is_owed]
    return sorted(found, key=lambda row: (_ORDER.index(row.state), row.obligation.due_on or dt.date.max))


def _to_hand_over(standings: Sequence[DataStanding]) -> list[DataStanding]:
    return [row for row in standings if row.obligation.duty is Duty.DATA]


def _page(period: AskedDays, error: str = "") -> Any:
    standings = [] if period.refusal else _standings(period)
    to_hand_over = _to_hand_over(standings)
    complete = [row for row in to_hand_over if not row.faults]
    return render(
        "decp/page.html",
        status=422 if error or period.refusal else 200,
        title=gettext(_TITLE),
        crumbs=(Crumb(gettext(_TITLE)),),
        actions_of_page=_actions(period, to_hand_over, complete, standings),
        typed=period.typed,
        error=error or period.refusal,
        table=_table(standings),
        left_out=len(to_hand_over) - len(complete),
        list_url=url_for(f"{VIEW}.list"),
    )


def _actions(
    period: AskedDays,
    to_hand_over: Sequence[DataStanding],
    complete: Sequence[DataStanding],
    standings: Sequence[DataStanding],
) -> tuple[Link, ...]:
    links = []
    if may_import():
        links.append(Link(gettext("Import a DECP file"), url_for(f"{VIEW}.load"), "upload"))
    if not may("can_export", VIEW):
        return tuple(links)
    if standings:
        url = url_for(f"{VIEW}.export", **period.arguments)
        links.append(Link(gettext("Excel"), url, "file-earmark-spreadsheet", is_file=True))
    if complete:
        all_of_them = len(complete) == len(to_hand_over)
        label = gettext("Download the JSON file") if all_of_them else gettext("JSON file of the complete contracts")
        asked: dict[str, Any] = {} if all_of_them else {_COMPLETE: "1"}
        url = url_for(f"{VIEW}.period_file", **period.arguments, **asked)
        links.append(Link(label, url, "download", "primary", is_file=True))
    return tuple(links)


def _table(standings: Sequence[DataStanding]) -> ShownTable:
    today = context_of(db.session).today
    opens = may("can_show", "ContractView")
    shown = tuple(column for column in OPEN_DATA_COLUMNS if column.is_shown)

    def row_of(standing: DataStanding) -> Row:
        first, *others = shown
        url = tab_url(standing.contract) if opens else None
        cells = (cell_of(first, standing, today, url), *(cell_of(column, standing, today) for column in others))
        return Row(standing.contract.id, cells)

    return ShownTable(
        caption=gettext(_TITLE),
        headers=tuple(header_of(column) for column in shown),
        rows=tuple(row_of(standing) for standing in standings),
        empty_text=gettext("No contract notified in this period reaches the thresholds."),
    )
