"""The form of a contract: sixty fields in sections, of which one sees those that the file has come to."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from flask_babel import lazy_gettext
from wtforms.validators import Length, Optional

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.help import field_help
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractState
from views.base.fields import TextField, posted_ids
from views.base.forms import form_class
from views.base.rendering import render
from views.base.suggesting import SuggestingField
from views.contracts.advice import FIELDS, typed_remarks

# The first field of a section says which: the states in which it is open.
_S = ContractState
_OPEN_IN: dict[str, tuple[ContractState, ...]] = {
    "title": (_S.NEED, _S.PROCEDURE, _S.AWARDED, _S.RUNNING),
    "procedure": (_S.PROCEDURE,),
    "firm_months": (_S.PROCEDURE, _S.AWARDED),
    "price_form": (_S.PROCEDURE,),
    "amount_excl_tax": (_S.AWARDED, _S.RUNNING, _S.ENDED),
}
# Codes that serve this team, in the city's language as the vocabulary has them.
CPV_CODES = ("79411000-8", "79421000-1", "79952000-2", "80500000-9", "79320000-3")


def is_folded(names: Sequence[str], row: Contract | None) -> bool:
    """Whether a section is folded for a file that stands where this one does."""
    state = row.state if row is not None else ContractState.NEED
    if row is not None and names[0] == "allotment":
        return row.allotment_id is None and row.framework_id is None
    if row is not None and names[0] == "opening_on":
        return row.opening_on is None
    return state not in _OPEN_IN.get(names[0], ())


def text_fields() -> dict[str, Any]:
    """The fields that differ from those of their columns."""

    def text(name: str) -> dict[str, Any]:
        longest = Length(
            max=Contract.__mapper__.columns[name].type.length, message=lazy_gettext("At most %(max)d characters.")
        )
        longest.field_flags = {}
        help_id = field_help(Contract, name)
        return {
            "label": lazy_gettext(FIELD_LABELS[Contract][name]),
            "validators": [Optional(), longest],
            "description": lazy_gettext(help_id) if help_id else "",
        }

    return {
        "number": TextField(**text("number")),
        "cpv": SuggestingField(suggest=lambda: CPV_CODES, **text("cpv")),
    }


def _short(*names: str, required: Sequence[str]) -> Any:
    return form_class(Contract, names, {}, required, "ContractView"), names


# Form, fields, title of the page.
LOT_FORM = (
    *_short("lot_number", "title", "estimate_excl_tax", required=("lot_number", "estimate_excl_tax")),
    N_("Add a lot"),
)
SUBSEQUENT_FORM = (
    *_short("title", "estimate_excl_tax", "launch_on", "wished_start_on", required=()),
    N_("Add a subsequent contract"),
)


def advice_of_address(view: Any) -> Any:
    """What follows from the values in the address, read as the form reads them; nothing where they cannot be."""
    ids = posted_ids(request.args.getlist("contract")[:1])
    row = view.fetch(ids[0], with_facts=False) if ids else None
    form = view.form_type(formdata=request.args, meta={"csrf": False})
    for name in (name for name in view.form_fields if name not in FIELDS):
        del form[name]
    form.validate()
    values = {name: form[name].data for name in FIELDS if not form[name].errors}
    remarks = typed_remarks(values, row)
    return render("contracts/advice_found.html", remarks=remarks) if remarks else Response(mimetype="text/plain")
