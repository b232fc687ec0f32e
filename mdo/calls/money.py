"""The money of a call: what it grants is its own; the rest is that of the needs, orders and subsidies of projects."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from mdo.calls.rules import granted_in
from mdo.execution.ledger import Ledger, Money, Named
from mdo.kernel.base.context import AnySession
from models.applications import Application, Subsidy
from models.projects import ProjectSpending

Others = dict[tuple[str, int], list[str]]


@dataclass(frozen=True)
class CallMoney:
    """What a call granted, with tax; what its purchases committed and cost, each once; what it paid in subsidies."""

    granted: Decimal
    bought: Money
    subsidised: Decimal
    subsidies_paid: Decimal


def named_by(session: AnySession, application_ids: Collection[int]) -> Mapping[int, Named]:
    """The need and the order that name each of these applications."""
    asked = select(Application.id, Application.contract_id, Application.order_id).where(
        Application.id.in_(application_ids)
    )
    return {
        row_id: Named(
            set() if contract_id is None else {contract_id},
            set() if order_id is None else {order_id},
        )
        for row_id, contract_id, order_id in session.execute(asked)
    }


def bought_by(session: AnySession, groups: Mapping[int, Collection[int]]) -> tuple[Mapping[int, Money], Money]:
    """Of applications by call: what the purchases of each committed and cost, and those of all, each once."""
    named = named_by(session, {row_id for ids in groups.values() for row_id in ids})
    every = Named.together(named.values())
    ledger = Ledger(session, every)
    by_call = {call_id: ledger.of(Named.together(named[row_id] for row_id in ids)) for call_id, ids in groups.items()}
    return by_call, ledger.of(every)


def money_of(session: AnySession, call_id: int) -> CallMoney:
    """The money of a call: an order that several of its projects name counts once."""
    ids = session.scalars(select(Application.id).where(Application.call_id == call_id)).all()
    named = Named.together(named_by(session, ids).values())
    given = select(Subsidy.amount_incl_tax, Subsidy.paid_on).where(Subsidy.application_id.in_(ids))
    subsidies = session.execute(given).all()
    return CallMoney(
        sum(granted_in(session, call_id, ()), Decimal(0)),
        Ledger(session, named).of(named),
        sum((amount for amount, _ in subsidies), Decimal(0)),
        sum((amount for amount, paid_on in subsidies if paid_on is not None), Decimal(0)),
    )


def others_of(session: AnySession, call_id: int) -> Others:
    """By need or order of a call, what else it names: projects, and applications of other calls."""
    found: Others = {}
    for name in ("contract_id", "order_id"):
        own = select(getattr(Application, name)).where(Application.call_id == call_id)
        spendings = select(ProjectSpending).where(getattr(ProjectSpending, name).in_(own))
        for row in session.scalars(spendings.order_by(ProjectSpending.id)):
            found.setdefault((name, getattr(row, name)), []).append(row.project.title)
        files = select(Application).where(Application.call_id != call_id, getattr(Application, name).in_(own))
        for file in session.scalars(files.order_by(Application.id)):
            found.setdefault((name, getattr(file, name)), []).append(file.title)
    return found
