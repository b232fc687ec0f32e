"""What is written around the tenders of a contract, changed and deleted there: rounds, decisions of the committee."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rules.row_rules import check_removal, check_row
from mdo.kernel.scope.awards import AwardAccess, sight_of
from mdo.tenders.rules import asks_committee, rounds_of
from mdo.tenders.tables import remove_round
from models.contracts import Contract
from models.tenders import CommitteeAct, CommitteeOpinion
from views.base.attached import FormPlace, add_attached, attached_to_change, change_attached
from views.base.catalogues import gettext
from views.base.database import db
from views.base.deleting import delete_question
from views.base.fields import MAX_ID
from views.base.forms import form_class
from views.base.kept import keeps_typing
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import written
from views.contracts.rows import ContractRowView

TAB_OF_TENDERS = "tenders"
_OPINION_FIELDS = ("held_on", "kind", "sense", "text")
OpinionForm = form_class(CommitteeOpinion, _OPINION_FIELDS, {}, ("held_on", "kind", "sense"), "TenderView")


def may_read_tenders(contract: Contract) -> bool:
    """What suppliers offer is read by the mission alone until the contract is awarded."""
    return sight_of(context_of(db.session)) is AwardAccess.ALL or contract.state in AWARDED_STATES


def contract_in_sight(pk: int) -> Contract:
    """A contract with its procedure; 404 out of sight."""
    if pk > MAX_ID:
        abort(404)
    contract = db.session.scalars(
        select(Contract).where(Contract.id == pk).options(joinedload(Contract.template))
    ).first()
    if contract is None:
        abort(404)
    return contract


def contract_to_judge(view: Any, pk: int) -> Contract:
    """The contract whose tenders are judged, for who may: 404 out of sight, 403 where one only reads."""
    contract = contract_in_sight(pk)
    if not view.may("can_edit"):
        abort(403)
    return contract


class JudgingActs(ContractRowView):
    """The rounds of negotiation and the committee, on the page of the contract."""

    tab = TAB_OF_TENDERS

    def tenders_url(self, contract_id: int) -> str:
        """The tab of the tenders on the page of their contract."""
        return url_for("ContractView.show", pk=contract_id, tab=self.tab, _anchor="tabs")

    # ---- The committee ------------------------------------------------------------------------------------------

    @expose("/marche/<int:pk>/cao", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def committee(self, pk: int) -> Any:
        """What the tender committee awarded, or the opinion that it gave."""
        contract = contract_to_judge(self, pk)
        today = context_of(db.session).today
        kind = CommitteeAct.AWARD if asks_committee(contract) else CommitteeAct.OPINION
        with db.session.no_autoflush:
            row = CommitteeOpinion(contract=contract)
        return add_attached(
            FormPlace(self, contract, self.url("committee", pk=pk), self.tenders_url(pk)),
            OpinionForm,
            row,
            _OPINION_FIELDS,
            lambda filled: check_row(db.session, filled, today),
            {"held_on": today, "kind": kind},
        )

    @expose("/cao/<int:opinion>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def edit_opinion(self, opinion: int) -> Any:
        """Corrects what the committee said."""
        row: CommitteeOpinion = attached_to_change(CommitteeOpinion, opinion)
        contract, today = contract_to_judge(self, row.contract_id), context_of(db.session).today
        url, back = self.url("edit_opinion", opinion=opinion), self.tenders_url(contract.id)
        place = FormPlace(self, contract, url, back)
        return change_attached(
            place, row, OpinionForm, _OPINION_FIELDS, lambda filled: check_row(db.session, filled, today)
        )

    @expose("/cao/<int:opinion>/supprimer", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def delete_opinion(self, opinion: int) -> Any:
        """GET asks, POST deletes what the committee said."""
        row: CommitteeOpinion = attached_to_change(CommitteeOpinion, opinion)
        contract = contract_to_judge(self, row.contract_id)

        def delete() -> None:
            check_removal(db.session, row, context_of(db.session).today)
            db.session.delete(row)

        what = gettext("CAO of %(day)s", day=str(row))
        return self._delete(contract, what, self.url("delete_opinion", opinion=opinion), delete)

    # ---- The rounds ---------------------------------------------------------------------------------------------

    @expose("/marche/<int:pk>/tour/<int:number>/supprimer", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def delete_round(self, pk: int, number: int) -> Any:
        """GET asks, POST deletes the last round with the amounts and the marks that were given after it."""
        contract = contract_to_judge(self, pk)
        rounds = rounds_of(db.session, contract)
        held = next((row for row in rounds if row.number == number), None)
        if held is None:
            abort(404)
        try:
            check_removal(db.session, held, context_of(db.session).today)
        except RuleViolation as violation:
            flash(violation.text(gettext), "danger")
            return redirect(self.tenders_url(pk), 303)
        what = gettext("Round of negotiation number %(number)d", number=number)
        warning = gettext("The amounts and the marks given after it go with it.")
        url = self.url("delete_round", pk=pk, number=number)
        return self._delete(contract, what, url, lambda: remove_round(db.session, contract, held), warning)

    def _delete(self, contract: Contract, what: str, url: str, delete: Callable[[], None], warning: str = "") -> Any:
        back = self.tenders_url(contract.id)
        title = gettext("Delete: %(what)s", what=what)
        if request.method != "POST":
            question = delete_question(what)
            return render(
                "base/confirm.html",
                title=title,
                question=f"{question} {warning}".strip(),
                crumbs=(*self.crumbs(), Crumb(str(contract), back), Crumb(title)),
                action_url=url,
                cancel_url=back,
                submit_label=gettext("Delete"),
                is_danger=True,
            )

        def write() -> str:
            delete()
            return gettext("Deleted: %(what)s.", what=what)

        summary = gettext("Deletion: %(what)s", what=what)
        written(f"{summary} – {contract}", write)
        return redirect(back, 303)
