"""The fields of network."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, read, section, shown
from mdo.kernel.imports.declaring import read_places
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement

# fmt: off
REFERENT = Table(
    Referent, (N_("Référent"), N_("Référents")),
    section(N_("Référent"),
        Field(Referent.user, N_("Account"),
              column=shown(1, 28, sort=(func.lower(User.last_name), func.lower(User.first_name))),
              read=read(1, "Compte", "Référent·e", "Référent", "Référente", "Utilisateur", "Identifiant",
                        "Nom et prénom", "Nom", example="Camille Bonnard", is_required=True)),
        Field(Referent.arrondissement, N_("Arrondissement"),
              column=shown(2, 24, by=Arrondissement.name, sort=Arrondissement.number),
              read=read(2, "Arrondissement", "Arrdt", "Arr.", "Mairie", by=read_places, example="Lyon 3e",
                        is_required=True)),
        Field(Referent.replacement, N_("Replacement"), N_("The account that stands in during an absence."),
              column=shown(5, 28),
              read=read(5, "Remplacement", "Remplaçant·e", "Remplaçant", "Remplaçante", "Suppléant", "Suppléante",
                        "Suppléant·e")),
    ),
    section(N_("Period"),
        Field(Referent.start_on, N_("From"), N_("The rights on the arrondissement begin on this day."),
              column=shown(3),
              read=read(3, "Du", "Depuis", "Depuis le", "Début", "Date de début", "À partir du", example="01/01/2025",
                        is_required=True)),
        Field(Referent.end_on, N_("Until"), N_("Leave empty while it lasts; the rights end after this day."),
              column=shown(4), read=read(4, "Au", "Jusqu'au", "Fin", "Date de fin")),
    ),
    searched=("user.first_name", "user.last_name", "arrondissement.name", "replacement.first_name",
              "replacement.last_name"),
)

ABSENCE = Table(
    Absence, (N_("Absence"), N_("Absences")),
    section(N_("Absence"),
        Field(Absence.user, N_("Account"),
              column=shown(1, 28, sort=(func.lower(User.last_name), func.lower(User.first_name))),
              read=read(1, "Compte", "Absent·e", "Absent", "Absente", "Agent·e", "Agent", "Agente", "Utilisateur",
                        "Identifiant", "Nom et prénom", "Nom", example="Camille Bonnard", is_required=True)),
        Field(Absence.start_on, N_("From"), column=shown(2),
              read=read(2, "Du", "Début", "Date de début", "À partir du", "Premier jour", example="03/08/2026",
                        is_required=True)),
        Field(Absence.end_on, N_("Until"), N_("The last day away."), column=shown(3),
              read=read(3, "Au", "Jusqu'au", "Fin", "Date de fin", "Dernier jour", example="14/08/2026",
                        is_required=True)),
        Field(Absence.replacement, N_("Covered by"), N_("The account that stands in during an absence."),
              column=shown(4, 28),
              read=read(4, "Intérim assuré par", "Remplacement", "Remplaçant·e", "Remplaçant", "Remplaçante", "Intérim",
                        "Assure l'intérim", "Suppléant", "Suppléante", "Suppléant·e")),
        Field(Absence.note, N_("Note"),
              N_("Who to ask for what; no reason for the absence, which is nobody's business."),
              column=shown(5, 30, sort=()), read=read(5, "Note", "Notes", "Remarque", "Remarques")),
    ),
    searched=("user.first_name", "user.last_name", "replacement.first_name", "replacement.last_name", "note"),
)
# fmt: on

REFERENT_FIELDS = REFERENT.reads()
ABSENCE_FIELDS = ABSENCE.reads()
REFERENT_COLUMNS, ABSENCE_COLUMNS = REFERENT.columns(), ABSENCE.columns()
