"""Invented rows of what changes a contract that runs, as `tests.support.procurement` makes the contracts."""

import datetime as dt
from decimal import Decimal

import factory

from models.amendments import (
    Advance,
    Amendment,
    AmendmentGround,
    Evaluation,
    Penalty,
    Renewal,
    Subcontract,
    SubcontractChange,
)
from tests.support.factories import RowFactory
from tests.support.procurement import ContractFactory, SupplierFactory


class AmendmentFactory(RowFactory):
    """A change of low value, drafted."""

    class Meta:
        model = Amendment

    contract = factory.SubFactory(ContractFactory)
    number = 1
    ground = AmendmentGround.LOW_VALUE
    subject = factory.Sequence(lambda n: f"Atelier supplémentaire {n}")
    amount_excl_tax = Decimal(1000)
    months = 0


class RenewalFactory(RowFactory):
    """A renewal to be decided."""

    class Meta:
        model = Renewal

    contract = factory.SubFactory(ContractFactory)
    number = 1
    starts_on = dt.date(2027, 9, 1)
    ends_on = dt.date(2028, 8, 31)
    decide_by_on = dt.date(2027, 5, 31)


class SubcontractFactory(RowFactory):
    class Meta:
        model = Subcontract

    contract = factory.SubFactory(ContractFactory)
    number = 1
    supplier = factory.SubFactory(SupplierFactory)
    subject = "Animation des ateliers"
    amount_excl_tax = Decimal(5000)
    months = 6


class SubcontractChangeFactory(RowFactory):
    class Meta:
        model = SubcontractChange

    subcontract = factory.SubFactory(SubcontractFactory)
    number = 1
    notified_on = dt.date(2026, 11, 2)
    amount_excl_tax = Decimal(6000)


class AdvanceFactory(RowFactory):
    class Meta:
        model = Advance

    contract = factory.SubFactory(ContractFactory)
    amount_incl_tax = Decimal(5400)


class PenaltyFactory(RowFactory):
    class Meta:
        model = Penalty

    contract = factory.SubFactory(ContractFactory)
    reason = "Rapport rendu en retard"
    amount_excl_tax = Decimal(300)
    applied_on = dt.date(2026, 10, 12)


class EvaluationFactory(RowFactory):
    class Meta:
        model = Evaluation

    contract = factory.SubFactory(ContractFactory)
    supplier = factory.SubFactory(SupplierFactory)
    quality = 3
    deadlines = 2
    relation = 4
    administration = 3
    added_value = 4
    evaluated_on = dt.date(2026, 11, 3)
