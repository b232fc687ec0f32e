"""The contracts of the demo: one in each state, an accord-cadre with its marché subséquent, a file with two lots.

The contract that ended was taken over with its balances. As of 24/11/2026, the accord-cadre ends on 31/08/2027, the
lump-sum contract on 15/01/2027, and lot 1 was notified on 15/10/2026.
"""

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Session

from mdo.demo.contract_parts import DAY, ContractParts
from mdo.kernel.base.periods import add_months
from mdo.procurement.counting import working_from
from models.accounts import User
from models.contracts import Ccag, Contract, ContractState, GroupKind, PriceForm, PriceType, Technique
from models.procurement import ProcedureCode
from models.suppliers import Supplier


def write_contracts(
    session: Session, today: dt.date, users: dict[str, User], suppliers: dict[str, Supplier]
) -> dict[str, Contract]:
    """Writes the contracts and flushes; by the word that says what each is in the demo: « need », « framework » …"""
    return _Contracts(session, today, users, suppliers).write()


class _Contracts(ContractParts):
    def write(self) -> dict[str, Contract]:
        found = {
            "ended": self._ended(),
            "framework": self._framework(),
            "lump_sum": self._lump_sum(),
            "abandoned": self._abandoned(),
            "allotment": self._allotment(),
            "awarded": self._awarded(),
            "procedure": self._procedure(),
            "need": self._need(),
        }
        found["subsequent"] = self._subsequent(found["framework"])
        found["lot1"], found["lot2"] = self._first_lot(found["allotment"]), self._second_lot(found["allotment"])
        self._session.add_all(found.values())
        self._session.flush()
        return found

    def _ended(self) -> Contract:
        start = self.on(-34, 8)
        return self.contract(
            "ETUDE",
            self.on(-37, 6),
            title="Évaluation du fonctionnement des conseils de quartier",
            justification="Bilan demandé par les mairies avant le renouvellement des bureaux.",
            state=ContractState.ENDED,
            estimate_excl_tax=Decimal(38000),
            procedure=ProcedureCode.DIRECT,
            amount_excl_tax=Decimal(36400),
            price_form=PriceForm.LUMP_SUM,
            tenders_received=3,
            awarded_on=self.on(-36, 20),
            signed_on=self.on(-35, 4),
            notified_on=self.on(-35, 11),
            starts_on=start,
            ends_on=add_months(start, 12) - DAY,
            firm_months=12,
            arrondissements=self.arrondissements(*range(1, 10)),
            group_kind=GroupKind.JOINT,
            opening_on=self.on(-18, 1),
            opening_ordered_excl_tax=Decimal(36400),
            opening_invoiced_excl_tax=Decimal(36400),
            opening_paid_excl_tax=Decimal(36400),
            holders=self.held_by("mesure", "agora"),
        )

    def _framework(self) -> Contract:
        start = self.on(-14, 1)
        return self.contract(
            "CONSEIL",
            self.on(-18, 5),
            title="Accompagnement des démarches de concertation",
            justification="Animation, comptes rendus et restitutions que les équipes ne peuvent assurer seules.",
            state=ContractState.RUNNING,
            wished_start_on=start,
            estimate_excl_tax=Decimal(180000),
            procedure=ProcedureCode.ADAPTED,
            technique=Technique.FRAMEWORK,
            has_purchase_orders=True,
            has_subsequent_contracts=True,
            has_social_clause=True,
            has_environmental_criterion=True,
            amount_excl_tax=Decimal(180000),
            minimum_excl_tax=Decimal(40000),
            maximum_excl_tax=Decimal(200000),
            price_form=PriceForm.UNIT,
            price_type=PriceType.REVISABLE,
            group_kind=GroupKind.SOLIDARY,
            has_advance=True,
            advance_rate=Decimal(10),
            allows_subcontracting=True,
            tenders_received=5,
            awarded_on=self.on(-16, 8),
            signed_on=self.on(-16, 22),
            notified_on=self.on(-15, 4),
            starts_on=start,
            ends_on=add_months(start, 24) - DAY,
            firm_months=24,
            renewals=1,
            renewal_months=12,
            notice_months=3,
            published_on=self.on(-14, 25),
            instances=self.bodies("conseil_quartier", (3, 5, 8)),
            arrondissements=self.arrondissements(3, 5, 8),
            holders=self.held_by("nova", "passerelle"),
        )

    def _lump_sum(self) -> Contract:
        start = self.on(-10, 16)
        return self.contract(
            "FORMATION",
            self.on(-11, 28),
            title="Formation des membres des conseils de quartier",
            vat_rate=Decimal(0),
            justification="Parcours de six journées : prise de parole, animation, budget, droit à l’image.",
            state=ContractState.RUNNING,
            wished_start_on=start,
            estimate_excl_tax=Decimal(33000),
            procedure=ProcedureCode.DIRECT,
            amount_excl_tax=Decimal("32400.00"),
            price_form=PriceForm.LUMP_SUM,
            tenders_received=2,
            awarded_on=self.on(-10, 6),
            signed_on=self.on(-10, 9),
            notified_on=self.on(-10, 12),
            starts_on=start,
            ends_on=add_months(start, 12) - DAY,
            firm_months=12,
            arrondissements=self.arrondissements(*range(1, 10)),
            holders=self.held_by("mosaique"),
        )

    def _abandoned(self) -> Contract:
        return self.contract(
            "NUMERIQUE",
            self.on(-9, 9),
            title="Plateforme de vote des conseils d’enfants",
            justification="Vote à distance pendant les séances.",
            state=ContractState.ABANDONED,
            estimate_excl_tax=Decimal(45000),
            procedure=ProcedureCode.ADAPTED,
            price_form=PriceForm.MIXED,
            ccag=Ccag.INFORMATION_TECHNOLOGY,
            state_reason="Aucune offre acceptable ; le besoin est couvert par Oyé !.",
        )

    def _allotment(self) -> Contract:
        return self.contract(
            "CONSEIL",
            self.on(-5, 8),
            title="Animation des assemblées de quartier",
            justification="Une assemblée annuelle par quartier, dans les arrondissements qui l’ont demandée.",
            state=ContractState.RUNNING,
            wished_start_on=self.on(-1, 19),
            estimate_excl_tax=Decimal(84000),
            procedure=ProcedureCode.ADAPTED,
            has_social_criterion=True,
            awarded_on=self.on(-2, 17),
            price_form=PriceForm.MIXED,
            arrondissements=self.arrondissements(2, 7, 9),
        )

    def _first_lot(self, file: Contract) -> Contract:
        start = self.on(-1, 19)
        return self.contract(
            "CONSEIL",
            self.on(-5, 8),
            number=f"{file.number}-L1",
            title="Lot 1 – Préparation et animation",
            allotment=file,
            lot_number=1,
            state=ContractState.RUNNING,
            estimate_excl_tax=Decimal(48000),
            procedure=ProcedureCode.ADAPTED,
            has_social_criterion=True,
            amount_excl_tax=Decimal("46800.00"),
            price_form=PriceForm.MIXED,
            group_kind=GroupKind.JOINT,
            tenders_received=4,
            awarded_on=self.on(-2, 17),
            signed_on=self.on(-1, 8),
            notified_on=self.on(-1, 15),
            starts_on=start,
            ends_on=add_months(start, 18) - DAY,
            firm_months=18,
            instances=self.bodies("conseil_quartier", (7, 9)),
            arrondissements=self.arrondissements(2, 7, 9),
            holders=self.held_by("agora", "quartiers"),
        )

    def _second_lot(self, file: Contract) -> Contract:
        return self.contract(
            "CONSEIL",
            self.on(-5, 8),
            number=f"{file.number}-L2",
            title="Lot 2 – Restitutions graphiques",
            allotment=file,
            lot_number=2,
            state=ContractState.AWARDED,
            estimate_excl_tax=Decimal(36000),
            procedure=ProcedureCode.ADAPTED,
            amount_excl_tax=Decimal("35200.00"),
            price_form=PriceForm.LUMP_SUM,
            tenders_received=2,
            awarded_on=self.on(-2, 17),
            firm_months=18,
            arrondissements=self.arrondissements(2, 7, 9),
            holders=self.held_by("passerelle"),
        )

    def _awarded(self) -> Contract:
        return self.contract(
            "ETUDE",
            self.on(-2, 21),
            title="Enquête de satisfaction auprès des membres",
            justification="Mesure prévue par la feuille de route ; questionnaire en ligne et entretiens.",
            state=ContractState.AWARDED,
            wished_start_on=self.on(1, 7),
            estimate_excl_tax=Decimal(26000),
            procedure=ProcedureCode.DIRECT,
            has_environmental_clause=True,
            amount_excl_tax=Decimal(24500),
            price_form=PriceForm.LUMP_SUM,
            tenders_received=3,
            awarded_on=self.today - 8 * DAY,
            firm_months=6,
            holders=self.held_by("burgerforum"),
        )

    def _procedure(self) -> Contract:
        launch = working_from(self.today - 22 * DAY)
        return self.contract(
            "NUMERIQUE",
            launch,
            title="Assistance à la refonte du budget participatif",
            justification="Conception du règlement, accompagnement des porteurs d’idées, suivi des projets lauréats.",
            state=ContractState.PROCEDURE,
            wished_start_on=self.on(5, 1),
            estimate_excl_tax=Decimal(264000),
            procedure=ProcedureCode.OPEN,
            has_social_clause=True,
            has_environmental_clause=True,
            has_environmental_criterion=True,
            price_form=PriceForm.MIXED,
            price_type=PriceType.REVISABLE,
            firm_months=24,
            renewals=1,
            renewal_months=12,
            notice_months=4,
            arrondissements=self.arrondissements(*range(1, 10)),
        )

    def _need(self) -> Contract:
        return self.contract(
            "FORMATION",
            self.today + 30 * DAY,
            title="Accompagnement des nouveaux bureaux",
            justification="Renouvellement des bureaux prévu au printemps ; tutorat des présidences.",
            wished_start_on=self.on(4, 1),
            estimate_excl_tax=Decimal(28500),
            has_environmental_clause=True,
            price_form=PriceForm.LUMP_SUM,
            firm_months=10,
            arrondissements=self.arrondissements(1, 4, 6),
        )

    def _subsequent(self, framework: Contract) -> Contract:
        start = self.on(-2, 21)
        return self.contract(
            "CONSEIL",
            self.on(-3, 17),
            number=f"{framework.number}-MS1",
            title="Concertation sur la rue de la Thibaudière",
            framework=framework,
            state=ContractState.RUNNING,
            estimate_excl_tax=Decimal(25000),
            procedure=ProcedureCode.SUBSEQUENT,
            amount_excl_tax=Decimal("24600.00"),
            price_form=PriceForm.LUMP_SUM,
            group_kind=GroupKind.SOLIDARY,
            tenders_received=1,
            awarded_on=self.on(-2, 3),
            signed_on=self.on(-2, 8),
            notified_on=self.on(-2, 14),
            starts_on=start,
            ends_on=add_months(start, 6) - DAY,
            firm_months=6,
            instances=self.bodies("conseil_quartier", (7,)),
            arrondissements=self.arrondissements(7),
            holders=self.held_by("nova", "passerelle"),
        )
