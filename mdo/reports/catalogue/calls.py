"""Calls for projects, one line an application: asked, granted, spent; what is left of each envelope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdo.calls.money import bought_by
from mdo.execution.ledger import Money
from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.reports.declaration import Parameter, Report, Result, Values
from mdo.reports.places import where_asked
from mdo.reports.themes import Theme
from models.applications import Application, ApplicationState
from models.calls import CallState, ProjectCall
from models.instances import Instance

_APPLICATION, _NOTHING = FIELD_LABELS[Application], Decimal(0)
# What was never filed asks for nothing.
_ASKING = tuple(state for state in ApplicationState if state is not ApplicationState.DRAFT)


@dataclass(frozen=True)
class CallLine:
    """An application with what it asks and what it was given."""

    row: Application

    @property
    def place(self) -> str:
        return ", ".join(arrondissement_names(self.row.instance.arrondissements))

    @property
    def asked(self) -> Decimal:
        return self.row.asked_incl_tax or _NOTHING

    @property
    def granted(self) -> Decimal:
        return self.row.granted_incl_tax or _NOTHING


def _of(name: str, kind: Kind = Kind.TEXT, width: int = 16) -> Column:
    sums = kind is Kind.AMOUNT
    return Column(name, _APPLICATION[name], lambda line, today: getattr(line.row, name), kind, width=width, sums=sums)


def _words(name: str, value: Callable[[CallLine], str], width: int) -> Column:
    return Column(name, _APPLICATION[name], lambda line, today: value(line) or None, width=width)


COLUMNS = (
    _words("call", lambda line: str(line.row.call), 34),
    _of("number", Kind.INTEGER, 8),
    _of("title", width=44),
    _words("instance", lambda line: line.row.instance.name, 36),
    Column(
        "arrondissements",
        FIELD_LABELS[Instance]["arrondissements"],
        lambda line, today: line.place or None,
        width=20,
    ),
    _words("axis", lambda line: str(line.row.axis or ""), 34),
    _of("state", Kind.ENUM, 18),
    _of("asked_incl_tax", Kind.AMOUNT),
    _of("granted_incl_tax", Kind.AMOUNT),
    _of("spent_incl_tax", Kind.AMOUNT),
    _of("means", Kind.ENUM, 18),
    _of("filed_on", Kind.DATE, 14),
    _of("reported_on", Kind.DATE, 14),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """By call, the latest first, then by number; of a period, the calls whose filing closes within it."""
    calls = _calls(session, values)
    asked = (
        select(Application)
        .join(Application.instance)
        .where(
            Application.call_id.in_([call.id for call in calls]),
            Application.state.in_(_ASKING),
            *where_asked(values),
        )
        .order_by(Application.number)
        .options(
            joinedload(Application.call),
            joinedload(Application.axis),
            joinedload(Application.instance).selectinload(Instance.arrondissements),
        )
    )
    rank = {call.id: place for place, call in enumerate(calls)}
    lines = [CallLine(row) for row in session.scalars(asked)]
    lines.sort(key=lambda line: rank[line.row.call_id])
    figures = (
        _by_call(session, calls, lines),
        _by(lines, N_("Applications by arrondissement"), N_("Arrondissement"), lambda line: line.place),
        _by(lines, N_("Applications by axis"), N_("Axis"), lambda line: str(line.row.axis or "")),
    )
    return Result(len(lines), lines if limit is None else lines[:limit], figures)


def _calls(session: AnySession, values: Values) -> Sequence[ProjectCall]:
    asked = select(ProjectCall).where(ProjectCall.state.not_in((CallState.TEMPLATE, CallState.DRAFT)))
    if values.first is not None:
        asked = asked.where(ProjectCall.closes_on >= values.first)
    if values.last is not None:
        asked = asked.where(ProjectCall.closes_on <= values.last)
    return session.scalars(asked.order_by(ProjectCall.year.desc(), func.lower(ProjectCall.title))).all()


_SUMS = (Heading(N_("Asked (€ with tax)"), Kind.AMOUNT), Heading(N_("Granted (€ with tax)"), Kind.AMOUNT))


def _sums(lines: Sequence[CallLine]) -> tuple[Decimal, Decimal]:
    return sum((line.asked for line in lines), _NOTHING), sum((line.granted for line in lines), _NOTHING)


def _left(session: AnySession, calls: Sequence[ProjectCall]) -> dict[int, Decimal]:
    """What is left of each envelope, whatever part of the city is asked for."""
    asked = (
        select(Application.call_id, func.sum(Application.granted_incl_tax))
        .where(Application.call_id.in_([call.id for call in calls]))
        .group_by(Application.call_id)
    )
    granted = {call_id: amount or _NOTHING for call_id, amount in session.execute(asked)}
    return {call.id: call.envelope_incl_tax - granted.get(call.id, _NOTHING) for call in calls}


def _by_call(session: AnySession, calls: Sequence[ProjectCall], lines: Sequence[CallLine]) -> Summary:
    left = _left(session, calls)
    of_it = {call.id: [line for line in lines if line.row.call_id == call.id] for call in calls}
    bought, whole_bought = bought_by(session, {key: [line.row.id for line in rows] for key, rows in of_it.items()})
    whole = sum((call.envelope_incl_tax for call in calls), _NOTHING)
    return Summary(
        N_("Envelopes of calls"),
        N_("Call for projects"),
        (
            Heading(N_("Envelope (€ with tax)"), Kind.AMOUNT),
            Heading(N_("Applications")),
            *_SUMS,
            Heading(N_("Committed (€ with tax)"), Kind.AMOUNT),
            Heading(N_("Invoiced (€ with tax)"), Kind.AMOUNT),
            Heading(N_("Left (€ with tax)"), Kind.AMOUNT),
        ),
        tuple(
            FigureLine(
                call.title,
                (
                    call.envelope_incl_tax,
                    len(of_it[call.id]),
                    *_sums(of_it[call.id]),
                    *_in_tax(bought[call.id]),
                    left[call.id],
                ),
            )
            for call in calls
        ),
        (whole, len(lines), *_sums(lines), *_in_tax(whole_bought), sum(left.values(), _NOTHING)),
        charted=(0, 2, 3),
        note=N_(
            "What is left is that of the whole envelope, whatever places are chosen. A contract or an order that "
            "several calls name counts in each, and once in the total."
        ),
    )


def _in_tax(money: Money) -> tuple[Decimal, Decimal]:
    return money.committed.incl_tax, money.spent.incl_tax


def _by(lines: Sequence[CallLine], title: str, of: str, key: Callable[[CallLine], str]) -> Summary:
    groups: dict[str, list[CallLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    found = tuple(
        FigureLine(name or N_("Not said"), (len(groups[name]), *_sums(groups[name])), is_message=not name)
        for name in sorted(groups)
    )
    return Summary(
        title,
        of,
        (Heading(N_("Applications")), *_SUMS),
        found,
        (len(lines), *_sums(lines)),
        charted=(1, 2),
    )


REPORT = Report(
    name="appels_a_projets",
    theme=Theme.PROCUREMENT,
    title=N_("Calls for projects"),
    description=N_(
        "One line an application that was filed: asked, granted, spent; the envelope of each call, what its purchases "
        "committed and cost, what is left; sums by arrondissement and by axis."
    ),
    parameters=(Parameter.PERIOD, Parameter.ARRONDISSEMENTS, Parameter.BODIES),
    columns=COLUMNS,
    run=run,
    reads=("CallView", "ApplicationView", "CallScenarioView", "ContractView"),
    takes=("CallView", "ApplicationView", "CallScenarioView", "ContractView"),
    period_help=N_("Of the last day of filing."),
    view="ApplicationView",
    record_id=lambda line: int(line.row.id),
)
