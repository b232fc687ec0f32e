"""What the imports of people and of mandates read besides the fields of each: which body, which person is meant."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.declaring import import_field, read_name, read_places
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.fields import MANDATE, PERSON
from models.instances import College, Instance
from models.people import Mandate

_BODY, *_REST = MANDATE.reads()
# fmt: off
_TYPE = import_field("instance_type", FIELD_LABELS[College]["type"], read_name,
                     "Type d'instance", "Type de l'instance", "Type", example="Conseil de quartier")
PEOPLE_FIELDS = (
    *PERSON.reads(),
    import_field("instance_place", N_("Arrondissement of the body"), read_places,
                 "Arrondissement de l'instance", "Arrondissement du conseil"),
    _BODY, _TYPE, *_REST,
)
MANDATE_FIELDS = (
    *PERSON.reads("last_name", "first_name", "full_name", "birth_year", "email", "phone"),
    import_field("instance_place", FIELD_LABELS[Instance]["arrondissements"], read_places,
                 "Arrondissements", "Arrondissement", "Arrondissement de l'instance", "Arrondissement du conseil"),
    import_field("organisation", FIELD_LABELS[Mandate]["organisation"], read_name,
                 "Association représentée", "Association", "Structure", "Organisation", "Organisme",
                 example="Lyon à Vélo"),
    _BODY, _TYPE, *_REST,
)
