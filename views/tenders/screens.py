"""Tenders on screen: the list, their forms, the tables of criteria, marks and rounds, and the one that is retained."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.orm import joinedload

from mdo.contracts.signature import note_letters
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.states.acts import Act
from mdo.kernel.workbook.cells import PARIS
from mdo.kernel.workbook.layout import Book
from mdo.kernel.workbook.writer import WorkbookStream
from mdo.tenders.award import check_award_to, proposal_of, retain
from mdo.tenders.columns import TENDER_COLUMNS
from mdo.tenders.fields import TENDER
from mdo.tenders.letters import make_letters, make_mailing, without_reason
from mdo.tenders.report import make_report
from mdo.tenders.rules import check_round, check_under_way, next_position, rounds_of
from mdo.tenders.states import TENDER_ACTS
from mdo.tenders.tables import carry_criteria, copy_criteria
from mdo.tenders.workbook import analysis_sheets
from models.contracts import Contract, ContractState
from models.journal import Door
from models.suppliers import Supplier
from models.tenders import Tender
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_workbook
from views.base.filters import filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.pages import Cell, Crumb, Link, Panel
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import date_in_words, language
from views.contracts.days import bring_to_steps, note_steps, tell_steps
from views.contracts.rows import contract_filter
from views.documents.screens import in_city_language, wording
from views.tenders.grid import render_grid
from views.tenders.judging import contract_in_sight, contract_to_judge, may_read_tenders
from views.tenders.remarks import tell_letters, tell_weights
from views.tenders.remedies import RemedyActs, remedies_of
from views.tenders.tables import ContractTable, CriteriaTable, MarksTable, RoundTable

_LABELS = FIELD_LABELS[Tender]
_ADMISSIBLE = _LABELS["is_admissible"]
_ASKED_BY_THE_FORM = (
    "award_reason",
    "amount_excl_tax",
    "maximum_excl_tax",
    "group_kind",
    "launch_on",
    "tenders_received",
)
_SAVED = 303
_PAPERS = {
    "rapport": (N_("Analysis report"), make_report),
    "lettres": (N_("Letters to the suppliers not retained"), make_letters),
    "publipostage": (N_("Letters to the suppliers not retained"), make_mailing),
}


class TenderView(RemedyActs):
    """What suppliers offered for the contracts."""

    model = Tender
    machine = TENDER_ACTS
    route_base = "/offres"
    columns = TENDER_COLUMNS
    order = ("contract", "desc")
    completed = ("position",)
    intro = N_("Read by the mission alone until the contract is awarded; then by the managers too.")
    relations = {
        "contract": Relation(where=lambda: Contract.state != ContractState.NEED),
        "supplier": Relation(where=lambda: Supplier.is_active.is_(True)),
        "members": Relation(where=lambda: Supplier.is_active.is_(True)),
    }
    carried = ("contract",)
    filters = (
        contract_filter(Tender.contract_id),
        relation_filter(TENDER["supplier"], Supplier.sort_key, is_short=False),
        *filters_of(TENDER, "is_admissible", "inadmissible_ground", "is_retained", "low_asked_on"),
    )
    empty_text = N_("No tender to show: they are added from the page of their contract.")

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        """Under the supplier: the way to one that is not known yet."""
        if "supplier" not in names or not self.may("can_add", "SupplierView"):
            return None
        words = gettext("Add a supplier")
        data = {"url": url_for("SupplierView.add"), "words": words, "after": "supplier"}
        return Panel(words, "tenders/add_elsewhere.html", data)

    def window_title(self, row: Tender) -> str:
        """Not that of the page of its supplier."""
        return f"{row} – {row.contract}"

    def subtitle(self, row: Tender) -> str:
        return str(row.contract)

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Tender.contract).joinedload(Contract.template), joinedload(Tender.supplier))

    def status(self, row: Tender) -> Cell:
        label = gettext(_ADMISSIBLE)
        if row.is_retained:
            return Cell("is_retained", label, gettext("Retained (tender)"), tone="ok")
        if not row.is_admissible:
            return Cell("is_admissible", label, gettext("Not admissible"), tone="warn")
        if row.contract.state in AWARDED_STATES:
            return Cell("is_retained", label, gettext("Not retained (tender)"), tone="muted")
        return Cell("is_admissible", label, gettext("Admissible (tender)"), tone="info")

    def writer_actions(self, row: Tender) -> Sequence[Link]:
        return remedies_of(row)

    def complete(self, row: Tender) -> None:
        if row.position is None:
            with db.session.no_autoflush:
                row.position = next_position(db.session, row.contract)

    # ---- Tables typed at once -----------------------------------------------------------------------------------

    def _table(self, table: ContractTable, name: str, **address: Any) -> Any:
        """GET shows the table, POST writes it whole and offers to take it back."""
        contract = table.contract
        back = self.tenders_url(contract.id)
        here = self.url(name, pk=contract.id, **address)
        crumbs = (
            Crumb(gettext("Contracts"), url_for("ContractView.list")),
            Crumb(str(contract), url_for("ContractView.show", pk=contract.id)),
            Crumb(table.title),
        )
        if request.method != "POST":
            return render_grid(table.grid(), str(contract), crumbs, here, back)
        through(db.session, Door.FORM, f"{table.title} – {contract}")
        grid = table.write(request.form)
        if grid is not None:
            db.session.rollback()
            return render_grid(grid, str(contract), crumbs, here, back)
        flash_undoable(gettext("Saved: %(what)s.", what=table.title), commit_undoable())
        return redirect(back, 303)

    @expose("/marche/<int:pk>/criteres", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def criteria(self, pk: int) -> Any:
        """The criteria of a contract with their weights."""
        contract = contract_to_judge(self, pk)
        answer = self._table(CriteriaTable(contract), "criteria")
        if request.method == "POST" and getattr(answer, "status_code", 200) == _SAVED:
            tell_weights(contract)
        return answer

    @expose("/marche/<int:pk>/criteres/lots", methods=["POST"])
    @has_access
    @permission_name("edit")
    def criteria_to_lots(self, pk: int) -> Any:
        """Carries the criteria of a file to its lots."""
        file = contract_to_judge(self, pk)
        return self._copied(file, lambda: carry_criteria(db.session, file))

    @expose("/marche/<int:pk>/criteres/reprendre/<int:other>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def criteria_of_lot(self, pk: int, other: int) -> Any:
        """Takes the criteria of another lot of the same file."""
        contract, source = contract_to_judge(self, pk), contract_to_judge(self, other)
        if contract.allotment_id is None or source.allotment_id != contract.allotment_id:
            abort(404)
        return self._copied(contract, lambda: copy_criteria(db.session, source, [contract]))

    def _copied(self, contract: Contract, copy: Callable[[], Sequence[Contract]]) -> Any:
        words = gettext("Criteria copied: %(what)s", what=contract)
        through(db.session, Door.FORM, words)
        try:
            names = ", ".join(gettext("lot %(number)s", number=row.lot_number) for row in copy())
            entry_id = commit_undoable()
        except RuleViolation as violation:
            db.session.rollback()
            return self._refused(contract, violation)
        told = gettext("Criteria copied: %(what)s", what=names) if names else gettext("Criteria of the file removed")
        flash_undoable(f"{told}.", entry_id)
        return redirect(url_for("ContractView.show", pk=contract.id, tab="lots" if contract.lots else "tenders"), 303)

    @expose("/marche/<int:pk>/notes", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def marks(self, pk: int) -> Any:
        """One's own marks, tender by tender and criterion by criterion."""
        contract = contract_to_judge(self, pk)
        rounds = [row.number for row in rounds_of(db.session, contract)]
        last = rounds[-1] if rounds else 0
        number = request.args.get("round", str(last))
        chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else last
        if chosen not in (0, *rounds):
            abort(404)
        return self._when_under_way(contract) or self._table(MarksTable(contract, chosen), "marks", round=chosen)

    @expose("/marche/<int:pk>/tour", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def round(self, pk: int) -> Any:
        """A round of negotiation with the amounts that it gave: a new one, or that of `?number=`."""
        contract = contract_to_judge(self, pk)
        rounds = rounds_of(db.session, contract)
        number = request.args.get("number")
        held = next((row for row in rounds if str(row.number) == number), None)
        if number and held is None:
            abort(404)
        try:
            today = context_of(db.session).today
            number_asked, day = (held.number, held.held_on) if held else (len(rounds) + 1, today)
            check_round(number_asked, day, contract, rounds, today)
        except RuleViolation as violation:
            return self._refused(contract, violation)
        address = {"number": held.number} if held is not None else {}
        return self._table(RoundTable(contract, held), "round", **address)

    def _when_under_way(self, contract: Contract) -> Any:
        try:
            check_under_way(contract)
        except RuleViolation as violation:
            return self._refused(contract, violation)
        return None

    def _refused(self, contract: Contract, violation: RuleViolation) -> Any:
        flash(violation.text(gettext), "danger")
        return redirect(self.tenders_url(contract.id), 303)

    @expose("/marche/<int:pk>/analyse.xlsx")
    @has_access
    @permission_name("export")
    def analysis(self, pk: int) -> Any:
        """The tables of the analysis as one workbook, a sheet each, for who may read the tenders now."""
        contract = contract_in_sight(pk)
        if not may_read_tenders(contract):
            abort(403)
        context = context_of(db.session)
        title = gettext("Analysis of the tenders of %(what)s", what=contract.number)
        book = Book(
            title,
            analysis_sheets(db.session, contract, gettext),
            context.today,
            gettext,
            dt.datetime.now(PARIS),
            about=((gettext("Contract"), str(contract)),),
            author=context.actor_name,
            language=language(),
        )
        return send_workbook(WorkbookStream(book), title=title, what="TenderView", words=str(contract))

    @expose("/marche/<int:pk>/<string:paper>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def make_paper(self, pk: int, paper: str) -> Any:
        """Makes the analysis report, or the letters to those not retained, as a document of the contract."""
        contract = contract_to_judge(self, pk)
        if paper not in _PAPERS:
            abort(404)
        label, make = _PAPERS[paper]
        words = gettext(label)
        silent = without_reason(db.session, contract) if make is not make_report else []
        if silent and "confirmed" not in request.form:
            return self._ask_for_reasons(contract, paper, words, silent)
        through(db.session, Door.FORM, f"{words} – {contract}")
        try:
            with in_city_language():
                number = make(db.session, contract, wording()).number
            noted = None if make is make_report else note_letters(db.session, contract)
            if noted is not None:
                bring_to_steps(contract)
            entry_id = commit_undoable()
        except RuleViolation as violation:
            db.session.rollback()
            return self._refused(contract, violation)
        flash_undoable(gettext("%(paper)s, version %(number)s: made.", paper=words, number=number), entry_id)
        tell_letters(contract, noted)
        return redirect(url_for("ContractView.show", pk=pk, tab="documents", _anchor="tabs"), 303)

    def _ask_for_reasons(self, contract: Contract, paper: str, title: str, silent: Sequence[Tender]) -> Any:
        back = self.tenders_url(contract.id)
        return render(
            "base/confirm.html",
            title=title,
            question=gettext(
                "The letters of this procedure give the reasons (R2181-1, R2181-3), and none was written for the "
                "tenders below: write them first. Without them the letters only compare points and ranks, criterion "
                "by criterion."
            ),
            links=[
                Link(gettext("Write the reasons: %(name)s", name=row), self.url("reasons", pk=row.id), "pencil")
                for row in silent
            ],
            fields=(("confirmed", "1"),),
            crumbs=(
                Crumb(gettext("Contracts"), url_for("ContractView.list")),
                Crumb(str(contract), back),
                Crumb(title),
            ),
            action_url=self.url("make_paper", pk=contract.id, paper=paper),
            cancel_url=back,
            submit_label=gettext("Make the letters with the points alone"),
            is_danger=False,
            leads=True,
        )

    def done_url(self, act: Act, row: Tender) -> str:
        """The reasons were asked for by the letters."""
        return url_for("ContractView.act", pk=row.contract_id, act_name="letters")

    # ---- The award ----------------------------------------------------------------------------------------------

    @expose("/<int:pk>/retenir", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def retain(self, pk: int) -> Any:
        """GET says what the award will write, POST awards the contract to this tender.

        What the form of the award alone can say leads to it, opened on this tender.
        """
        tender = self.fetch(pk, for_update=request.method == "POST")
        if not self.may_change(tender) or not self.may("can_edit", "ContractView"):
            abort(403)
        contract, today = tender.contract, context_of(db.session).today
        back = self.tenders_url(contract.id)
        title = gettext("Retain the tender of %(name)s", name=tender)
        try:
            if request.method == "POST":
                through(db.session, Door.FORM, f"{title} – {contract}")
                note_steps(retain(db.session, tender, today))
                check_row(db.session, contract, today)
                words = gettext("Awarded to %(name)s: complete the file, then tell the other suppliers.", name=tender)
                flash_undoable(words, commit_undoable())
                tell_steps()
                return redirect(url_for("ContractView.show", pk=contract.id), 303)
            found = proposal_of(db.session, contract, today, tender)
            check_award_to(db.session, tender, today)
            db.session.rollback()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            if violation.field in _ASKED_BY_THE_FORM:
                return redirect(url_for("ContractView.act", pk=contract.id, act_name="award", tender=pk), 303)
            return redirect(back, 303)
        question = gettext(
            "« %(contract)s » is awarded to %(name)s on %(day)s: holder, amount and number of tenders received "
            "(%(count)d) are written on the file, and the managers may then read the tenders.",
            contract=contract,
            name=tender,
            day=date_in_words(found.awarded_on),
            count=found.tenders_received or 0,
        )
        return render(
            "base/confirm.html",
            title=title,
            question=question,
            crumbs=(*self.crumbs(), Crumb(str(tender), self.url("show", pk=pk)), Crumb(title)),
            action_url=self.url("retain", pk=pk),
            cancel_url=back,
            submit_label=gettext("Retain this tender"),
            is_danger=False,
        )
