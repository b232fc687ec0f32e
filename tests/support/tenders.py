"""Invented tenders, as `tests.support.procurement` makes the contracts."""

import datetime as dt
from decimal import Decimal

import factory

from models.contracts import ContractState
from models.tenders import (
    AwardCriterion,
    CommitteeAct,
    CommitteeOpinion,
    CommitteeSense,
    NegotiationRound,
    Tender,
    TenderMark,
    TenderRevision,
)
from tests.support.factories import RowFactory, UserFactory
from tests.support.procurement import ContractFactory, SupplierFactory


class _ContractUnderWay(ContractFactory):
    state = ContractState.PROCEDURE


class AwardCriterionFactory(RowFactory):
    class Meta:
        model = AwardCriterion

    contract = factory.SubFactory(_ContractUnderWay)
    position = 1
    name = factory.Sequence(lambda n: f"Critère {n}")
    weight = Decimal(60)


class TenderFactory(RowFactory):
    class Meta:
        model = Tender

    contract = factory.SubFactory(_ContractUnderWay)
    supplier = factory.SubFactory(SupplierFactory)
    position = factory.Sequence(lambda n: n % 900 + 1)
    amount_excl_tax = Decimal(40000)


class TenderMarkFactory(RowFactory):
    class Meta:
        model = TenderMark

    tender = factory.SubFactory(TenderFactory)
    criterion = factory.SubFactory(AwardCriterionFactory)
    assessor = factory.SubFactory(UserFactory)
    round_number = 0
    mark = Decimal(15)


class NegotiationRoundFactory(RowFactory):
    class Meta:
        model = NegotiationRound

    contract = factory.SubFactory(_ContractUnderWay)
    number = 1
    held_on = dt.date(2026, 11, 12)


class TenderRevisionFactory(RowFactory):
    class Meta:
        model = TenderRevision

    round = factory.SubFactory(NegotiationRoundFactory)
    tender = factory.SubFactory(TenderFactory)
    amount_excl_tax = Decimal(38000)


class CommitteeOpinionFactory(RowFactory):
    class Meta:
        model = CommitteeOpinion

    contract = factory.SubFactory(_ContractUnderWay)
    held_on = dt.date(2026, 11, 18)
    kind = CommitteeAct.OPINION
    sense = CommitteeSense.FAVOURABLE
