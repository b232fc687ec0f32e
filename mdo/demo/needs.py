"""Needs of the demo that show what the guards say: one added up with another of its family, one that starts too late
for its procedure, one whose calendar holds."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.contracts.numbers import complete_contract
from mdo.contracts.steps import Way, establish
from mdo.demo.contract_parts import DAY
from mdo.procurement.counting import working_from
from models.accounts import User
from models.contracts import Ccag, Contract, ContractState, PriceForm, PriceType, StepState, Technique
from models.procurement import ProcedureCode, ProcedureTemplate, StepCode

# Less than the thirty days of R2161-3: the step is red on the page and in the file.
_SHORT_DAYS = 25


def write_needs(session: Session, today: dt.date, users: Mapping[str, User], contracts: Mapping[str, Contract]) -> None:
    """Writes two needs and the calendars of two, and flushes; no calendar without the reference procedures.

    Another direction of the city has bought of one family: the guard against splitting adds it.
    """
    family = contracts["procedure"].family
    if family is not None:
        family.others_excl_tax, family.others_on = Decimal(18000), today - 60 * DAY
        family.others_source = "Recensement des achats, direction des systèmes d’information (exemple)"
    split = _need(
        today + 20 * DAY,
        contracts["awarded"],
        title="Enquête téléphonique auprès des habitants",
        justification="Compléter l’enquête en ligne auprès de ceux qui ne viennent pas aux réunions.",
        estimate_excl_tax=Decimal(38000),
        procedure=ProcedureCode.DIRECT,
        price_form=PriceForm.LUMP_SUM,
        firm_months=6,
    )
    late = _need(
        today + 45 * DAY,
        contracts["procedure"],
        title="Assistance à la refonte de la plateforme de participation",
        justification="Cadrage, appui au choix de l’outil et suivi de sa mise en service, sur quatre ans.",
        estimate_excl_tax=Decimal(320000),
        procedure=ProcedureCode.OPEN,
        technique=Technique.FRAMEWORK,
        has_purchase_orders=True,
        maximum_excl_tax=Decimal(320000),
        price_form=PriceForm.UNIT,
        firm_months=24,
        renewals=2,
        renewal_months=12,
        wished_start_on=working_from(today + 100 * DAY),
        has_environmental_criterion=True,
        has_social_clause=True,
    )
    for contract in (split, late):
        contract.responsible = users["mission"]
        complete_contract(session, contract, today.year)
        session.add(contract)
        session.flush()
    feasible = contracts["need"]
    feasible.procedure = ProcedureCode.DIRECT
    session.flush()
    if session.scalar(select(ProcedureTemplate.id).limit(1)) is None:
        return
    for contract in (feasible, late):
        for step in establish(session, contract, frozenset(), Way.BACKWARD, today):
            step.responsible = users["mission"] if step.state is not StepState.SET_ASIDE else None
            if contract is late and step.step is StepCode.TENDERS_DUE:
                step.internal_days = _SHORT_DAYS
    behind = [step for step in late.steps if step.planned_on and step.planned_on < today]
    for step in behind[:-1]:
        step.actual_on, step.state = step.planned_on, StepState.DONE
    session.flush()


def _need(launch_on: dt.date, like: Contract, **fields: object) -> Contract:
    return Contract(
        state=ContractState.NEED,
        family=like.family,
        cpv=like.cpv,
        cpv_label=like.cpv_label,
        launch_on=working_from(launch_on),
        has_environmental_clause=True,
        price_type=PriceType.FIRM,
        ccag=Ccag.INTELLECTUAL,
        budget_line=like.budget_line,
        arrondissements=list(like.arrondissements),
        **fields,
    )
