"""Numbers of the first page: each is the length of a list, with the filters that show exactly these rows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_

from mdo.composition.alerts import InstanceAlert, alert_clause
from mdo.contracts.family import is_by_itself
from mdo.execution.deliverables import DeliverableStatus, deliverable_status_clause
from mdo.execution.invoices import InvoiceStatus, invoice_status_clause, to_pay_clause
from mdo.home import changes
from mdo.home.changes import Between
from mdo.kernel.base.context import Context
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.freshness.looked_at import stale_clause
from mdo.kernel.journal.access import left_clause
from mdo.kernel.labels import enum_label
from mdo.kernel.scope.limits import Reach
from mdo.people.mandates import MandateStatus, ended_at_once_clause, status_clause
from mdo.requests.states import AWAITING, RequestStatus
from mdo.requests.states import status_clause as request_clause
from models.contracts import Contract, ContractState
from models.execution import Deliverable, Invoice
from models.instances import Instance, InstanceState
from models.journal import AccessLog, JournalEntry
from models.organisations import Organisation
from models.people import DuplicateCandidate, DuplicateState, Mandate
from models.requests import CouncilRequest

LOG_DAYS = 30
Clause = Callable[[dt.date], ColumnElement[bool]]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A number: the rows of `model` for which all of `where` holds, less those of `minus` (disjoint parts of them).

    `view` is the list whose `filters` (told the day) show these rows. Readers limited to arrondissements are told of
    their own: `place_filter` names the filter that says so. `moves` find the rows that came in and went out between two
    days (mdo/home/changes.py); where nothing stored tells them, the figure is kept each day (mdo/home/kept.py), under
    the name `kept`, which never changes.
    """

    label: str
    view: str
    model: Any
    where: Clause | None = None
    minus: tuple[Clause, ...] = ()
    filters: Callable[[dt.date], Pairs] = lambda today: ()
    place_filter: str = ""
    moves: tuple[Between, Between] | None = None
    kept: str = ""
    is_good: bool | None = None  # whether more of it is good; None where it is neither

    def pairs(self, context: Context) -> Pairs:
        """The arguments of the list that shows these rows to a reader."""
        ids = own_place_ids(context) if self.place_filter else ()
        return (*self.filters(context.today), *((self.place_filter, str(place)) for place in ids))


def own_place_ids(context: Context) -> tuple[int, ...]:
    """The arrondissements of a référent's figures; none for the others."""
    is_limited = context.scope.reach is Reach.ARRONDISSEMENTS
    return tuple(sorted(context.scope.arrondissement_ids)) if is_limited else ()


def _fixed(*pairs: tuple[str, str]) -> Callable[[dt.date], Pairs]:
    return lambda today: pairs


def _status(status: MandateStatus) -> Clause:
    return lambda today: status_clause(status, today)


def _began(today: dt.date) -> ColumnElement[bool]:
    return Mandate.start_on <= today


def _began_and_over(today: dt.date) -> ColumnElement[bool]:
    return and_(Mandate.start_on <= today, Mandate.ended_on < today)


def _began_and_ended_today(today: dt.date) -> ColumnElement[bool]:
    return and_(Mandate.start_on <= today, ended_at_once_clause(today))


def _since(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=LOG_DAYS)


