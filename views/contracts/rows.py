"""What hangs on a contract and has a form of its own: once saved, one is back on the page of the contract."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import url_for
from wtforms.validators import Optional

from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract
from views.base.filters import RelationFilter
from views.base.forms import RecordForm
from views.base.relations import Relation
from views.base.view import BackofficeView

TAB_OF_CHANGES, TAB_OF_HOLDER = "amendments", "holder"
# A contract that was awarded, whatever became of it.
AWARDED_CONTRACT = Relation(where=lambda: Contract.state.in_(AWARDED_STATES))


def contract_filter(column: Any) -> RelationFilter:
    """The filter of a list on the contract of its rows; `column` is their foreign key."""
    model = column.class_
    return RelationFilter(
        "contract", FIELD_LABELS[model]["contract"], Contract, Contract.number, build=column.in_, is_short=False
    )


def with_optional(form_type: type[RecordForm], names: Sequence[str]) -> type[RecordForm]:
    """The form where these fields may stay empty: the rules fill them."""
    fields = {}
    for name in names:
        unbound = getattr(form_type, name)
        label, validators, *others = unbound.args
        fields[name] = unbound.field_class(label, [Optional(), *validators[1:]], *others, **unbound.kwargs)
    return type(form_type.__name__, (form_type,), fields)


class ContractRowView(BackofficeView):
    """Base of these screens. `tab` is the tab of the contract that shows the rows, `completed` what may stay empty."""

    tab = TAB_OF_CHANGES
    completed: tuple[str, ...] = ()
    relations: ClassVar[Mapping[str, Relation]] = {"contract": AWARDED_CONTRACT}

    def _init_forms(self) -> None:
        super()._init_forms()
        self.form_type = with_optional(self.form_type, self.completed)

    def contract_id_of(self, row: Any) -> int:
        """The contract that the row hangs on."""
        found: int = row.contract_id
        return found

    def saved_url(self, row: Any) -> str:
        if not self.may("can_show", "ContractView"):
            return super().saved_url(row)
        return url_for("ContractView.show", pk=self.contract_id_of(row), tab=self.tab, _anchor="tabs")
