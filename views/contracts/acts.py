"""The acts of a contract on screen: one short form an act, with the rules, the lock and the journal of the whole."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.contracts.states import ANOTHER_STATE, TRANSITIONS
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of, through
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.rules.row_rules import check_row
from mdo.tenders.letters import to_be_told
from models.contracts import Contract, ContractState
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import Outcome, save_changes, sign_opening
from views.base.forms import RecordForm, form_data
from views.base.kept import keeps_typing, typed_again
from views.base.pages import Crumb, FormPage, FormSection
from views.base.rendering import render
from views.base.undoing import flash_undoable
from views.base.view import BackofficeView
from views.contracts.act_table import ACTS, TAKEN_OVER, Act, extra_of, fields_of, form_of, holder_fields
from views.contracts.days import bring_to_steps, tell_steps
from views.tenders.award_advice import award_panel
from views.tenders.remarks import launch_panel, letters_panel, standstill_panel, tell_signature

# Those not retained are written to.
_TOLD = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ABANDONED)


def _form_type(act: Act) -> type[RecordForm]:
    base = form_of(act.fields, act.required)
    is_required = act.target is not None or act.fields is TAKEN_OVER
    return type("ContractActForm", (base,), holder_fields(is_required=is_required)) if act.extra else base


_FORMS = {name: _form_type(act) for name, act in ACTS.items()}


def acts_from(contract: Contract) -> Sequence[str]:
    """The names of the acts that may follow, the next step first."""
    names = [name for name, act in ACTS.items() if act.target in TRANSITIONS[contract.state]]
    if contract.lots and contract.state in AWARDED_STATES:
        names = [name for name in names if name == "abandon"]  # it follows its lots
    if (contract.signed_on or contract.notified_on) and not contract.lots:
        names.append("sent")
    if contract.state in _TOLD and not contract.lots and to_be_told(db.session, contract):
        names.append("letters")
    if contract.holders:
        names.append("holders")
    if contract.state is ContractState.AWARDED and not contract.lots and contract.signed_on is None:
        names.append("take-back")
    if contract.state in (ContractState.NEED, ContractState.PROCEDURE) and not contract.lots:
        names.insert(-1, "taken-over")
    return names


class ContractActs(BackofficeView):
    """The acts of the page of a contract."""

    @expose("/<int:pk>/acte/<string:act_name>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def act(self, pk: int, act_name: str) -> Any:
        """GET asks for what the act needs; POST does it, and offers to take it back."""
        act = ACTS.get(act_name)
        if act is None:
            abort(404)
        typed = typed_again()
        is_post = request.method == "POST" and typed is None
        contract = self.fetch(pk, for_update=is_post)
        if not self.may_change(contract):
            abort(403)
        if act_name not in acts_from(contract):
            flash(gettext(ANOTHER_STATE), "warning")
            return redirect(self.url("show", pk=pk))
        names = fields_of(act, contract)
        proposed = act.propose(contract)
        extra = extra_of(act, contract)
        data = form_data(contract, names) | {field: proposed.get(field) for field in extra}
        form = _FORMS[act_name](data=data) if typed is None else _FORMS[act_name](formdata=typed, data=data)
        for field in (*act.fields, *act.extra):
            if field not in (*names, *extra):
                del form[field]
        outcome = Outcome()
        title = gettext("%(step)s – %(what)s", step=gettext(act.label), what=contract)
        if is_post:
            through(db.session, Door.FORM, title)
            entries: list[int | None] = []
            if form.validate():
                outcome = save_changes(
                    form,
                    contract,
                    names,
                    lambda row: _apply(act, row, form),
                    lambda field, value: value,
                    lambda row: _along(act, row, entries),
                )
                if outcome.row is not None:
                    flash_undoable(gettext("Done: %(what)s.", what=title), entries[0])
                    tell_steps()
                    tell_signature(outcome.row, act.fields)
                    where = {"tab": act.tab, "_anchor": "tabs"} if act.tab else {}
                    return redirect(self.url("show", pk=pk, **where))
            form.opened.data = outcome.opened or request.form.get("opened", "")
        elif typed is None:
            form.opened.data = sign_opening(contract, names)
            for field, value in proposed.items():
                if field in form:
                    form[field].data = value
        return self._ask_act(contract, act_name, form, names, title, outcome)

    def _ask_act(
        self, contract: Contract, name: str, form: RecordForm, names: Sequence[str], title: str, outcome: Outcome
    ) -> Any:
        act = ACTS[name]
        shown = (*extra_of(act, contract), *names)
        words = gettext(act.label)
        page = FormPage(
            title=title,
            crumbs=(*self.crumbs(), Crumb(str(contract), self.url("show", pk=contract.id)), Crumb(words)),
            form=form,
            sections=(
                FormSection(words, shown, gettext(act.help) if act.help else "", self.act_advice(name, contract)),
            ),
            action_url=self.url("act", pk=contract.id, act_name=name),
            cancel_url=self.url("show", pk=contract.id),
            submit_label=gettext(act.submit) if act.submit else words,
            conflicts=outcome.conflicts,
            is_typed_again=typed_again() is not None,
            error_count=sum(1 for field in shown if form[field].errors) + len(form.form_errors),
        )
        status = 409 if outcome.conflicts else 422 if page.error_count else 200
        return render("base/form.html", status=status, page=page, locked_labels={})

    def act_advice(self, name: str, contract: Contract) -> Any:
        """What is said under a field of the form of an act; it never stops it."""
        if name == "procedure":
            return launch_panel(contract, ACTS[name].propose(contract).get("procedure"))
        panels = {"award": award_panel, "letters": letters_panel, "notify": standstill_panel}
        return panels.get(name, lambda _: None)(contract)


def _along(act: Act, contract: Contract, entries: list[int | None]) -> None:
    act.along(contract)
    db.session.flush()
    entries.append(current_entry_id(db.session))


def _apply(act: Act, contract: Contract, form: RecordForm) -> None:
    act.apply(contract, form)
    check_row(db.session, contract, context_of(db.session).today)
    bring_to_steps(contract)
