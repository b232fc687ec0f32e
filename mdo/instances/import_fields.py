"""What the imports of instances read: the columns and how their cells are read."""

from mdo.kernel.imports import values, vocabulary
from mdo.kernel.imports.declaring import (
    declared,
    number_of,
    read_email,
    read_name,
    read_places,
    read_url,
    text_of,
    words_of,
)
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance, Seat
from models.people import Mandate

_BODY = FIELD_LABELS[Instance]

INSTANCE_FIELDS = (
    declared("instances", "name", _BODY["name"], text_of(Instance, "name"), is_required=True),
    declared("instances", "code", _BODY["code"], text_of(Instance, "code")),
    declared("instances", "type", _BODY["type"], read_name),
    declared("instances", "arrondissements", _BODY["arrondissements"], read_places),
    declared("instances", "state", _BODY["state"], words_of(vocabulary.INSTANCE_STATE)),
    declared("instances", "state_on", _BODY["state_on"], values.to_date),
    declared("instances", "state_reason", _BODY["state_reason"], text_of(Instance, "state_reason")),
    declared("instances", "created_on", _BODY["created_on"], values.to_date),
    declared("instances", "recognised_on", _BODY["recognised_on"], values.to_date),
    declared("instances", "elected_official", _BODY["elected_official"], text_of(Instance, "elected_official")),
    declared("instances", "agent", _BODY["agent"], read_name),
    declared("instances", "mailbox", _BODY["mailbox"], read_email),
    declared("instances", "charter_on", _BODY["charter_on"], values.to_date),
    declared("instances", "charter_url", _BODY["charter_url"], read_url),
    declared("instances", "oye_url", _BODY["oye_url"], read_url),
    declared("instances", "aliases", _BODY["aliases"], text_of(Instance, "aliases")),
    declared("instances", "dissolved_on", _BODY["dissolved_on"], values.to_date),
    declared("instances", "deliberation", _BODY["deliberation"], text_of(Instance, "deliberation")),
    declared("instances", "deliberation_on", _BODY["deliberation_on"], values.to_date),
    declared("instances", "parent", _BODY["parent"], read_name),
    declared("instances", "notes", _BODY["notes"], text_of(Instance, "notes")),
    declared("instances", "elected_user", _BODY["elected_user"], read_name),
)

_MANDATE = FIELD_LABELS[Mandate]

ELECTED_FIELDS = (
    declared("elected_officials", "elected_official", _BODY["elected_official"], text_of(Instance, "elected_official")),
    declared("elected_officials", "elected_user", _BODY["elected_user"], read_name),
    declared("elected_officials", "instance", _MANDATE["instance"], read_name, is_required=True),
    declared("elected_officials", "instance_place", _BODY["arrondissements"], read_places),
    declared("elected_officials", "instance_type", FIELD_LABELS[College]["type"], read_name),
)

_SEAT = FIELD_LABELS[Seat]

SEAT_FIELDS = (
    declared("seats", "instance", _SEAT["instance"], read_name, is_required=True),
    declared("seats", "number", _SEAT["number"], number_of(Seat, "number"), is_required=True),
    declared("seats", "label", _SEAT["label"], text_of(Seat, "label")),
    declared("seats", "college", _SEAT["college"], read_name),
    declared("seats", "requirement", _SEAT["requirement"], text_of(Seat, "requirement")),
    declared("seats", "appointing_authority", _SEAT["appointing_authority"], text_of(Seat, "appointing_authority")),
    declared("seats", "opened_on", _SEAT["opened_on"], values.to_date),
    declared("seats", "closed_on", _SEAT["closed_on"], values.to_date),
    declared("seats", "instance_place", _BODY["arrondissements"], read_places),
    declared("seats", "instance_type", FIELD_LABELS[College]["type"], read_name),
)
