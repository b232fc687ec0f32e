"""The days that a contract is watched by."""

import datetime as dt

from mdo.contracts.legal import effective_day
from mdo.kernel.base.periods import add_months
from models.contracts import Contract, ContractState
from models.procurement import StepCode


def decide_by(contract: Contract) -> dt.date | None:
    """The last day to renew a running contract or not: its notice, counted back from its end; None without notice.

    A contract that ends on 31/08/2027 with three months' notice is decided on by 31/05/2027.
    """
    if contract.state is not ContractState.RUNNING or contract.ends_on is None or not contract.notice_months:
        return None
    return add_months(contract.ends_on, -contract.notice_months)


def step_on(contract: Contract, code: StepCode) -> dt.date | None:
    """When a step was done, else the day it is planned; None where the file has no such step, or does not say.

    Without a calendar of its own, a contract was announced with the launch of its file.
    """
    step = next((row for row in contract.steps if row.step is code), None)
    day = None if step is None else effective_day(step)
    return (contract.allotment or contract).launch_on if day is None and code is StepCode.NOTICE else day


def committee_on(contract: Contract) -> dt.date | None:
    """The sitting of the CAO that awards, where the procedure has it."""
    template = contract.template
    if template is None or not template.needs_committee:
        return None
    return step_on(contract, StepCode.AWARD) or contract.awarded_on
