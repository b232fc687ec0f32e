"""The tenders of the demo: an adapted procedure being judged, with a round of negotiation, and a contract awarded.

Of the four tenders being judged one came too late, and the price of another is far below the mean.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from mdo.contracts.numbers import complete_contract
from mdo.demo.contract_parts import DAY
from mdo.procurement.counting import working_from
from models.accounts import User
from models.contracts import Ccag, Contract, ContractState, PriceForm, PriceType
from models.procurement import ProcedureCode
from models.suppliers import Supplier
from models.tenders import (
    AwardCriterion,
    CommitteeAct,
    CommitteeOpinion,
    CommitteeSense,
    InadmissibleGround,
    NegotiationRound,
    Tender,
    TenderMark,
    TenderRevision,
)

_CRITERIA = (("Valeur technique", 45, False), ("Équipe et références", 15, False), ("Prix", 40, True))
# Since 21 August 2026 a consultation is judged on the environment too (article L2152-7).
_CRITERIA_JUDGED = (
    ("Valeur technique", 40, False),
    ("Équipe et références", 15, False),
    ("Environnement : déplacements, supports, restauration", 10, False),
    ("Prix", 35, True),
)
# Supplier, amount, then the marks of the criteria but the price by each of two assessors.
_JUDGED = (
    ("nova", "58400", (("15.5", "14", "13"), ("16", "15", "13"))),
    ("agora", "54900", (("14", "13", "15"), ("13.5", "14", "14.5"))),
    ("passerelle", "33800", (("9", "11", "10"), ("8.5", "10", "9"))),
)
_LATE = "Pli reçu le lendemain de la date limite."


def write_tenders(
    session: Session,
    today: dt.date,
    users: Mapping[str, User],
    suppliers: Mapping[str, Supplier],
    contracts: Mapping[str, Contract],
) -> None:
    """Writes tenders, criteria and marks, and flushes."""
    _criteria(session, contracts["procedure"], _CRITERIA_JUDGED)
    _under_way(session, today, users, suppliers, contracts["lump_sum"])
    _awarded(session, contracts["lot1"], suppliers, contracts["lot1"].awarded_on or today)
    session.flush()


def _under_way(
    session: Session,
    today: dt.date,
    users: Mapping[str, User],
    suppliers: Mapping[str, Supplier],
    like: Contract,
) -> None:
    contract = Contract(
        title="Formation des membres à l’animation de réunions",
        justification="Demande des conseils de quartier ; quatre sessions par an pendant deux ans.",
        state=ContractState.PROCEDURE,
        family=like.family,
        has_environmental_clause=True,
        has_environmental_criterion=True,
        cpv="80500000-9",
        cpv_label="Services de formation",
        launch_on=working_from(today - 46 * DAY),
        wished_start_on=working_from(today + 60 * DAY),
        estimate_excl_tax=Decimal(62000),
        procedure=ProcedureCode.ADAPTED,
        price_form=PriceForm.LUMP_SUM,
        price_type=PriceType.FIRM,
        ccag=Ccag.INTELLECTUAL,
        firm_months=24,
        budget_line="011 – 6226 – MDO",
        responsible=users["mission"],
    )
    complete_contract(session, contract, today.year)
    session.add(contract)
    session.flush()
    criteria = _criteria(session, contract, _CRITERIA_JUDGED)
    assessors = (users["mission"], users["responsable"])
    due_on = today - 18 * DAY
    tenders = []
    for position, (key, amount, marks) in enumerate(_JUDGED, start=1):
        tender = Tender(
            contract=contract,
            supplier=suppliers[key],
            position=position,
            received_at=_at(due_on - position * DAY, 15),
            amount_excl_tax=Decimal(amount),
        )
        for assessor, given in zip(assessors, marks, strict=True):
            for criterion, mark in zip(criteria, given, strict=False):
                tender.marks.append(TenderMark(criterion=criterion, assessor=assessor, mark=Decimal(mark)))
        tenders.append(tender)
    session.add_all(tenders)
    session.add(
        Tender(
            contract=contract,
            supplier=suppliers["mosaique"],
            position=4,
            received_at=_at(due_on + DAY, 9),
            amount_excl_tax=Decimal(51200),
            is_admissible=False,
            inadmissible_ground=InadmissibleGround.LATE,
            inadmissible_reason=_LATE,
        )
    )
    held = NegotiationRound(contract=contract, number=1, held_on=today - 5 * DAY, notes="Nombre de sessions, supports.")
    for tender, amount in zip(tenders, ("56900", "52400"), strict=False):
        tender.revisions.append(TenderRevision(round=held, amount_excl_tax=Decimal(amount)))
    session.add(held)
    session.flush()


def _awarded(session: Session, contract: Contract, suppliers: Mapping[str, Supplier], awarded_on: dt.date) -> None:
    _criteria(session, contract, _CRITERIA)
    held = {holder.supplier_id for holder in contract.holders}
    amount = contract.amount_excl_tax or Decimal(40000)
    others = [row for row in suppliers.values() if row.id not in held][:1]
    retained = [holder.supplier for holder in contract.holders][:1]
    for position, supplier in enumerate((*retained, *others), start=1):
        is_retained = supplier in retained
        session.add(
            Tender(
                contract=contract,
                supplier=supplier,
                position=position,
                received_at=_at(awarded_on - 30 * DAY, 11),
                amount_excl_tax=amount if is_retained else amount + 2350,
                is_retained=is_retained,
                rejection_reason=None if is_retained else "Méthode moins précise et prix plus élevé.",
            )
        )
    session.add(
        CommitteeOpinion(
            contract=contract,
            held_on=awarded_on - 2 * DAY,
            kind=CommitteeAct.OPINION,
            sense=CommitteeSense.FAVOURABLE,
            text="Avis rendu à titre consultatif.",
        )
    )


def _criteria(session: Session, contract: Contract, criteria: Sequence[tuple[str, int, bool]]) -> list[AwardCriterion]:
    rows = [
        AwardCriterion(contract=contract, position=position, name=name, weight=Decimal(weight), is_price=is_price)
        for position, (name, weight, is_price) in enumerate(criteria, start=1)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC)
