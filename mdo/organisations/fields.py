"""The fields of organisations."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, kept, read, section, shown
from mdo.kernel.imports.declaring import read_email, read_phone, read_places, read_siret, read_url
from mdo.kernel.imports.words.usual_case import usual_address, usual_full_name
from mdo.organisations import vocabulary
from models.organisations import Organisation
from models.territory import Arrondissement

# fmt: off
ORGANISATION = Table(
    Organisation, (N_("Organisation"), N_("Organisations")),
    section(N_("Organisation"),
        Field(Organisation.name, N_("Name"), column=shown(1, 36, sort=Organisation.sort_key),
              read=read(1, "Nom", "Nom de l'organisation", "Organisation", "Association", "Nom de l'association",
                        "Structure", "Organisme", "Raison sociale", "Direction", "Partenaire", example="Lyon à Vélo",
                        is_required=True)),
        Field(Organisation.acronym, N_("Acronym"), column=shown(2, 14),
              read=read(2, "Sigle", "Acronyme", "Abréviation", example="LAV")),
        Field(Organisation.kind, N_("Kind"), column=shown(3, 20),
              read=read(3, "Nature", "Type", "Type d'organisation", "Catégorie", by=vocabulary.ORGANISATION_KIND,
                        example="association")),
        Field(Organisation.siret, N_("SIRET"), N_("14 digits, spaces allowed."), column=kept(5, sort=()),
              read=read(4, "SIRET", "N° SIRET", "Numéro SIRET", "Siret", by=read_siret)),
        Field(Organisation.arrondissement, N_("Arrondissement"),
              N_("Leave empty for an organisation of the whole city."),
              column=shown(4, 22, by=Arrondissement.name, sort=Arrondissement.number),
              read=read(5, "Arrondissement", "Arrdt", "Arr.", "Territoire", "Mairie", by=read_places,
                        example="Lyon 3e")),
    ),
    section(N_("Contact"),
        Field(Organisation.contact_name, N_("Contact"), is_personal=True, column=shown(6, 24, sort=()),
              read=read(6, "Contact", "Nom du contact", "Référent", "Référente", "Correspondant", "Interlocuteur",
                        example="Camille Martin", usual=usual_full_name)),
        Field(Organisation.email, N_("E-mail"), is_personal=True, is_in_place=True,
              column=shown(7, 32, kind=Kind.EMAIL, sort=()),
              read=read(7, "Courriel", "E-mail", "Email", "Mail", "Adresse électronique", "Mél", by=read_email,
                        example="contact@example.org")),
        Field(Organisation.phone, N_("Phone"), is_personal=True, is_in_place=True, column=kept(8, sort=()),
              read=read(8, "Téléphone", "Tél.", "Tél", "Portable", "Mobile", by=read_phone, example="04 72 10 30 30")),
        Field(Organisation.address, N_("Address"), read=read(9, "Adresse", "Adresse postale", "Siège social",
                                                                   usual=usual_address)),
        Field(Organisation.website, N_("Website"),
              read=read(10, "Site web", "Site internet", "Site", "Page web", by=read_url,
                        example="https://www.example.org/")),
    ),
    section(N_("Convention"),
        Field(Organisation.convention_start_on, N_("Convention from"), column=kept(9, 18),
              read=read(11, "Convention du", "Début de convention", "Convention depuis le", "Date de la convention",
                        example="01/01/2025")),
        Field(Organisation.convention_end_on, N_("Convention until"),
              N_("The last day on which the convention binds both sides."), column=kept(10, 18),
              read=read(12, "Convention au", "Convention jusqu'au", "Fin de convention", "Échéance de la convention",
                        example="31/12/2027")),
    ),
    section(N_("Notes"),
        Field(Organisation.notes, N_("Notes"), read=read(13, "Notes", "Remarques", "Commentaires", "Observations")),
    ),
    called=Organisation.name, searched=("name", "acronym", "siret", "arrondissement.name"),
    searched_privately=("contact_name", "email", "phone"), internal=("sort_key",),
)
# fmt: on

ORGANISATION_COLUMNS = ORGANISATION.columns()
ORGANISATION_FIELDS = ORGANISATION.reads()
