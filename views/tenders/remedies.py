"""What a tender that cannot be retained as it stands leads to: put right, its price justified; each is taken back."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, redirect, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.kernel.base.context import context_of
from mdo.tenders.award_rules import is_low_unjustified
from mdo.tenders.remedies import ask_justification, concerned, may_be_regularised, offer_regularisation, regularise
from mdo.tenders.rules import tenders_of
from models.contracts import Contract, ContractState
from models.tenders import Tender
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link
from views.base.undoing import written
from views.tenders.judging import JudgingActs, contract_to_judge


def remedies_of(tender: Tender, *, is_low: bool = True) -> Sequence[Link]:
    """What may be done next with a tender while its contract is in its procedure.

    `is_low` says whether its price looks low: the button that asks about it is put forward then.
    """
    if tender.contract.state is not ContractState.PROCEDURE:
        return ()
    pk = tender.id
    ask = Link(
        gettext("Ask for its price to be justified"), url_for("TenderView.justify", pk=pk), "question-circle",
        is_post=True,
    )  # fmt: skip
    if is_low_unjustified(tender):
        answer = Link(gettext("Write the answer on its price"), url_for("TenderView.edit", pk=pk), "pencil")
        return (ask,) if tender.low_asked_on is None else (answer,)
    if tender.is_admissible:
        retained = Link(gettext("Retain this tender"), url_for("TenderView.retain", pk=pk), "award")
        return (retained, ask) if is_low and tender.low_asked_on is None else (retained,)
    if tender.inadmissible_ground is None:
        return (Link(gettext("Say on what ground it is left out"), url_for("TenderView.edit", pk=pk), "pencil"),)
    if not may_be_regularised(tender):
        return ()
    if tender.regularisation_asked_on is None:
        return (offer_of(tender.contract),)
    words = gettext("Note that it was put right")
    return (Link(words, url_for("TenderView.regularise", pk=pk), "check2-circle", is_post=True),)


def offer_of(contract: Contract) -> Link:
    """The button that offers all irregular tenders to be put right."""
    words = gettext("Offer to put right (all concerned)")
    return Link(words, url_for("TenderView.offer_regularisation", pk=contract.id), "envelope-check", is_post=True)


class RemedyActs(JudgingActs):
    """The acts on tenders that stand in the way of an award."""

    @expose("/marche/<int:pk>/regularisation", methods=["POST"])
    @has_access
    @permission_name("edit")
    def offer_regularisation(self, pk: int) -> Any:
        """Notes that all irregular tenders were offered to be put right."""
        contract = contract_to_judge(self, pk)
        names = ", ".join(str(row) for row in concerned(tenders_of(db.session, contract)))
        words = gettext("Offered to be put right: %(names)s", names=names)
        return self._do(contract, words, lambda today: offer_regularisation(db.session, contract, today))

    @expose("/<int:pk>/regulariser", methods=["POST"])
    @has_access
    @permission_name("edit")
    def regularise(self, pk: int) -> Any:
        """Notes that a tender was put right: it is judged with the others."""
        tender = self._held(pk)
        words = gettext("Put right: %(name)s", name=tender)
        return self._do(tender.contract, words, lambda today: regularise(db.session, tender, today))

    @expose("/<int:pk>/justification", methods=["POST"])
    @has_access
    @permission_name("edit")
    def justify(self, pk: int) -> Any:
        """Notes that a supplier was asked to justify its price."""
        tender = self._held(pk)
        words = gettext("Price to be justified: %(name)s", name=tender)
        return self._do(tender.contract, words, lambda today: ask_justification(db.session, tender, today))

    def _held(self, pk: int) -> Tender:
        tender: Tender = self.fetch(pk, for_update=True)
        if not self.may_change(tender):
            abort(403)
        return tender

    def _do(self, contract: Contract, words: str, act: Callable[[Any], Any]) -> Any:
        back = self.tenders_url(contract.id)

        def write() -> str:
            act(context_of(db.session).today)
            return gettext("Saved: %(what)s.", what=words)

        written(f"{words} – {contract}", write)
        return redirect(back, 303)
