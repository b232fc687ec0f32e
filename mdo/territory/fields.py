"""The fields of territory."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, section, shown
from models.territory import Arrondissement

# fmt: off
ARRONDISSEMENT = Table(
    Arrondissement, (N_("Arrondissement"), N_("Arrondissements")),
    section(N_("Arrondissement"),
        Field(Arrondissement.number, N_("Number"), column=shown(2, 10)),
        Field(Arrondissement.name, N_("Name"), column=shown(1, 24, sort=Arrondissement.number)),
        Field(Arrondissement.insee_code, N_("INSEE code"), N_("Five digits, for example 69385 for the 5th."),
              column=shown(3)),
        Field(Arrondissement.postal_code, N_("Postal code"), column=shown(4)),
    ),
    section(N_("Mairie"),
        Field(Arrondissement.mairie_address, N_("Address of the mairie")),
        Field(Arrondissement.mairie_email, N_("E-mail of the mairie"), column=shown(5, 32, kind=Kind.EMAIL, sort=())),
        Field(Arrondissement.mairie_phone, N_("Phone of the mairie"), column=shown(6, sort=())),
        Field(Arrondissement.mairie_url, N_("Site of the mairie")),
    ),
    called=Arrondissement.name,
    searched=("name", "number", "insee_code", "postal_code", "mairie_email", "mairie_phone"),
)
# fmt: on
