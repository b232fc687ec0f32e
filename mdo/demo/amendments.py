"""What changed the contracts of the demo: amendments signed and to sign, a renewal to decide, marks of a supplier.

One of the suppliers evaluated tenders again in the procedure that is judged.

As of 24/11/2026 the accord-cadre was amended twice and has a third amendment to sign; its renewal is decided before
31/05/2027.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from mdo.amendments.renewals import write_renewal
from mdo.amendments.rules import write_amendment
from mdo.demo.contract_parts import DAY, day_of_month
from mdo.procurement.figures import stored_figures
from mdo.procurement.thresholds import stored_thresholds
from mdo.suppliers.evaluations import CRITERIA
from models.accounts import User
from models.amendments import (
    Advance,
    Amendment,
    AmendmentGround,
    Evaluation,
    Penalty,
    PriceVariation,
    Renewal,
    Subcontract,
    SubcontractChange,
)
from models.contracts import Contract
from models.suppliers import Supplier


def write_amendments(
    session: Session,
    today: dt.date,
    users: Mapping[str, User],
    suppliers: Mapping[str, Supplier],
    contracts: Mapping[str, Contract],
) -> None:
    """Writes what changed the contracts, by the rules that the screens use, and flushes."""
    framework = contracts["framework"]
    _amend(session, framework, today)
    renewal = Renewal(contract=framework)
    with session.no_autoflush:
        write_renewal(renewal, today)
    session.add(renewal)
    _subcontract(session, framework, suppliers, today)
    _money(session, framework, contracts["lump_sum"], today)
    _evaluate(session, contracts, suppliers, users["mission"])
    session.flush()


def _amend(session: Session, framework: Contract, today: dt.date) -> None:
    thresholds, figures = stored_thresholds(session), stored_figures(session)
    drafts: tuple[dict[str, Any], ...] = (
        {
            "ground": AmendmentGround.LOW_VALUE,
            "subject": "Ateliers supplémentaires dans le 3e",
            "amount_excl_tax": Decimal(6000),
            "signed_on": day_of_month(today, -8, 10),
            "notified_on": day_of_month(today, -8, 16),
            "published_on": day_of_month(today, -7, 20),
        },
        {
            "ground": AmendmentGround.ADDITIONAL,
            "subject": "Restitution en facile à lire et à comprendre",
            "justification": "Obligation née après la notification ; un autre prestataire aurait dû tout reprendre.",
            "amount_excl_tax": Decimal(24000),
            "signed_on": day_of_month(today, -3, 7),
            "notified_on": day_of_month(today, -3, 14),
            "published_on": day_of_month(today, -2, 8),
        },
        {
            "ground": AmendmentGround.LOW_VALUE,
            "subject": "Deux assemblées de plus",
            "amount_excl_tax": Decimal(12400),
        },
    )
    for values in drafts:
        amendment = Amendment(contract=framework, months=0, **values)
        with session.no_autoflush:
            write_amendment(amendment, thresholds, figures, today)
        session.add(amendment)
        session.flush()


def _subcontract(session: Session, framework: Contract, suppliers: Mapping[str, Supplier], today: dt.date) -> None:
    act = Subcontract(
        contract=framework,
        number=1,
        supplier=suppliers["mosaique"],
        subject="Facilitation graphique des ateliers",
        amount_excl_tax=Decimal(14000),
        months=18,
        price_variation=PriceVariation.FIRM,
        accepted_on=day_of_month(today, -13, 6),
        notified_on=day_of_month(today, -13, 13),
        published_on=day_of_month(today, -12, 4),
    )
    act.changes = [SubcontractChange(number=1, notified_on=day_of_month(today, -2, 9), amount_excl_tax=Decimal(17500))]
    session.add(act)


def _money(session: Session, framework: Contract, lump_sum: Contract, today: dt.date) -> None:
    session.add(
        Advance(
            contract=framework,
            amount_incl_tax=Decimal(10800),
            rate=Decimal(10),
            paid_on=day_of_month(today, -14, 28),
        )
    )
    session.add_all(
        (
            Penalty(
                contract=lump_sum,
                reason="Support de la journée 3 remis avec 12 jours de retard",
                amount_excl_tax=Decimal(240),
                applied_on=day_of_month(today, -3, 18),
                waived_on=day_of_month(today, -2, 2),
                waiver_reason="Retard dû à la salle, changée par la ville",
            ),
            Penalty(
                contract=lump_sum,
                reason="Bilan de la journée 5 remis avec 8 jours de retard",
                amount_excl_tax=Decimal(160),
                applied_on=day_of_month(today, -1, 12),
            ),
        )
    )


def _evaluate(
    session: Session, contracts: Mapping[str, Contract], suppliers: Mapping[str, Supplier], author: User
) -> None:
    ended = contracts["ended"]
    if ended.ends_on is None:
        return
    marks = (
        ("mesure", (4, 2, 3, 3, 4), "Rapport très utile, rendu avec un mois de retard."),
        ("agora", (3, 3, 4, 2, 3), "Entretiens bien menés ; factures à reprendre deux fois."),
    )
    session.add_all(
        Evaluation(
            contract=ended,
            supplier=suppliers[name],
            comment=comment,
            evaluated_on=ended.ends_on + 14 * DAY,
            author=author,
            **dict(zip(CRITERIA, given, strict=True)),
        )
        for name, given, comment in marks
    )
