"""The days that a contract is watched by."""

import datetime as dt

from mdo.periods import add_months
from models.contracts import Contract, ContractState


def decide_by(contract: Contract) -> dt.date | None:
    """The last day to renew a running contract or not: its notice, counted back from its end; None without notice.

    A contract that ends on 31/08/2027 with three months' notice is decided on by 31/05/2027.
    """
    if contract.state is not ContractState.RUNNING or contract.ends_on is None or not contract.notice_months:
        return None
    return add_months(contract.ends_on, -contract.notice_months)
