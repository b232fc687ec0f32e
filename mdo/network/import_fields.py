"""What the imports of network read: the columns and how their cells are read."""

from mdo.kernel.imports import values
from mdo.kernel.imports.declaring import declared, read_name, read_places
from mdo.kernel.labels import FIELD_LABELS
from models.network import Referent

_REFERENT = FIELD_LABELS[Referent]

REFERENT_FIELDS = (
    declared("referents", "user", _REFERENT["user"], read_name, is_required=True),
    declared("referents", "arrondissement", _REFERENT["arrondissement"], read_places, is_required=True),
    declared("referents", "start_on", _REFERENT["start_on"], values.to_date, is_required=True),
    declared("referents", "end_on", _REFERENT["end_on"], values.to_date),
    declared("referents", "replacement", _REFERENT["replacement"], read_name),
)
