"""What became of the projects of the demo's call of last year: bought, subsidised, abandoned, with their bilans."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.granting import before_tax
from mdo.contracts.numbers import complete_contract
from mdo.demo.call_pictures import write_pictures
from mdo.demo.call_words import BUDGETS, Past
from models.accounts import User
from models.applications import (
    Application,
    ApplicationExpense,
    ApplicationOpinion,
    ApplicationState,
    FilingChannel,
    Means,
    OpinionKind,
    OpinionSense,
    Subsidy,
)
from models.calls import ProjectCall
from models.contracts import Contract
from models.instances import Instance
from models.judging import CallScenario, ScenarioLine
from models.organisations import Organisation, OrganisationKind
from models.procurement import PurchaseFamily

_DAY = dt.timedelta(days=1)
_STATES = {
    "reported": ApplicationState.REPORTED,
    "realised": ApplicationState.REALISED,
    "bought": ApplicationState.RETAINED,
    "subsidised": ApplicationState.RETAINED,
    "replaced": ApplicationState.RETAINED,
    "abandoned": ApplicationState.ABANDONED,
    "waiting": ApplicationState.WAITING,
    "refused": ApplicationState.REFUSED,
    "inadmissible": ApplicationState.INADMISSIBLE,
}
_VAT = Decimal(20)


def write_outcomes(
    session: Session,
    today: dt.date,
    users: Mapping[str, User],
    call: ProjectCall,
    councils: Mapping[str, Instance],
    projects: Sequence[Past],
) -> Sequence[Application]:
    """Writes the applications of a notified call with what became of each, and flushes."""
    found = [_application(number, past, call, councils, users) for number, past in enumerate(projects, start=1)]
    session.add_all(found)
    session.flush()
    by_outcome: dict[str, list[Application]] = {}
    for past, row in zip(projects, found, strict=True):
        by_outcome.setdefault(past.outcome, []).append(row)
    _adopted(session, call, projects, found, users["responsable"])
    _buy(session, today, by_outcome["bought"], users["mission"])
    for row in by_outcome["subsidised"]:
        _subsidise(session, today, row)
    write_pictures(session, today, found)
    return found


def budget_of(asked: Decimal, axis: int) -> list[ApplicationExpense]:
    """The budget of a project, line by line; it comes to what is asked."""
    (*first, (rest, _)) = BUDGETS[axis]
    amounts = [(label, (asked * Decimal(share)).quantize(Decimal(10))) for label, share in first]
    left = asked - sum(amount for _, amount in amounts)
    return [
        ApplicationExpense(position=place, label=label, planned_incl_tax=amount, has_quote=place == 1)
        for place, (label, amount) in enumerate([*amounts, (rest, left)], start=1)
    ]


def _application(
    number: int, past: Past, call: ProjectCall, councils: Mapping[str, Instance], users: Mapping[str, User]
) -> Application:
    assert call.closes_on is not None
    assert call.notified_on is not None
    state, is_in = _STATES[past.outcome], bool(past.granted)
    is_over = state in (ApplicationState.REPORTED, ApplicationState.REALISED)
    told = state is not ApplicationState.INADMISSIBLE
    return Application(
        call=call,
        number=number,
        title=past.title,
        instance=councils[past.council],
        axis=call.axes[past.axis],
        summary=f"{past.title} : porté par le conseil de quartier, avec les habitant·es.",
        asked_incl_tax=Decimal(past.asked),
        expenses=budget_of(Decimal(past.asked), past.axis),
        carrier=f"Mairie du {past.arrondissement}e",
        adopted_on=call.closes_on - (10 + number) * _DAY,
        state=state,
        filed_on=call.closes_on - number * _DAY,
        channel=FilingChannel.REFERENT,
        filed_by=users[f"ref{past.arrondissement}"],
        is_complete=told,
        granted_incl_tax=Decimal(past.granted) if is_in else None,
        waiting_rank=1 if past.outcome == "waiting" else None,
        notified_on=call.notified_on if told else None,
        refusal_reason=past.words if past.outcome == "refused" else None,
        inadmissible_reason=past.words if past.outcome == "inadmissible" else None,
        abandoned_reason=past.words if past.outcome == "abandoned" else None,
        realised_on=call.notified_on + 90 * _DAY if is_over else None,
        report_due_on=call.reports_by if is_in else None,
        reported_on=call.notified_on + 120 * _DAY if past.outcome == "reported" else None,
        report=past.words if past.outcome == "reported" else None,
        spent_incl_tax=Decimal(past.spent) if past.spent else None,
    )


def _adopted(
    session: Session, call: ProjectCall, projects: Sequence[Past], rows: Sequence[Application], who: User
) -> None:
    """The scenario as it was deliberated: the one that was abandoned since was in, the one that replaced it waited."""
    order = ("reported", "bought", "subsidised", "realised", "abandoned", "replaced", "waiting", "refused")
    judged = [pair for pair in zip(projects, rows, strict=True) if pair[0].outcome in order]
    judged.sort(key=lambda pair: order.index(pair[0].outcome))
    session.add(
        CallScenario(
            call=call,
            name="Au mérite",
            cut=sum(past.outcome not in ("replaced", "waiting", "refused") for past, _ in judged),
            adopted_on=call.arbitration_by,
            adopted_by=who,
            lines=[
                ScenarioLine(
                    application=row,
                    position=place,
                    mean=Decimal("4.60") - Decimal("0.15") * place,
                    amount_incl_tax=Decimal(past.granted or past.asked),
                    is_refused=past.outcome == "refused",
                )
                for place, (past, row) in enumerate(judged, start=1)
            ],
        )
    )


def _buy(session: Session, today: dt.date, rows: Sequence[Application], responsible: User) -> None:
    """Two needs of one family: the guard against splitting adds them."""
    family = PurchaseFamily(code="QUARTIER", name="Animations et petit mobilier de quartier")
    session.add(family)
    for row in rows:
        assert row.granted_incl_tax is not None
        need = Contract(
            title=row.title,
            justification=row.summary,
            family=family,
            estimate_excl_tax=before_tax(row.granted_incl_tax, _VAT),
            vat_rate=_VAT,
            responsible=responsible,
            has_purchase_orders=False,
        )
        complete_contract(session, need, today.year)
        session.add(need)
        session.flush()
        row.contract, row.means = need, Means.PURCHASE


def _subsidise(session: Session, today: dt.date, row: Application) -> None:
    """With what it had already this year, over 23,000 €: an agreement was signed."""
    organisation = session.scalars(
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.ASSOCIATION)
        .order_by(Organisation.sort_key)
        .limit(1)
    ).one()
    assert row.granted_incl_tax is not None
    row.means, row.carrier = Means.SUBSIDY, organisation.name
    session.add_all(
        [
            ApplicationOpinion(
                application=row,
                kind=OpinionKind.ARRONDISSEMENT_COUNCIL,
                author="Conseil du 5e arrondissement",
                asked_on=today - 90 * _DAY,
                due_on=today - 60 * _DAY,
                given_on=today - 65 * _DAY,
                sense=OpinionSense.FAVOURABLE,
            ),
            Subsidy(
                application=row,
                organisation=organisation,
                amount_incl_tax=row.granted_incl_tax,
                given_before_incl_tax=Decimal(19_000),
                is_own_initiative=True,
                opinion_on=today - 65 * _DAY,
                deliberation=f"{today.year}/1190",
                deliberated_on=today - 45 * _DAY,
                are_interested_out=True,
                commitment_on=today - 40 * _DAY,
                agreement_on=today - 30 * _DAY,
                paid_on=today - 12 * _DAY,
                exercise_ends_on=dt.date(today.year, 12, 31),
                report_due_on=dt.date(today.year + 1, 6, 30),
            ),
        ]
    )
