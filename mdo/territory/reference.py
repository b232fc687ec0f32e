"""The arrondissements: data, in French, that the mission then edits on screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference, add_missing
from models.territory import Arrondissement


@dataclass(frozen=True)
class ArrondissementRow:
    """An arrondissement and the public address of its mairie."""

    number: int
    mairie_address: str

    @property
    def values(self) -> dict[str, object]:
        return {
            "number": self.number,
            "name": f"Lyon {self.number}{'er' if self.number == 1 else 'e'}",
            "insee_code": f"6938{self.number}",
            "postal_code": f"6900{self.number}",
            "mairie_address": f"{self.mairie_address}, 6900{self.number} Lyon",
            "mairie_url": f"https://mairie{self.number}.lyon.fr",
        }


ARRONDISSEMENTS = (
    ArrondissementRow(1, "2 place Sathonay"),
    ArrondissementRow(2, "2 rue d’Enghien"),
    ArrondissementRow(3, "18 rue François Garcin"),
    ArrondissementRow(4, "133 boulevard de la Croix-Rousse"),
    ArrondissementRow(5, "14 rue du Docteur Edmond Locard"),
    ArrondissementRow(6, "58 rue de Sèze"),
    ArrondissementRow(7, "16 place Jean Macé"),
    ArrondissementRow(8, "12 avenue Jean Mermoz"),
    ArrondissementRow(9, "6 place du Marché"),
)


def _add(session: Session) -> Mapping[type, int]:
    return {Arrondissement: add_missing(session, Arrondissement, "number", (row.values for row in ARRONDISSEMENTS))}


REFERENCE = (Reference(10, _add),)
