"""The fields of series."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, section, shown
from models.instances import Instance
from models.network import MeetingSeries

# fmt: off
MEETING_SERIES = Table(
    MeetingSeries, (N_("Series of meetings (one)"), N_("Series of meetings")),
    section(N_("Series of meetings"),
        Field(MeetingSeries.title, N_("Title"), column=shown(1, 40, sort=func.lower(MeetingSeries.title))),
        Field(MeetingSeries.instance, N_("Participative body"), N_("Left empty: the network of référents."),
              column=shown(6, 34, by=Instance.name, sort=Instance.sort_key)),
        Field(MeetingSeries.kind, N_("Kind of meeting"), N_("Of a body: plenary, bureau, commission…"),
              column=shown(7, 24)),
        Field(MeetingSeries.first_on, N_("From"), column=shown(2)),
        Field(MeetingSeries.last_on, N_("Until"), column=shown(3)),
        Field(MeetingSeries.every_months, N_("Every (months)"), column=shown(4, 10)),
        Field(MeetingSeries.rule, N_("Day of the month"), column=shown(5, 30)),
        Field(MeetingSeries.weekday, N_("Day of the week")),
    ),
    section(N_("Hours and place"),
        Field(MeetingSeries.start_minute, N_("Begins at")),
        Field(MeetingSeries.length_minutes, N_("Length (minutes)")),
        Field(MeetingSeries.first_host, N_("First host mairie")),
    ),
    called=MeetingSeries.title, searched=("title", "instance.name"),
)
# fmt: on
