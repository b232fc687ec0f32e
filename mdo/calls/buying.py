"""A project that the city buys: a need with its homogeneous family, which the guard against splitting counts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mdo.calls.granting import before_tax
from mdo.contracts.numbers import complete_contract
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.applications import Application, Means
from models.contracts import Contract
from models.procurement import PurchaseFamily

USUAL_VAT = Decimal(20)


def buy(session: AnySession, row: Application, asked: Mapping[str, Any]) -> None:
    """Makes the need of a project: its estimate is what was granted, before tax. Raises RuleViolation."""
    chosen, rate = asked.get("family"), asked.get("vat_rate")
    family = session.get(PurchaseFamily, chosen) if isinstance(chosen, int) else chosen
    if family is None:
        raise RuleViolation(N_("Choose the homogeneous family of the purchase."), field="family")
    assert row.granted_incl_tax is not None
    rate = USUAL_VAT if rate is None else rate
    context = context_of(session)
    need = Contract(
        title=row.title,
        justification=row.summary,
        family=family,
        estimate_excl_tax=before_tax(row.granted_incl_tax, rate),
        vat_rate=rate,
        responsible_id=context.actor_id,
        has_purchase_orders=False,
    )
    session.add(need)
    complete_contract(session, need, context.today.year)
    row.contract, row.means = need, Means.PURCHASE
