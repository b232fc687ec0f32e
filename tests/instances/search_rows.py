"""Rows of instances that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from tests.accounts.search_rows import account_row
from tests.support import factories as make
from tests.territory.search_rows import place_row


def type_row() -> InstanceType:
    return make.InstanceTypeFactory(label="Comité Étoilé", code="éclairé", legal_basis="Délibération dûment votée")


def body_row() -> Instance:
    body = make.InstanceFactory(
        name="Assemblée Œuvrière",
        code="ÉTÉ-7",
        aliases="Les Flâneurs\nLa Criée",
        type=type_row(),
        elected_official="Zoë Brûlé",
        mailbox="fête@example.org",
        agent=account_row(),
    )
    body.arrondissements.append(place_row())
    return body


def college_of_body_row() -> College:
    return make.CollegeFactory(name="Collège Privé", instance=body_row())


def college_of_type_row() -> College:
    return make.CollegeFactory(
        name="Collège Scolaire", type=make.InstanceTypeFactory(label="Comité Éphémère"), instance=None
    )


def seat_row() -> Seat:
    return make.SeatFactory(
        instance=body_row(),
        college=make.CollegeFactory(name="Collège Privé"),
        number=731,
        label="Siège Réservé",
        requirement="Être élève",
        appointing_authority="Préfète",
    )


def function_row() -> MandateFunction:
    return make.MandateFunctionFactory(label="Trésorière", code="trésor", instance=body_row())


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    InstanceType: (type_row,),
    Instance: (body_row,),
    College: (college_of_body_row, college_of_type_row),
    Seat: (seat_row,),
    MandateFunction: (function_row,),
}
