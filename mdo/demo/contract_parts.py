"""What the contracts of the demo are made of: numbers, days, families, holders, steps."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import add_months
from mdo.procurement.counting import working_from
from models.accounts import User
from models.contracts import Ccag, Contract, ContractHolder, PriceType
from models.instances import Instance, InstanceState, InstanceType
from models.procurement import PurchaseFamily
from models.suppliers import Supplier
from models.territory import Arrondissement

DAY = dt.timedelta(days=1)
_FAMILIES = (
    ("CONSEIL", "Conseil et assistance à la concertation"),
    ("FORMATION", "Formation et accompagnement des membres"),
    ("ETUDE", "Études, enquêtes et évaluations"),
    ("NUMERIQUE", "Outils numériques de participation"),
)
_CPV = {
    "CONSEIL": ("79411000-8", "Services de conseil en gestion générale"),
    "FORMATION": ("80500000-9", "Services de formation"),
    "ETUDE": ("79320000-3", "Services de sondages d’opinion"),
    "NUMERIQUE": ("79421000-1", "Services de gestion de projets autres que pour des travaux de construction"),
}


def day_of_month(today: dt.date, months: int, day: int) -> dt.date:
    """A day of the month that is so many months from now, or the next one on which people work."""
    return working_from(add_months(today.replace(day=1), months).replace(day=day))


class ContractParts:
    """Makes rows of contracts as of a day."""

    def __init__(
        self, session: Session, today: dt.date, users: dict[str, User], suppliers: dict[str, Supplier]
    ) -> None:
        self._session, self.today, self._users, self._suppliers = session, today, users, suppliers
        self._families = {code: self._family(code, name) for code, name in _FAMILIES}
        self._places = {place.number: place for place in session.scalars(select(Arrondissement))}
        self._numbers: dict[int, int] = {}

    def _family(self, code: str, name: str) -> PurchaseFamily:
        family = self._session.scalar(select(PurchaseFamily).where(PurchaseFamily.code == code))
        return family or PurchaseFamily(code=code, name=name)

    def on(self, months: int, day: int) -> dt.date:
        """As `day_of_month`, from the day of the demo."""
        return day_of_month(self.today, months, day)

    def _number(self, launch_on: dt.date) -> str:
        year = min(launch_on, self.today).year
        self._numbers[year] = self._numbers.get(year, 0) + 1
        return f"AMO-{year}-{self._numbers[year]:02d}"

    def contract(self, family: str, launch_on: dt.date, *, number: str | None = None, **fields: Any) -> Contract:
        cpv, label = _CPV[family]
        launch_on = working_from(launch_on)
        given: dict[str, Any] = {
            "responsible": self._users["mission"],
            "budget_line": "011 – 6226 – MDO",
            "price_type": PriceType.FIRM,
            "ccag": Ccag.INTELLECTUAL,
        }
        return Contract(
            number=number or self._number(launch_on),
            family=self._families[family],
            cpv=cpv,
            cpv_label=label,
            launch_on=launch_on,
            **(given | fields),
        )

    def held_by(self, *keys: str) -> list[ContractHolder]:
        return [
            ContractHolder(supplier=self._suppliers[key], position=position)
            for position, key in enumerate(keys, start=1)
        ]

    def bodies(self, type_code: str, numbers: tuple[int, ...]) -> list[Instance]:
        """The first active body of the type in each of these arrondissements."""
        found = []
        for number in numbers:
            body = self._session.scalar(
                select(Instance)
                .join(Instance.type)
                .where(
                    InstanceType.code == type_code,
                    Instance.state == InstanceState.ACTIVE,
                    Instance.arrondissements.any(Arrondissement.number == number),
                )
                .order_by(Instance.id)
                .limit(1)
            )
            if body is not None:
                found.append(body)
        return found

    def arrondissements(self, *numbers: int) -> list[Arrondissement]:
        return [self._places[number] for number in numbers if number in self._places]
