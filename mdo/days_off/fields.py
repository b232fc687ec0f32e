"""The fields of days off."""

from mdo.days_off import vocabulary
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, read, section, shown
from mdo.kernel.imports.declaring import read_places
from models.days_off import DateToAvoid
from models.network import SchoolHoliday
from models.territory import Arrondissement

# fmt: off
SCHOOL_HOLIDAY = Table(
    SchoolHoliday, (N_("School holidays"), N_("School holidays")),
    section(N_("School holidays"),
        Field(SchoolHoliday.label, N_("Holidays"), column=shown(1, 36)),
        Field(SchoolHoliday.start_on, N_("From"), column=shown(2)),
        Field(SchoolHoliday.end_on, N_("Until"), column=shown(3)),
    ),
    searched=("label",),
)

DATE_TO_AVOID = Table(
    DateToAvoid, (N_("Date to avoid"), N_("Dates to avoid")),
    section(N_("Date to avoid"),
        Field(DateToAvoid.kind, N_("Kind"), column=shown(4, 24),
              read=read(1, "Nature", "Type", "Motif", "Catégorie", by=vocabulary.AVOIDED_KIND,
                        example="conseil municipal", is_required=True)),
        Field(DateToAvoid.label, N_("What happens"),
              N_("As it is to be read beside a meeting: « Fête des Lumières »."), column=shown(1, 36),
              read=read(2, "Libellé", "Ce qui se passe", "Intitulé", "Événement", "Quoi", "Objet",
                        example="Conseil municipal", is_required=True)),
        Field(DateToAvoid.start_on, N_("From"),
              N_("Of orders: the last day on which one still orders."), column=shown(2),
              read=read(3, "Du", "Date", "Jour", "Le", "À partir du", "Début", example="14/12/2026",
                        is_required=True)),
        Field(DateToAvoid.end_on, N_("Until"),
              N_("Leave empty for a single day. Of orders: the last day without orders, or the end of the year."),
              column=shown(3), read=read(4, "Au", "Jusqu'au", "Fin", "Date de fin")),
        Field(DateToAvoid.arrondissement, N_("Arrondissement"), N_("Leave empty for the whole city."),
              column=shown(5, 22, by=Arrondissement.name, sort=Arrondissement.number),
              read=read(5, "Arrondissement", "Arrdt", "Arr.", "Territoire", "Mairie", by=read_places)),
        Field(DateToAvoid.is_city_council, N_("General election of the city’s council"),
              N_("Of a poll: the months before it are an electoral period (article L52-1 of the electoral code, to be "
                 "confirmed)."),
              column=kept(6, 18),
              read=read(6, "Élection générale du conseil municipal", "Élection du conseil municipal", "Municipales",
                        "Élections municipales")),
        Field(DateToAvoid.note, N_("Note"), column=shown(7, 30, sort=()),
              read=read(7, "Note", "Notes", "Remarque", "Commentaire", "Observations")),
    ),
    called=DateToAvoid.label, searched=("label", "arrondissement.name", "note"),
)
# fmt: on

DATE_TO_AVOID_COLUMNS = DATE_TO_AVOID.columns()
DATE_TO_AVOID_FIELDS = DATE_TO_AVOID.reads()
