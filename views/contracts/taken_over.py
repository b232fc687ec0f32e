"""A contract awarded before its file was kept here: entered in one form, standing at once where its days say."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.contracts.numbers import complete_contract
from mdo.contracts.states import take_over
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.rules.row_rules import check_row
from mdo.tenders.states import HOLDERS, TAKEN_OVER, chosen_suppliers
from models.contracts import Contract
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import save_new
from views.base.forms import RecordForm
from views.base.kept import keeps_typing, typed_again
from views.base.pages import Crumb, FormPage, FormSection, Link
from views.base.rendering import render
from views.contracts.acts import ContractActs, form_of, holder_fields
from views.contracts.form import text_fields

_NEED = (
    "title",
    "number",
    "family",
    "cpv",
    "responsible",
    "technique",
    "has_purchase_orders",
    "has_subsequent_contracts",
)
_REQUIRED = ("title", "procedure", "awarded_on")
_TITLE = N_("Enter a contract already awarded")
_FORM: type[RecordForm] = type(
    "TakenOverForm",
    (form_of((*_NEED, *TAKEN_OVER), _REQUIRED),),
    {**holder_fields(is_required=True), **text_fields()},
)


class TakenOverContracts(ContractActs):
    """The form of the contracts that were awarded before."""

    def list_actions(self) -> Sequence[Link]:
        """Beside « Add »: what was awarded already needs neither procedure nor tenders here."""
        if not self.may("can_add"):
            return ()
        return (Link(gettext(_TITLE), self.url("add_taken_over"), "box-arrow-in-down"),)

    @expose("/reprise", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    @keeps_typing
    def add_taken_over(self) -> Any:
        """GET asks for the contract and its holders, POST makes the file."""
        names, typed = (*_NEED, *TAKEN_OVER), typed_again()
        form = _FORM() if typed is None else _FORM(formdata=typed)
        if request.method == "POST" and typed is None:
            through(db.session, Door.FORM, gettext("Creation: %(what)s", what=gettext(MODEL_LABELS[Contract][0])))
            if form.validate():
                outcome = save_new(form, Contract(), names, lambda row: _check(row, form))
                if outcome.row is not None:
                    self.tell_saved(outcome)
                    return redirect(self.saved_url(outcome.row))
        words = gettext(_TITLE)
        help_text = gettext("No tender is asked. Once notified the contract is under way, and over after its last day.")
        shown = (*_NEED, *HOLDERS, *TAKEN_OVER)
        page = FormPage(
            title=words,
            crumbs=(*self.crumbs(), Crumb(words)),
            form=form,
            sections=(
                FormSection(gettext("Contract"), _NEED, help_text),
                FormSection(gettext("Award and performance"), (*HOLDERS, *TAKEN_OVER)),
            ),
            action_url=self.url("add_taken_over"),
            cancel_url=self.url("list"),
            submit_label=gettext("Save"),
            is_typed_again=typed is not None,
            error_count=sum(1 for name in shown if form[name].errors) + len(form.form_errors),
        )
        return render("base/form.html", status=422 if page.error_count else 200, page=page, locked_labels={})


def _check(contract: Contract, form: RecordForm) -> None:
    today = context_of(db.session).today
    complete_contract(db.session, contract, (contract.awarded_on or today).year)
    take_over(contract, chosen_suppliers(db.session, form.data), today)
    check_row(db.session, contract, today)
    what = f"{gettext(MODEL_LABELS[Contract][0])} – {contract}"
    through(db.session, Door.FORM, gettext("Creation: %(what)s", what=what))
