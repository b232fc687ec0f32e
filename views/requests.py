"""Requests and opinions of bodies, on screen."""

from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.requests.columns import REQUEST_COLUMNS
from models.accounts import User
from models.instances import Instance
from models.requests import CouncilRequest, FollowUp, RequestKind
from views.base.filters import DateFilter, EnumFilter, RelationFilter
from views.base.relations import Relation
from views.base.view import BackofficeView

_LABELS = FIELD_LABELS[CouncilRequest]


class RequestView(BackofficeView):
    """What bodies ask of the city's directions, and what became of it."""

    model = CouncilRequest
    route_base = "/demandes"
    columns = REQUEST_COLUMNS
    order = ("received_on", "desc")
    sections = (
        (N_("Request"), ("number", "kind", "instance", "subject", "text", "theme", "place", "meeting")),
        (N_("Progress"), ("organisation", "received_on", "sent_on", "due_on", "responsible")),
        (N_("Answer"), ("answered_on", "answer", "follow_up", "follow_up_reason")),
    )
    copied = ("kind", "instance", "theme", "place", "organisation")
    carried = ("kind", "instance", "received_on", "meeting")
    relations = {
        "instance": Relation(is_writable_only=True),
        "responsible": Relation(where=lambda: User.active.is_(True)),
    }
    filters = (
        EnumFilter("kind", _LABELS["kind"], RequestKind, CouncilRequest.kind),
        EnumFilter("follow_up", _LABELS["follow_up"], FollowUp, CouncilRequest.follow_up),
        RelationFilter(
            "instance",
            _LABELS["instance"],
            Instance,
            Instance.name,
            build=CouncilRequest.instance_id.in_,
            is_short=False,
        ),
        DateFilter("received_on", _LABELS["received_on"], CouncilRequest.received_on),
        DateFilter("due_on", _LABELS["due_on"], CouncilRequest.due_on),
    )
