"""The acts of a contract on screen: one short form an act, with the rules, the lock and the journal of the whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from wtforms.validators import InputRequired, Optional

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.states.acts import Act
from mdo.tenders.letters import make_letters
from mdo.tenders.states import CONTRACT_ACTS, propose_award
from models.contracts import Contract
from models.suppliers import Supplier
from views.base.acting import LifeStepsView
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome
from views.base.fields import RelationField, RelationsField, posted_ids
from views.base.forms import RecordForm, form_class
from views.base.kept import keeps_typing
from views.base.relations import Relation
from views.base.undoing import flash_undoable
from views.base.view import BackofficeView
from views.contracts.days import bring_to_steps, tell_steps
from views.documents.screens import in_city_language, wording
from views.tenders.award_advice import award_panel
from views.tenders.remarks import launch_panel, letters_panel, standstill_panel, tell_signature

OFFERED_SUPPLIER = Relation(where=lambda: Supplier.is_active.is_(True))
# Under the procedure where it is asked for: nothing is written in its place.
_PROCEDURE_HELP = N_("The amount imposes one; another one asks for a reason.")


def holder_fields(*, is_required: bool) -> dict[str, Any]:
    """Who holds a contract: one supplier, and the other members of a group."""
    common: dict[str, Any] = {
        "target": Supplier,
        "fetch": lambda ids: Relation().fetch(Supplier, ids),  # a holder stays one, though no longer in use
        "lookup_url": lambda: url_for("SupplierView.choices"),
    }
    needed = [InputRequired(lazy_gettext("Choose an item of the list."))] if is_required else [Optional()]
    return {
        "holder": RelationField(
            lazy_gettext("Holder (lead of the grouping)"),
            needed,
            description=lazy_gettext("Not in the list? Add the supplier first: « Suppliers », « Add »."),
            **common,
        ),
        "co_holders": RelationsField(
            lazy_gettext("Other members of the grouping"),
            [Optional()],
            description=lazy_gettext("Empty for a single company."),
            **common,
        ),
    }


def form_of(names: Sequence[str], required: Sequence[str]) -> type[RecordForm]:
    """The form over these columns of a contract; a procedure that must be given does not follow when left empty."""
    made = form_class(Contract, names, {}, required, "ContractView")
    if "procedure" in required:
        made.procedure.kwargs["description"] = lazy_gettext(_PROCEDURE_HELP)  # type: ignore[attr-defined]  # by name
    return made


class ContractActs(LifeStepsView, BackofficeView):
    """The acts of the page of a contract."""

    machine = CONTRACT_ACTS
    has_act_pages = False

    @expose("/<int:pk>/acte/<string:act_name>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def act(self, pk: int, act_name: str) -> Any:
        """GET asks for what the act needs; POST does it, and offers to take it back."""
        act = next((act for act in CONTRACT_ACTS.acts if act.name == act_name), None)
        if act is None:
            abort(404)
        return self.perform(pk, act)

    def act_url(self, act: Act, row: Contract) -> str:
        return self.url("act", pk=row.id, act_name=act.name)

    def act_form(self, act: Act) -> type[RecordForm]:
        base = form_of(act.asks, [name for name in act.asks if name not in act.optional])
        is_required = "holder" not in act.optional
        return type("ContractActForm", (base,), holder_fields(is_required=is_required)) if act.more else base

    def may_start(self, act: Act, row: Contract) -> bool:
        return act in CONTRACT_ACTS.offers(row, db.session)

    def proposed(self, act: Act, row: Contract) -> Mapping[str, Any]:
        """The award may be asked for from a tender, named by the address."""
        ids = posted_ids(request.args.getlist("tender")[:1]) if act.name == "award" else []
        return propose_award(db.session, row, ids[0]) if ids else super().proposed(act, row)

    def check_act(self, row: Contract) -> None:
        check_row(db.session, row, context_of(db.session).today)
        bring_to_steps(row)

    def write_along_act(self, act: Act, row: Contract) -> None:
        if act.name == "letters":
            with in_city_language():
                make_letters(db.session, row, wording())

    def tell_done(self, act: Act, outcome: SaveOutcome) -> None:
        flash_undoable(gettext("Done: %(what)s.", what=self.act_title(act, outcome.row)), outcome.entry_id)
        tell_steps()
        tell_signature(outcome.row, act.asks)

    def done_url(self, act: Act, row: Contract) -> str:
        where = {"tab": "documents", "_anchor": "tabs"} if act.name == "letters" else {}
        return self.url("show", pk=row.id, **where)

    def act_advice(self, act: Act, row: Contract) -> Any:
        if act.name == "procedure":
            return launch_panel(row, self.proposed(act, row).get("procedure"))
        panels = {"award": award_panel, "letters": letters_panel, "notify": standstill_panel}
        return panels.get(act.name, lambda _: None)(row)
