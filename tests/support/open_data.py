"""Contracts whose essential data lack nothing."""

import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from models.contracts import Contract, ContractState, PriceForm, PriceType
from models.decp import OpenDataRelease
from models.procurement import ProcedureCode
from tests.support import procurement as buy
from tests.support.factories import RowFactory


class OpenDataReleaseFactory(RowFactory):
    class Meta:
        model = OpenDataRelease

    contract = factory.SubFactory(buy.ContractFactory)
    released_on = dt.date(2026, 11, 2)
    content = '{"id": "AMO"}'
    sha256 = "0" * 64


def a_siret(rank: int) -> str:
    """A SIRET number for each supplier, its last digit by Luhn."""
    digits = f"{321654000 + rank:09d}0001"
    for last in "0123456789":
        total = sum(
            sum(divmod(int(digit) * (1 + index % 2), 10)) for index, digit in enumerate(reversed(digits + last))
        )
        if total % 10 == 0:
            return digits + last
    raise AssertionError


def awarded(**values: Any) -> Contract:
    """A contract of 45,000 €, notified on 15 October 2026, that lacks nothing."""
    common = {
        "cpv": "79411000-8",
        "procedure": ProcedureCode.DIRECT,
        "tenders_received": 1,
        "firm_months": 12,
        "notified_on": dt.date(2026, 10, 15),
        "starts_on": dt.date(2026, 10, 15),
        "ends_on": dt.date(2027, 10, 14),
        "price_form": PriceForm.LUMP_SUM,
        "price_type": PriceType.FIRM,
        "amount_excl_tax": Decimal(45000),
        "state": ContractState.RUNNING,
    }
    contract: Contract = buy.ContractFactory(**{**common, **values})
    supplier = buy.SupplierFactory(identifier=a_siret(contract.id))
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    return contract
