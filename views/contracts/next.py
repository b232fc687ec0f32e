"""What brings a contract on: the one thing that its page puts forward, whether an act of its own or what comes before.

An award waits for tenders and for the CAO, a notification for the letters and their standstill (R2182-1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from mdo.contracts.signature import letters_left_on, wait_of
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act
from mdo.procurement.duties import FORMAL
from mdo.tenders.award_rules import WITHOUT_TENDERS, awards_without_committee
from mdo.tenders.letters import to_be_told
from mdo.tenders.rules import tenders_of
from models.contracts import Contract, ContractState
from views.base.database import db
from views.security.gate import may


@dataclass(frozen=True)
class Next:
    """A message id, an address and an icon; `act` is the name of an act of the contract, empty for what is none."""

    label: str
    url: str
    icon: str
    act: str = ""


def owes_letters(contract: Contract) -> bool:
    """Whether those not retained are still to be written to, of a formal procedure or of one without a contract."""
    is_ended = contract.state is ContractState.ABANDONED
    if contract.lots or not (is_ended or contract.procedure in FORMAL) or letters_left_on(contract) is not None:
        return False
    return bool(to_be_told(db.session, contract))


def next_of(contract: Contract, acts: Sequence[Act]) -> Next | None:
    """What the page puts forward, given the acts that may follow; None where the day has to come, or nothing does."""
    state = contract.state
    if contract.lots and state is not ContractState.NEED:
        return None  # it follows its lots
    if state is ContractState.PROCEDURE:
        return _before_award(contract) or _act(contract, "award", acts)
    if state is ContractState.AWARDED or state is ContractState.ABANDONED:
        if owes_letters(contract):
            return _act(contract, "letters", acts)
        wait = wait_of(db.session, contract) if state is ContractState.AWARDED else None
        if state is ContractState.ABANDONED or (wait is not None and context_of(db.session).today < wait.first):
            return None
        return _act(contract, "notify", acts)
    is_over = contract.ends_on is not None and contract.ends_on <= context_of(db.session).today
    return _act(contract, "end" if is_over and state is ContractState.RUNNING else "procedure", acts)


def _before_award(contract: Contract) -> Next | None:
    """The tenders, then the decision of the CAO, as the award asks for them."""
    if contract.procedure in WITHOUT_TENDERS or not may("can_edit", "TenderView"):
        return None
    if not tenders_of(db.session, contract):
        return Next(N_("Add the tenders received"), url_for("TenderView.add", contract=contract.id), "plus-lg")
    if not awards_without_committee(db.session, contract):
        return Next(N_("Write what the CAO said"), url_for("TenderView.committee", pk=contract.id), "people")
    return None


def _act(contract: Contract, name: str, acts: Sequence[Act]) -> Next | None:
    for act in acts:
        if act.name == name:
            return Next(act.label, url_for("ContractView.act", pk=contract.id, act_name=name), act.icon, name)
    return None
