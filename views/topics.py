"""The topic box, the series of meetings and the school holidays, on screen."""

from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.network.columns import HOLIDAY_COLUMNS, SERIES_COLUMNS, TOPIC_COLUMNS
from models.network import MeetingSeries, SchoolHoliday
from models.topics import Topic, TopicState
from views.base.filters import EnumFilter
from views.base.view import BackofficeView


class TopicView(BackofficeView):
    """The topic box of the network."""

    model = Topic
    route_base = "/sujets"
    columns = TOPIC_COLUMNS
    order = ("title", "asc")
    sections = (
        (N_("Topic"), ("title", "reason", "minutes", "proposer")),
        (N_("What became of it"), ("state", "answer")),
    )
    read_only = frozenset({"state"})
    filters = (EnumFilter("state", FIELD_LABELS[Topic]["state"], TopicState, Topic.state),)


class SeriesView(BackofficeView):
    """Series of meetings of the network."""

    model = MeetingSeries
    route_base = "/series"
    columns = SERIES_COLUMNS
    order = ("first_on", "desc")
    sections = (
        (N_("Series of meetings"), ("title", "first_on", "last_on", "every_months", "rule", "weekday")),
        (N_("Hours and place"), ("start_minute", "length_minutes", "first_host")),
    )


class SchoolHolidayView(BackofficeView):
    """School holidays of zone A."""

    model = SchoolHoliday
    route_base = "/vacances-scolaires"
    columns = HOLIDAY_COLUMNS
    order = ("start_on", "desc")
    sections = ((N_("School holidays"), ("label", "start_on", "end_on")),)
