"""What brings a contract to its next state: what each act asks for, proposes and does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms.validators import InputRequired, Optional

from mdo.contracts.family import abandon_lots, launch_lots
from mdo.contracts.legality import review_of
from mdo.contracts.signature import letters_left_on, wait_of
from mdo.contracts.states import enter, take_over
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.choice import qualification_of
from mdo.procurement.law import stored_need_law
from mdo.tenders.award import award_contract, proposal_of, take_award_back
from mdo.tenders.award_rules import WITHOUT_TENDERS
from mdo.tenders.holders import change_holders
from mdo.tenders.letters import make_letters
from mdo.tenders.remedies import proposed_ending
from mdo.tenders.rules import TWO_ROUNDS, tenders_of
from models.contracts import Contract, ContractState, GroupKind, Technique
from models.suppliers import Supplier
from views.base.database import db
from views.base.fields import RelationField, RelationsField, posted_ids
from views.base.forms import RecordForm, form_class
from views.base.relations import Relation
from views.documents.screens import in_city_language, speech

OFFERED_SUPPLIER = Relation(where=lambda: Supplier.is_active.is_(True))
HOLDERS = ("holder", "co_holders")
# Of a contract awarded before: what was decided then.
TAKEN_OVER = (
    "procedure", "procedure_reason", "launch_on", "group_kind", "awarded_on", "amount_excl_tax", "minimum_excl_tax",
    "maximum_excl_tax", "tenders_received", "signed_on", "notified_on", "starts_on", "firm_months", "ends_on",
    "published_on", "is_published_before",
)  # fmt: skip


# Under the procedure where it is asked for: nothing is written in its place.
_PROCEDURE_HELP = N_("The amount imposes one; another one asks for a reason.")


@dataclass(frozen=True)
class Act:
    """An act on a file: `fields` are columns, `extra` the fields of the form that are none; `target` its next state."""

    label: str
    icon: str
    fields: tuple[str, ...]
    apply: Callable[[Contract, RecordForm], None]
    target: ContractState | None = None
    required: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    propose: Callable[[Contract], Mapping[str, Any]] = lambda contract: {}
    help: str = ""
    may_come_next: Callable[[Contract], bool] = lambda contract: True
    along: Callable[[Contract], None] = lambda contract: None  # once it is written, in the same operation
    tab: str = ""  # where it leads on the page
    submit: str = ""  # what its button says, where the label does not say what is done

    def is_next(self, contract: Contract) -> bool:
        """Whether the page puts it forward: it leads on, and its time has come."""
        leads_on = self.target is not None and self.target is not ContractState.ABANDONED
        return leads_on and self.may_come_next(contract)


def supplier_url() -> str:
    """Where the browser searches the suppliers."""
    return url_for("SupplierView.choices")


def holder_fields(*, is_required: bool) -> dict[str, Any]:
    """Who holds a contract: one supplier, and the other members of a group."""
    common: dict[str, Any] = {
        "target": Supplier,
        "fetch": lambda ids: Relation().fetch(Supplier, ids),  # a holder stays one, though no longer in use
        "lookup_url": supplier_url,
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


def chosen_suppliers(form: RecordForm) -> list[Supplier]:
    """The suppliers of a form, the lead first."""
    ids = [row_id for row_id in [form["holder"].data, *(form["co_holders"].data or ())] if row_id is not None]
    rows = {row.id: row for row in db.session.scalars(select(Supplier).where(Supplier.id.in_(ids)))}
    return [rows[row_id] for row_id in dict.fromkeys(ids) if row_id in rows]


def _today() -> Any:
    return context_of(db.session).today


def _enter(state: ContractState) -> Callable[[Contract, RecordForm], None]:
    return lambda contract, form: enter(contract, state)


def _launch(contract: Contract, form: RecordForm) -> None:
    enter(contract, ContractState.PROCEDURE)
    launch_lots(contract, stored_need_law(db.session), _today())


def _abandon(contract: Contract, form: RecordForm) -> None:
    enter(contract, ContractState.ABANDONED)
    abandon_lots(contract)


def _award(contract: Contract, form: RecordForm) -> None:
    if contract.lots:
        enter(contract, ContractState.AWARDED)
        return
    award_contract(db.session, contract, chosen_suppliers(form), awarded_on=contract.awarded_on or _today())


def _take_over(contract: Contract, form: RecordForm) -> None:
    with db.session.no_autoflush:
        take_over(contract, chosen_suppliers(form), _today())


def _change_holders(contract: Contract, form: RecordForm) -> None:
    change_holders(db.session, contract, chosen_suppliers(form))


def _is_over(contract: Contract) -> bool:
    return contract.ends_on is not None and contract.ends_on <= _today()


def _reopen(contract: Contract, form: RecordForm) -> None:
    enter(contract, ContractState.NEED)
    contract.state_reason = None


def _propose_procedure(contract: Contract) -> Mapping[str, Any]:
    proposed: dict[str, Any] = {} if contract.launch_on else {"launch_on": _today()}
    if contract.procedure is None:
        choice = _choice(contract)
        proposed |= {"procedure": choice.procedure} if choice is not None else {}
    return proposed


def _choice(contract: Contract) -> Any:
    try:
        return qualification_of(contract, stored_need_law(db.session), _today())
    except RuleViolation:
        return None  # a launch older than the table of thresholds


def _propose_award(contract: Contract) -> Mapping[str, Any]:
    """The tender that comes first, or that of the address; what the file says already stays."""
    if contract.lots:
        return {} if contract.awarded_on else {"awarded_on": _today()}
    ids = posted_ids(request.args.getlist("tender")[:1])
    tenders = {row.id: row for row in tenders_of(db.session, contract)}
    found = proposal_of(db.session, contract, _today(), tenders.get(ids[0]) if ids else None)
    held = [supplier.id for supplier in found.holders]
    proposed = {
        "holder": held[0] if held else None,
        "co_holders": held[1:],
        "group_kind": found.group_kind,
        "amount_excl_tax": found.amount,
        "tenders_received": found.tenders_received,
        "awarded_on": found.awarded_on,
    }
    if contract.holders:
        proposed |= _held(contract)
    kept = {name for name in proposed if name not in HOLDERS and getattr(contract, name) not in (None, GroupKind.NONE)}
    return {name: value for name, value in proposed.items() if value is not None and name not in kept}


def _propose_ending(contract: Contract) -> Mapping[str, Any]:
    return {"ending": proposed_ending(db.session, contract)}


def _held(contract: Contract) -> dict[str, Any]:
    ids = [holder.supplier_id for holder in contract.holders]
    return {"holder": ids[0] if ids else None, "co_holders": ids[1:]}


def _propose_notification(contract: Contract) -> Mapping[str, Any]:
    """Today, and the start that is wished where it is later; nothing while the signature still waits."""
    today, wait = _today(), wait_of(db.session, contract)
    if wait is not None and today < wait.first:
        return {}
    days = {"notified_on": today, "starts_on": max(today, contract.wished_start_on or today)}
    return {name: day for name, day in days.items() if getattr(contract, name) is None}


def _propose_letters(contract: Contract) -> Mapping[str, Any]:
    return {} if contract.letters_on else {"letters_on": letters_left_on(contract) or _today()}


def _make_letters(contract: Contract) -> None:
    with in_city_language():
        make_letters(db.session, contract, speech())


def _propose_end(contract: Contract) -> Mapping[str, Any]:
    return {} if contract.ends_on else {"ends_on": _today()}


# In the order of the life of a contract, by the name in the address.
ACTS: dict[str, Act] = {
    "procedure": Act(
        N_("Launch the procedure"),
        "signpost-split",
        ("procedure", "procedure_reason", "launch_on", "maximum_excl_tax"),
        _launch,
        ContractState.PROCEDURE,
        required=("procedure", "launch_on"),
        propose=_propose_procedure,
        help=N_("The procedure proposed is the one that the estimate imposes on the day of the launch."),
    ),
    "award": Act(
        N_("Award the contract"),
        "award",
        (
            "group_kind",
            "awarded_on",
            "amount_excl_tax",
            "minimum_excl_tax",
            "maximum_excl_tax",
            "tenders_received",
            "candidates_received",
            "award_reason",
        ),
        _award,
        ContractState.AWARDED,
        required=("awarded_on",),
        extra=HOLDERS,
        propose=_propose_award,
        help=N_("The tender that comes first in the ranking is proposed, with its amount and the number of tenders."),
    ),
    "letters": Act(
        N_("Letters to the suppliers not retained"),
        "envelope",
        ("letters_on",),
        lambda contract, form: None,
        required=("letters_on",),
        propose=_propose_letters,
        help=N_("Made in Word, in « Documents »: they bear this day, on which they leave."),
        along=_make_letters,
        tab="documents",
        submit=N_("Make the letters"),
    ),
    "notify": Act(
        N_("Notify the contract"),
        "send",
        ("signed_on", "transmitted_on", "notified_on", "starts_on", "firm_months", "ends_on"),
        _enter(ContractState.RUNNING),
        ContractState.RUNNING,
        required=("notified_on",),
        propose=_propose_notification,
        help=N_("Left empty, the end follows from the start and the firm duration."),
    ),
    "end": Act(
        N_("End the contract"),
        "check2-circle",
        ("ends_on",),
        _enter(ContractState.ENDED),
        ContractState.ENDED,
        required=("ends_on",),
        propose=_propose_end,
        may_come_next=_is_over,
    ),
    "sent": Act(
        N_("Note what was sent"),
        "envelope-check",
        ("transmitted_on", "award_notice_on"),
        lambda contract, form: None,
        help=N_("The transmission to the review of legality and the award notice, each on the day it was sent."),
    ),
    "holders": Act(
        N_("Change the holders"),
        "people",
        ("group_kind", "award_reason"),
        _change_holders,
        extra=HOLDERS,
        propose=_held,
        help=N_("To correct an entry. When a company takes over a contract under way, make an amendment instead."),
    ),
    "take-back": Act(
        N_("Take the award back"),
        "arrow-counterclockwise",
        (),
        lambda contract, form: take_award_back(db.session, contract),
        help=N_(
            "Before the signature alone, to judge again or to award to the next tender (R2144-7): the holder and the "
            "day of the award are taken off. Those who were told are told anew after the next award."
        ),
    ),
    "taken-over": Act(
        N_("Enter as already awarded"),
        "box-arrow-in-down",
        TAKEN_OVER,
        _take_over,
        required=("procedure", "awarded_on"),
        extra=HOLDERS,
        help=N_(
            "For a contract awarded before its file was kept here: no tender is asked. Once notified it is under "
            "way, and over after its end."
        ),
    ),
    "abandon": Act(
        N_("End without a contract"),
        "x-circle",
        ("ending", "state_reason"),
        _abandon,
        ContractState.ABANDONED,
        required=("ending", "state_reason"),
        propose=_propose_ending,
        help=N_("The file stays in the register with its reason, which candidates are told (R2185-2)."),
    ),
    "reopen": Act(N_("Reopen the file"), "arrow-counterclockwise", ("launch_on",), _reopen, ContractState.NEED),
}


def fields_of(act: Act, contract: Contract) -> tuple[str, ...]:
    """The columns that an act asks of this contract: a maximum is an accord-cadre's; of lots, each has its own."""
    left_out: tuple[str, ...] = ()
    if contract.lots:
        left_out = ("group_kind", "amount_excl_tax", "minimum_excl_tax", "maximum_excl_tax", "tenders_received")
    elif contract.technique is not Technique.FRAMEWORK:
        left_out = ("minimum_excl_tax", "maximum_excl_tax")
    if review_of(db.session, contract, _today()) is None:
        left_out += ("transmitted_on",)
    if contract.lots or contract.procedure not in TWO_ROUNDS:
        left_out += ("candidates_received",)
    if contract.lots or contract.procedure in WITHOUT_TENDERS:
        left_out += ("award_reason",)
    return tuple(name for name in act.fields if name not in left_out)


def extra_of(act: Act, contract: Contract) -> tuple[str, ...]:
    """The holders that an act asks for: those of a file with lots are its lots'."""
    return () if contract.lots else act.extra
