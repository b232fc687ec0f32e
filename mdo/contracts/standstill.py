"""No standstill where one firm alone took part (R2182-2), neither candidates nor tenders of others; to be confirmed."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from mdo.kernel.base.messages import N_
from mdo.procurement.duties import FORMAL
from models.contracts import Contract
from models.procurement import ProcedureCode, StepCode
from models.tenders import Tender

ALONE = N_("No standstill: one firm alone took part (R2182-2), to be confirmed.")


def participants(contract: Contract) -> int | None:
    """How many firms tendered, those left out included: as registered or as typed in the file, the most of both."""
    session = object_session(contract)
    with_rows = 0
    if session is not None and contract.id is not None:
        with session.no_autoflush:
            with_rows = session.scalar(select(func.count(Tender.id)).where(Tender.contract_id == contract.id)) or 0
    return max(with_rows, contract.tenders_received or 0) or None


def is_alone(contract: Contract) -> bool:
    """Whether one firm alone took part in a formal procedure.

    Where candidates came first, those who did not tender took part too: the standstill stays unless the file says that
    there was one.
    """
    is_counted = contract.procedure is ProcedureCode.OPEN or contract.candidates_received == 1
    return contract.procedure in FORMAL and is_counted and participants(contract) == 1


def is_standstill(delay: Any) -> bool:
    """Whether a delay of the law is the standstill."""
    return delay.after is StepCode.REJECTIONS and delay.step is StepCode.SIGNATURE and not delay.is_maximum


def is_set_aside(contract: Contract, delay: Any) -> bool:
    """Whether a delay is the standstill of a formal procedure in which one firm alone took part."""
    return contract.procedure in FORMAL and is_standstill(delay) and is_alone(contract)
