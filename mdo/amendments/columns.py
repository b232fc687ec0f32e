"""Columns of what changes a contract that runs, and of what its holder owes, is owed and was worth."""

import datetime as dt
from decimal import Decimal
from typing import Any

from mdo.amendments.fields import AMENDMENT, EVALUATION, SUBCONTRACT, SUBCONTRACT_CHANGE
from mdo.amendments.shares import rounded, standing_of
from mdo.amendments.subcontracting import amount_on, months_on
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.suppliers.evaluations import mean_of
from models.amendments import Amendment, Subcontract
from models.contracts import Contract

# A share has two decimals: 9,99 % and 10 % are not the same for the law.
SHARE = N_("Share of the initial amount (%)")
CUMULATED = N_("Cumulated share (%)")


def _share(row: Amendment, today: dt.date) -> Decimal | None:
    return rounded(standing_of(row).share)


def _cumulated(row: Amendment, today: dt.date) -> Decimal | None:
    return rounded(standing_of(row).cumulated)


_OF_AMENDMENT: dict[str, Any] = {
    "loads": (Amendment.contract,),
    "more_loads": ((Amendment.contract, Contract.amendments), (Amendment.contract, Contract.template)),
}

AMENDMENT_COLUMNS = AMENDMENT.columns(
    {
        6: Column("share", SHARE, _share, Kind.DECIMAL, width=16, is_shown=False, **_OF_AMENDMENT),
        7: Column("cumulated", CUMULATED, _cumulated, Kind.DECIMAL, width=16, **_OF_AMENDMENT),
    }
)

SUBCONTRACT_COLUMNS = SUBCONTRACT.columns(
    {
        5: Column(
            "current_amount",
            N_("Amount on this day, before tax (€)"),
            amount_on,
            Kind.AMOUNT,
            loads=(Subcontract.changes,),
            width=20,
            sums=True,
        ),
        6: Column(
            "current_months",
            N_("Duration on this day (months)"),
            months_on,
            Kind.INTEGER,
            loads=(Subcontract.changes,),
            width=16,
            is_shown=False,
        ),
    }
)

CHANGE_COLUMNS = SUBCONTRACT_CHANGE.columns()

EVALUATION_COLUMNS = EVALUATION.columns(
    {
        4: Column("mean", N_("Mean (out of 4)"), lambda row, today: mean_of(row), Kind.DECIMAL, width=12),
    }
)