ACTIVE_BODIES = Figure(
    N_("Active bodies"),
    "InstanceView",
    Instance,
    lambda today: Instance.state == InstanceState.ACTIVE,
    filters=_fixed(("f_state", "active")),
    place_filter="f_arrondissements",
    moves=changes.BODIES,
)
# Those that began, less those that are over and those that expired: each part is counted in one index, and the
# condition taken as a whole would read a million rows.
MEMBERS = Figure(
    N_("Mandates in force"),
    "MandateView",
    Mandate,
    _began,
    (_began_and_over, _began_and_ended_today, _status(MandateStatus.EXPIRED)),
    filters=_fixed(("f_status", "in_force")),
    place_filter="f_arrondissements",
    moves=changes.IN_FORCE,
)
EXPIRED = Figure(
    N_("Mandates expired"),
    "MandateView",
    Mandate,
    _status(MandateStatus.EXPIRED),
    filters=_fixed(("f_status", "expired")),
    place_filter="f_arrondissements",
    moves=changes.EXPIRED,
    is_good=False,
)
UNDATED = Figure(
    N_("Mandates to complete"),
    "MandateView",
    Mandate,
    _status(MandateStatus.UNDATED),
    filters=_fixed(("f_status", "undated")),
    place_filter="f_arrondissements",
    kept="undated",
    is_good=False,
)
DUPLICATES = Figure(
    N_("Possible duplicates"),
    "DuplicateView",
    DuplicateCandidate,
    lambda today: DuplicateCandidate.state == DuplicateState.OPEN,
    filters=_fixed(("f_state", "open")),
    kept="duplicates",
    is_good=False,
)
STALE_BODIES = Figure(
    N_("Bodies unchanged for 180 days"),
    "InstanceView",
    Instance,
    lambda today: and_(Instance.state == InstanceState.ACTIVE, stale_clause(Instance, today)),
    filters=_fixed(("f_state", "active"), ("f_refresh", "1")),
    place_filter="f_arrondissements",
    kept="stale_bodies",
    is_good=False,
)
STALE_MANDATES = Figure(
    N_("Mandates in force unchanged for 180 days"),
    "MandateView",
    Mandate,
    lambda today: and_(status_clause(MandateStatus.IN_FORCE, today), stale_clause(Mandate, today)),
    filters=_fixed(("f_status", "in_force"), ("f_refresh", "1")),
    place_filter="f_arrondissements",
    kept="stale_mandates",
    is_good=False,
)
STALE_ORGANISATIONS = Figure(
    N_("Organisations unchanged for 180 days"),
    "OrganisationView",
    Organisation,
    lambda today: stale_clause(Organisation, today),
    filters=_fixed(("f_refresh", "1")),
    place_filter="f_arrondissement",
    kept="stale_organisations",
    is_good=False,
)
REQUESTS_AWAITING = Figure(
    N_("Requests awaited"),
    "RequestView",
    CouncilRequest,
    lambda today: CouncilRequest.answered_on.is_(None),
    filters=_fixed(*(("f_status", status.value) for status in AWAITING)),
    place_filter="f_arrondissements",
    moves=changes.AWAITED,
)
REQUESTS_LATE = Figure(
    N_("Requests late"),
    "RequestView",
    CouncilRequest,
    lambda today: request_clause(RequestStatus.OVERDUE, today),
    filters=_fixed(("f_status", RequestStatus.OVERDUE.value)),
    place_filter="f_arrondissements",
    moves=changes.LATE,
    is_good=False,
)
CONTRACTS_RUNNING = Figure(
    N_("Contracts that run"),
    "ContractView",
    Contract,
    lambda today: and_(Contract.state == ContractState.RUNNING, is_by_itself()),
    filters=_fixed(("f_state", ContractState.RUNNING.value), ("f_by_itself", "1")),
    kept="contracts_running",
)
INVOICES_TO_PAY = Figure(
    N_("Invoices to be paid"),
    "InvoiceView",
    Invoice,
    to_pay_clause,
    filters=_fixed(("f_to_pay", "1")),
    kept="invoices_to_pay",
)
INVOICES_LATE = Figure(
    N_("Invoices overdue"),
    "InvoiceView",
    Invoice,
    lambda today: invoice_status_clause(InvoiceStatus.OVERDUE, today),
    filters=_fixed(("f_late", "1")),
    kept="invoices_late",
    is_good=False,
)
DELIVERABLES_LATE = Figure(
    N_("Deliverables late"),
    "DeliverableView",
    Deliverable,
    lambda today: deliverable_status_clause(DeliverableStatus.LATE, today),
    filters=_fixed(("f_late", "1")),
    kept="deliverables_late",
    is_good=False,
)
OPERATIONS = Figure(
    N_("Operations on what you may open, over 30 days"),
    "JournalView",
    JournalEntry,
    lambda today: JournalEntry.at >= start_of_day(_since(today)),
    filters=lambda today: (("f_at_from", _since(today).isoformat()),),
    moves=changes.over_days(JournalEntry.at, LOG_DAYS),
)
EXPORTS = Figure(
    N_("Exports over 30 days"),
    "AccessLogView",
    AccessLog,
    lambda today: and_(AccessLog.at >= start_of_day(_since(today)), left_clause()),
    filters=lambda today: (("f_at_from", _since(today).isoformat()), ("f_left", "1")),
    moves=changes.over_days(AccessLog.at, LOG_DAYS, left_clause()),
)


# They count bodies, as the list that they lead to: seats are counted by the report of vacant seats.
_OF_BODIES = {
    InstanceAlert.VACANCY: N_("Bodies with an empty seat"),
    InstanceAlert.EXPIRED: N_("Bodies to renew"),
}


def _alert(alert: InstanceAlert) -> Figure:
    """Bodies are counted; « Mandates expired » beside it counts mandates."""
    return Figure(
        _OF_BODIES.get(alert) or enum_label(alert),
        "InstanceView",
        Instance,
        lambda today: alert_clause(alert, today),
        filters=_fixed(("f_alert", alert.value)),
        place_filter="f_arrondissements",
        kept=f"bodies_{alert.value}",
        is_good=False,
    )


ALERTS: tuple[Figure, ...] = tuple(_alert(alert) for alert in InstanceAlert)
# What the lines of all the active bodies of a reader say as well.
OF_BODIES = (ACTIVE_BODIES, *ALERTS)
# What is kept each day (mdo/home/kept.py).
KEPT: tuple[Figure, ...] = (
    UNDATED,
    *ALERTS,
    DUPLICATES,
    STALE_BODIES,
    STALE_MANDATES,
    STALE_ORGANISATIONS,
    CONTRACTS_RUNNING,
    INVOICES_TO_PAY,
    INVOICES_LATE,
    DELIVERABLES_LATE,
)
