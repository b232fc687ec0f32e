"""What the imports of meetings read: the columns and how their cells are read."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports import moments, values, vocabulary
from mdo.kernel.imports.declaring import (
    declared,
    number_of,
    read_name,
    read_places,
    read_url,
    read_yes_no,
    text_of,
    words_of,
)
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance
from models.meetings import ActionItem, AgendaItem, Meeting

_MEETING = FIELD_LABELS[Meeting]

_PLACES = FIELD_LABELS[Instance]["arrondissements"]

_TYPE = FIELD_LABELS[College]["type"]

MEETING_FIELDS = (
    declared("meetings", "title", _MEETING["title"], text_of(Meeting, "title")),
    declared("meetings", "kind", _MEETING["kind"], words_of(vocabulary.MEETING_KIND)),
    declared("meetings", "instance", _MEETING["instance"], read_name),
    declared("meetings", "start_at", _MEETING["start_at"], moments.to_moment, is_required=True),
    declared("meetings", "start_time", N_("Begins at"), moments.to_hour),
    declared("meetings", "end_at", _MEETING["end_at"], moments.to_moment),
    declared("meetings", "end_time", N_("Ends at"), moments.to_hour),
    declared("meetings", "state", _MEETING["state"], words_of(vocabulary.MEETING_STATE)),
    declared("meetings", "place", _MEETING["place"], text_of(Meeting, "place")),
    declared("meetings", "room", _MEETING["room"], text_of(Meeting, "room")),
    declared("meetings", "host", _MEETING["host"], read_places),
    declared("meetings", "is_public", _MEETING["is_public"], read_yes_no),
    declared("meetings", "organiser", _MEETING["organiser"], read_name),
    declared("meetings", "head_count", _MEETING["head_count"], number_of(Meeting, "head_count")),
    declared("meetings", "online_url", _MEETING["online_url"], read_url),
    declared("meetings", "accessibility", _MEETING["accessibility"], text_of(Meeting, "accessibility")),
    declared("meetings", "summary", _MEETING["summary"], text_of(Meeting, "summary")),
    declared("meetings", "oye_url", _MEETING["oye_url"], read_url),
    declared("meetings", "notes", _MEETING["notes"], text_of(Meeting, "notes")),
    declared("meetings", "instance_place", _PLACES, read_places),
    declared("meetings", "instance_type", _TYPE, read_name),
)

_ACTION = FIELD_LABELS[ActionItem]

ACTION_FIELDS = (
    declared("actions", "text", _ACTION["text"], text_of(ActionItem, "text"), is_required=True),
    declared("actions", "instance", _MEETING["instance"], read_name),
    declared("actions", "meeting_on", N_("Day of the meeting"), values.to_date, is_required=True),
    declared("actions", "meeting", _ACTION["meeting"], text_of(Meeting, "title")),
    declared("actions", "agenda_item", _ACTION["agenda_item"], text_of(AgendaItem, "title")),
    declared("actions", "owner", _ACTION["owner"], text_of(ActionItem, "owner_name")),
    declared("actions", "owner_name", _ACTION["owner_name"], text_of(ActionItem, "owner_name")),
    declared("actions", "due_on", _ACTION["due_on"], values.to_date),
    declared("actions", "state", _ACTION["state"], words_of(vocabulary.ACTION_STATE)),
    declared("actions", "closed_on", _ACTION["closed_on"], values.to_date),
    declared("actions", "outcome", _ACTION["outcome"], text_of(ActionItem, "outcome")),
    declared("actions", "instance_place", _PLACES, read_places),
    declared("actions", "instance_type", _TYPE, read_name),
)
