"""What the imports of requests read: the columns and how their cells are read."""

from mdo.kernel.imports import values, vocabulary
from mdo.kernel.imports.declaring import declared, read_name, read_places, text_of, words_of
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance
from models.requests import CouncilRequest

_BODY = FIELD_LABELS[Instance]

_REQUEST = FIELD_LABELS[CouncilRequest]

REQUEST_FIELDS = (
    declared("requests", "number", _REQUEST["number"], text_of(CouncilRequest, "number")),
    declared("requests", "instance", _REQUEST["instance"], read_name, is_required=True),
    declared("requests", "subject", _REQUEST["subject"], text_of(CouncilRequest, "subject"), is_required=True),
    declared("requests", "kind", _REQUEST["kind"], words_of(vocabulary.REQUEST_KIND)),
    declared("requests", "text", _REQUEST["text"], text_of(CouncilRequest, "text")),
    declared("requests", "theme", _REQUEST["theme"], text_of(CouncilRequest, "theme")),
    declared("requests", "place", _REQUEST["place"], text_of(CouncilRequest, "place")),
    declared("requests", "organisation", _REQUEST["organisation"], read_name),
    declared("requests", "received_on", _REQUEST["received_on"], values.to_date, is_required=True),
    declared("requests", "sent_on", _REQUEST["sent_on"], values.to_date),
    declared("requests", "due_on", _REQUEST["due_on"], values.to_date),
    declared("requests", "answered_on", _REQUEST["answered_on"], values.to_date),
    declared("requests", "answer", _REQUEST["answer"], text_of(CouncilRequest, "answer")),
    declared("requests", "follow_up", _REQUEST["follow_up"], words_of(vocabulary.FOLLOW_UP)),
    declared("requests", "follow_up_reason", _REQUEST["follow_up_reason"], text_of(CouncilRequest, "follow_up_reason")),
    declared("requests", "responsible", _REQUEST["responsible"], read_name),
    declared("requests", "instance_place", _BODY["arrondissements"], read_places),
    declared("requests", "instance_type", FIELD_LABELS[College]["type"], read_name),
)
