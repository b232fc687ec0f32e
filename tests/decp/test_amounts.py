"""The amount that counts is one rule, in Python and in the database: 112 cases, alone and as the lot of a need."""

from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import select

from mdo.contracts.publication import Duty, amount_that_counts, obligation_of
from mdo.contracts.terms import counting_amount, initial_amount
from mdo.decp.deadlines import OPEN_DATA_DUE
from mdo.procurement.law import stored_law
from mdo.reference import load
from models.contracts import Contract, ContractState, Technique
from tests.support import TODAY
from tests.support import procurement as buy
from tests.support.open_data import awarded

pytestmark = pytest.mark.db
AMOUNTS = (None, Decimal(0), Decimal(30_000), Decimal(50_000))


def test_the_amount_that_counts_is_the_same_in_python_and_in_the_database(session) -> None:
    """By technique, amount and maximum; a few also as the only lot of a need estimated at 45,000 €."""
    load(session)
    rows = []
    for technique, amount, maximum in product(Technique, AMOUNTS, AMOUNTS):
        values = {"technique": technique, "amount_excl_tax": amount, "maximum_excl_tax": maximum}
        rows.append(awarded(**values))
        file = buy.ContractFactory(state=ContractState.PROCEDURE)
        rows.append(awarded(**values, allotment=file, lot_number=1, estimate_excl_tax=Decimal(45_000)))
    session.commit()
    assert len(rows) == 2 * len(Technique) * 16
    in_database = dict(session.execute(select(Contract.id, counting_amount(Contract))).all())
    owed = set(session.scalars(select(Contract.id).where(OPEN_DATA_DUE.is_open(TODAY))))
    law = stored_law(session)
    for row in rows:
        case = (row.technique, row.amount_excl_tax, row.maximum_excl_tax)
        told = initial_amount(row)
        stored = in_database[row.id]
        assert (None if stored is None else Decimal(stored) / 100) == told, case
        is_owed = obligation_of(row, law, TODAY).duty is Duty.DATA
        assert (row.id in owed) == is_owed, (case, amount_that_counts(row))
