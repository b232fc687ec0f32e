"""The acts on a topic in the box: declined with an answer, withdrawn by who proposed it, put back."""

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine
from mdo.topics.rules import decline, propose_again, withdraw
from models.topics import Topic, TopicState

_OUT = (TopicState.DECLINED, TopicState.WITHDRAWN)


def is_mission(session: AnySession, *of: Topic) -> bool:
    """Whether the reader answers topics: the mission sees the whole city."""
    return context_of(session).scope.is_unlimited


# On an agenda by `mdo.topics.rules.schedule`, of one meeting among several. Off it with its item.
# fmt: off
TOPIC_ACTS = Machine(Topic, (
    Act("decline", N_("Decline with an answer"), "x-circle", ("answer",), N_("Decline: %(what)s"),
        target=TopicState.DECLINED, who=is_mission, leads=False,
        offered=lambda row, law: row.state is TopicState.PROPOSED,
        write=lambda session, row, asked: decline(row)),
    Act("withdraw", N_("Withdraw this topic"), "x-lg", (), N_("Withdrawal: %(what)s"), done=N_("Withdrawn: %(what)s."),
        target=TopicState.WITHDRAWN, leads=False, offered=lambda row, law: row.state is TopicState.PROPOSED,
        who=lambda session, row: row.proposer_id == context_of(session).actor_id,
        write=lambda session, row, asked: withdraw(row)),
    # What the mission declined, the mission alone puts back.
    Act("put_back", N_("Put back in the box"), "arrow-counterclockwise", (), N_("Back in the box: %(what)s"),
        "put-back", done=N_("Back in the box: %(what)s."), target=TopicState.PROPOSED, leads=False,
        offered=lambda row, law: row.state in _OUT,
        who=lambda session, row: is_mission(session) or row.state is not TopicState.DECLINED,
        write=lambda session, row, asked: propose_again(row)),
), stored="state")
# fmt: on
