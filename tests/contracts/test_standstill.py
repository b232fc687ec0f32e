"""The standstill of formal procedures, set aside where one firm alone took part (R2182-2)."""

import datetime as dt

import pytest

from mdo.contracts.legal import LegalCheck, finding_of
from mdo.contracts.standstill import is_alone
from models.contracts import ContractState
from models.procurement import ProcedureCode, StepCode
from tests.support import TODAY
from tests.support import procurement as make
from tests.support import tenders as bid

pytestmark = pytest.mark.db
P = ProcedureCode
SENT = dt.date(2027, 8, 9)


def a_file(procedure: ProcedureCode, tenders: int = 0, irregular: int = 0, received: int | None = None):
    contract = make.ContractFactory(
        procedure=procedure, state=ContractState.PROCEDURE, launch_on=TODAY, tenders_received=received
    )
    for number in range(tenders):
        values = {"is_admissible": False, "inadmissible_reason": "Incomplète"} if number < irregular else {}
        bid.TenderFactory(contract=contract, **values)
    return contract


@pytest.mark.parametrize(
    ("procedure", "tenders", "irregular", "received", "alone"),
    [
        (P.OPEN, 1, 0, None, True),
        (P.OPEN, 0, 0, 1, True),
        (P.OPEN, 2, 0, None, False),
        # Two tenders of which one irregular keep it.
        (P.OPEN, 2, 1, None, False),
        (P.OPEN, 1, 0, 2, False),
        (P.OPEN, 0, 0, None, False),
        # Four candidates and one tender keep it: candidates are not registered here.
        (P.RESTRICTED, 1, 0, None, False),
        (P.NEGOTIATED, 1, 0, 1, False),
        (P.DIALOGUE, 1, 0, None, False),
    ],
)
def test_one_firm_alone_took_part(session, procedure, tenders, irregular, received, alone) -> None:
    contract = a_file(procedure, tenders, irregular, received)
    session.flush()
    assert is_alone(contract) is alone


@pytest.mark.parametrize(
    ("tenders", "signed", "check"),
    [
        (2, dt.date(2027, 8, 19), LegalCheck.SHORT),
        (2, dt.date(2027, 8, 20), LegalCheck.HELD),
        (1, dt.date(2027, 8, 10), None),
    ],
)
def test_the_signature_waits_eleven_days_unless_one_was_alone(session, tenders, signed, check) -> None:
    contract = a_file(P.OPEN, tenders)
    sent, signature = (
        make.ProcurementStepFactory(contract=contract, step=step, position=place, planned_on=day)
        for place, (step, day) in enumerate(((StepCode.REJECTIONS, SENT), (StepCode.SIGNATURE, signed)), start=1)
    )
    sent.actual_on, signature.actual_on = SENT, signed
    session.flush()
    session.expire_all()
    found = finding_of(signature, TODAY)
    assert (None if found is None else found.check) is check


def test_the_page_says_why_nothing_is_waited_for(session, client_as) -> None:
    contract = a_file(P.OPEN, 1)
    for place, step in enumerate((StepCode.REJECTIONS, StepCode.SIGNATURE, StepCode.START), start=1):
        make.ProcurementStepFactory(contract=contract, step=step, position=place, planned_on=SENT)
    session.commit()
    page = client_as("mission").get(f"/marches/show/{contract.id}?tab=plan").get_data(as_text=True)
    assert "une seule entreprise a participé" in page
