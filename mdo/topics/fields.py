"""The fields of topics."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.accounts import User
from models.topics import Topic

# fmt: off
TOPIC = Table(
    Topic, (N_("Topic"), N_("Topic box")),
    section(N_("Topic"),
        Field(Topic.title, N_("Title"), column=shown(1, 40, sort=func.lower(Topic.title))),
        Field(Topic.reason, N_("Why"), column=shown(2)),
        Field(Topic.minutes, N_("Minutes asked")),
        Field(Topic.proposer, N_("Proposed by"),
              column=shown(4, 28, sort=(func.lower(User.last_name), func.lower(User.first_name)))),
    ),
    section(N_("What became of it"),
        Field(Topic.state, N_("State"), written_by="topics.rules"),
        Field(Topic.answer, N_("Answer of the mission"), column=kept(8)),
    ),
    Field(Topic.left_item, N_("Came back from")),
    Field(Topic.agenda_item, N_("Agenda item")),
    searched=("title", "reason", "answer", "proposer.first_name", "proposer.last_name",
              "agenda_item.meeting.title", "agenda_item.meeting.instance.name",
              "left_item.meeting.title", "left_item.meeting.instance.name"),
)
