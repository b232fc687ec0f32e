"""What the imports of people and of mandates read besides the fields of each: which body, which person is meant."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.declaring import import_field, read_email, read_name, read_phone, read_places, text_of
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.fields import MANDATE, PERSON
from models.instances import College, Instance
from models.people import Mandate

MANDATE_NOTES, BIRTH_NAME = "mandate_notes", "birth_name"
OTHER_PHONE, OTHER_EMAIL = "other_phone", "other_email"
_BODY, *_REST = MANDATE.reads()
# fmt: off
_TYPE = import_field("instance_type", FIELD_LABELS[College]["type"], read_name,
                     "Type d'instance", "Type de l'instance", "Type", example="Conseil de quartier")
PEOPLE_FIELDS = (
    *PERSON.reads(),
    import_field("instance_place", N_("Arrondissement of the body"), read_places,
                 "Arrondissement de l'instance", "Arrondissement du conseil"),
    _BODY, _TYPE, *(field for field in _REST if field.name != "notes"),
    # « Remarques » of such a file are of the person.
    import_field(MANDATE_NOTES, N_("Notes on the mandate"), text_of(Mandate, "notes"),
                 "Remarques sur le mandat", "Observations sur le mandat", "Notes sur le mandat", is_personal=True,
                 owner=Mandate, is_added=True),
    import_field(BIRTH_NAME, N_("Birth name"), read_name, "Nom de naissance", "Nom de jeune fille", "Nom patronymique",
                 "Nom d'état civil", is_personal=True),
    import_field(OTHER_PHONE, N_("Other phone"), read_phone, "Autre téléphone", "Téléphone 2", "Tél. 2",
                 "2e téléphone", "Second téléphone", "Téléphone secondaire", "Téléphone fixe", "Tél. fixe", "Fixe",
                 is_personal=True),
    import_field(OTHER_EMAIL, N_("Other e-mail"), read_email, "Autre courriel", "Courriel 2", "E-mail 2", "Mail 2",
                 "Autre e-mail", "Autre mail", "2e courriel", "Second courriel", is_personal=True),
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
