"""The states of calls and the acts that lead to them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from mdo.calls.results import check_adopted, notify
from mdo.calls.scenarios import adopted_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine
from models.applications import Application
from models.applications import ApplicationState as State
from models.calls import CallState, ProjectCall

_NOT_OVER = frozenset({State.RETAINED, State.REALISED, State.REPORTED})


def _open(session: AnySession, call: ProjectCall, asked: Mapping[str, Any]) -> None:
    if not call.axes or not call.criteria:
        raise RuleViolation(N_("A call has axes and criteria with their weights before it opens: add them first."))


def _decide(session: AnySession, call: ProjectCall, asked: Mapping[str, Any]) -> None:
    check_adopted(session, call)


def _close(session: AnySession, call: ProjectCall, asked: Mapping[str, Any]) -> None:
    left = select(func.count(Application.id)).where(Application.call_id == call.id, Application.state.in_(_NOT_OVER))
    with session.no_autoflush:
        count = session.scalar(left) or 0
    if count:
        raise RuleViolation(
            N_("Projects are not over (%(count)d): close or abandon each before the call."), count=count
        )


def _tell(session: AnySession, call: ProjectCall) -> None:
    assert call.notified_on is not None
    notify(session, call, call.notified_on)


def _has_adopted(session: AnySession, call: ProjectCall) -> bool:
    return call.state is CallState.EXAMINED and adopted_of(session, call.id) is not None


# fmt: off
CALL_ACTS = Machine(ProjectCall, (
    Act("open", N_("Open the call"), "play-circle", ("opens_on", "closes_on"), N_("Call opened"), "ouverture",
        help=N_("Référents file from now on; the rules of the call stand."), today=("opens_on",), write=_open,
        sources=frozenset({CallState.DRAFT}), target=CallState.OPEN),
    Act("close_filing", N_("Close filing"), "lock", title=N_("Filing closed"), address="cloture-du-depot",
        done=N_("Filing is closed: %(what)s. What comes now is recorded as late."),
        sources=frozenset({CallState.OPEN}), target=CallState.EXAMINED),
    Act("decide", N_("The council deliberated"), "check2-circle", ("decided_on", "deliberation"), N_("Call decided"),
        "decision", help=N_("The adopted scenario is what was deliberated. Nobody is told before the notification."),
        optional=("deliberation",), today=("decided_on",), write=_decide,
        sources=frozenset({CallState.EXAMINED}), target=CallState.DECIDED,
        offered=lambda row, has_adopted: has_adopted),
    Act("notify", N_("Notify"), "send", ("notified_on",), N_("Call notified"), "notification",
        help=N_("Each application takes its outcome; title, council and amount of those retained are told to all."),
        today=("notified_on",), follows=_tell, sources=frozenset({CallState.DECIDED}), target=CallState.NOTIFIED),
    Act("close", N_("Close the call"), "check-lg", title=N_("Call closed"), address="fin",
        done=N_("The call is closed: %(what)s."), write=_close,
        sources=frozenset({CallState.NOTIFIED}), target=CallState.CLOSED),
    Act("reopen_filing", N_("Open filing again"), "arrow-counterclockwise", ("closes_on",), N_("Filing opened again"),
        "reouverture", sources=frozenset({CallState.EXAMINED}), target=CallState.OPEN, leads=False),
), stored="state", law=_has_adopted, elsewhere=N_("This call has come to another state: here it is now."))
# fmt: on
