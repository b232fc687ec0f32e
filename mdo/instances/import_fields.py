"""What the import of the élus of the bodies reads: which élu, which body; each goes by other headers than in a body."""

from mdo.kernel.imports.declaring import import_field, read_name, read_places, text_of
from mdo.kernel.imports.words.usual_case import usual_full_name
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance
from models.people import Mandate

_BODY = FIELD_LABELS[Instance]
# fmt: off
ELECTED_FIELDS = (
    import_field("elected_official", _BODY["elected_official"], text_of(Instance, "elected_official"),
                 "Élu·e référent·e", "Élu référent", "Élue référente", "Élu·e", "Élu", "Élue", "Nom de l'élu·e",
                 "Nom de l'élu", "Nom et prénom", "Nom", "Adjoint délégué", "Adjoint·e délégué·e",
                 example="Camille Martin", usual=usual_full_name),
    import_field("elected_user", _BODY["elected_user"], read_name,
                 "Compte de l'élu·e", "Compte", "Identifiant", "Compte élu", "Compte de l'élu", "Compte de l'élue"),
    import_field("instance", FIELD_LABELS[Mandate]["instance"], read_name,
                 "Instance", "Instance participative", "Conseil", "Conseil de quartier", "Nom de l'instance", "Comité",
                 "Instance suivie", example="Montchat", is_required=True),
    import_field("instance_place", _BODY["arrondissements"], read_places,
                 "Arrondissements", "Arrondissement", "Arrondissement de l'instance", "Arrondissement du conseil",
                 "Mairie", "Mairie d'arrondissement", example="Lyon 3e"),
    import_field("instance_type", FIELD_LABELS[College]["type"], read_name,
                 "Type d'instance", "Type de l'instance", "Type"),
)
