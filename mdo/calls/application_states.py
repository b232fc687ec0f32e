"""The states of applications and the acts on them, from filing to the last bilan."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mdo.calls.application_rules import DECIDED, PAID, is_limited
from mdo.calls.buying import buy
from mdo.calls.reminding import AWAITED_STATES, may_remind, note_reminder
from mdo.calls.results import next_waiting, tell
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.advisory_locks import hold
from mdo.kernel.states.acts import Act, Machine, never
from models.accounts import User
from models.applications import Application, FilingChannel, Means
from models.applications import ApplicationState as State
from models.calls import CallState

_BEFORE_OUTCOME = frozenset({State.FILED, State.ADMISSIBLE, State.EXAMINED})


def _is_mission(session: AnySession, row: Any) -> bool:
    return not is_limited(session)


def _file(session: AnySession, row: Application, asked: Mapping[str, Any]) -> None:
    context = context_of(session)
    row.filed_by = session.get(User, context.actor_id) if context.actor_id is not None else None
    row.channel = FilingChannel.REFERENT if is_limited(session) else FilingChannel.MISSION


def _abandon(session: AnySession, row: Application, asked: Mapping[str, Any]) -> None:
    """What it was given goes back to the envelope, for the first that waits."""
    row.granted_incl_tax = row.waiting_rank = None


def _take_place(session: AnySession, row: Application, asked: Mapping[str, Any]) -> None:
    # Whoever takes another place at the same time waits, then reads who is first by then.
    hold(session, [("call", row.call_id)])
    first = next_waiting(session, row.call_id)
    if first is not None and first.id != row.id:
        raise RuleViolation(
            N_("« %(first)s » comes first on the waiting list: it takes the place, or is abandoned."), first=first
        )
    row.notified_on, row.waiting_rank = context_of(session).today, None
    row.report_due_on = row.report_due_on or row.call.reports_by


def _tell(session: AnySession, row: Application) -> None:
    tell(session, [row])


def _remind(session: AnySession, row: Application, asked: Mapping[str, Any]) -> None:
    note_reminder(row, context_of(session).today)


def _subsidise(session: AnySession, row: Application, asked: Mapping[str, Any]) -> None:
    row.means = Means.SUBSIDY


class _Law(NamedTuple):
    """What is asked besides the row: who reads, and whether it waits before the others."""

    is_mission: bool
    is_first: bool


def _law(session: AnySession, row: Application) -> _Law:
    first = next_waiting(session, row.call_id) if row.state is State.WAITING else None
    return _Law(not is_limited(session), first is None or first.id == row.id)


# fmt: off
APPLICATION_ACTS = Machine(Application, (
    Act("file", N_("File (action)"), "inbox", ("filed_on",), N_("Application filed"), "depot",
        help=N_("It is recorded with its day, late or not; a receipt follows."), today=("filed_on",), write=_file,
        sources=frozenset({State.DRAFT}), target=State.FILED,
        offered=lambda row, law: law.is_mission or row.call is None or row.call.state not in DECIDED),
    Act("admit", N_("Admissible (action)"), "check-lg", ("is_complete", "derogation_reason"),
        N_("Application admitted"), "recevable", optional=("is_complete", "derogation_reason"), who=_is_mission,
        sources=frozenset({State.FILED, State.INADMISSIBLE}), target=State.ADMISSIBLE),
    Act("examine", N_("Examined: the jury may hear it"), "check2-square", ("sitting", "heard_at"),
        N_("Application examined"), "instruit", optional=("sitting", "heard_at"), who=_is_mission,
        sources=frozenset({State.ADMISSIBLE}), target=State.EXAMINED),
    Act("buy", N_("The city buys"), "cart", title=N_("Project bought"), address="achat",
        help=N_("A need is made for it, of the homogeneous family: the guard against splitting counts it."),
        more=("family", "vat_rate"), write=buy, who=_is_mission,
        sources=lambda row: row.state in AWAITED_STATES and row.means is None),
    Act("subsidise", N_("Subsidy to an association"), "percent", title=N_("Project subsidised"),
        address="subvention", done=N_("Subsidised: %(what)s. Add the subsidy, with what the law asks."),
        write=_subsidise, who=_is_mission, leads=False,
        sources=lambda row: row.state in AWAITED_STATES and row.means is None),
    Act("link_order", N_("Link the order"), "link-45deg", ("order",), N_("Order linked"), "commande",
        who=_is_mission, sources=lambda row: row.state in PAID and row.contract_id is not None, leads=False,
        offered=lambda row, law: row.order_id is None),
    Act("realise", N_("Realised (action)"), "check2-circle", ("realised_on", "accepted_on", "spent_incl_tax"),
        N_("Project realised"), "realisation", optional=("accepted_on", "spent_incl_tax"), today=("realised_on",),
        sources=frozenset({State.RETAINED}), target=State.REALISED),
    Act("receive_report", N_("The bilan is there"), "file-earmark-text", ("reported_on", "report", "spent_incl_tax"),
        N_("Bilan received"), "bilan", help=N_("It is published with the project: it names nobody."),
        today=("reported_on",), sources=frozenset({State.REALISED}), target=State.REPORTED),
    Act("close", N_("Close the project"), "check-lg", title=N_("Project closed"), address="fin",
        done=N_("The project is closed: %(what)s."), who=_is_mission, sources=frozenset({State.REPORTED}),
        target=State.CLOSED),
    Act("take_place", N_("Take the place that is free"), "arrow-up", ("granted_incl_tax",),
        N_("Came off the waiting list"), "liste-d-attente", who=_is_mission, write=_take_place, follows=_tell,
        sources=lambda row: row.state is State.WAITING and row.call.state is CallState.NOTIFIED,
        offered=lambda row, law: law.is_first,
        propose=lambda session, row: {"granted_incl_tax": row.asked_incl_tax}, target=State.RETAINED),
    Act("remind", N_("Bilan reminded"), "bell", title=N_("Bilan reminded"), address="relance",
        done=N_("The council was reminded today, it is noted: %(what)s."), write=_remind, offered=never,
        sources=may_remind, leads=False),
    Act("refuse_entry", N_("Inadmissible (action)"), "x-lg", ("inadmissible_reason",), N_("Declared inadmissible"),
        "irrecevable", who=_is_mission, sources=frozenset({State.FILED, State.ADMISSIBLE}), target=State.INADMISSIBLE,
        leads=False),
    Act("abandon", N_("Abandon"), "x-circle", ("abandoned_reason",), N_("Project abandoned"), "abandon",
        help=N_("What it was given goes back to the envelope: the first on the waiting list may take the place."),
        who=_is_mission, write=_abandon, follows=_tell, target=State.ABANDONED, leads=False,
        sources=_BEFORE_OUTCOME | {State.DRAFT, State.RETAINED, State.WAITING}),
), stored="state", law=_law, elsewhere=N_("This application has come to another state: here it is now."))
# fmt: on
