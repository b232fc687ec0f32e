"""The essential data of a contract: valid under the schemas, its nesting and its words exact, its faults named."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mdo.decp.checks import IncompleteData, faults_of
from mdo.decp.record import file_of, record_of
from mdo.decp.schema import SCHEMA
from models.amendments import Amendment, AmendmentGround, PriceVariation, Subcontract, SubcontractChange
from models.contracts import Contract, ContractHolder, GroupKind, PlaceCode, PriceForm, PriceType, Technique
from models.procurement import ProcedureCode
from models.suppliers import IdentifierKind, Supplier

DAY = dt.date(2026, 11, 24)
OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "decp"
SIRET = "99999999900009"


def a_supplier(**values: Any) -> Supplier:
    return Supplier(**{"name": "Cabinet", "identifier_kind": IdentifierKind.SIRET, "identifier": SIRET, **values})


def a_contract(**values: Any) -> Contract:
    """An accord-cadre of 180,000 € at most, notified in June 2026."""
    common = {
        "number": "AMO-2026-01",
        "title": "Assistance à maîtrise d’ouvrage",
        "cpv": "79411000-8",
        "technique": Technique.FRAMEWORK,
        "has_purchase_orders": True,
        "has_subsequent_contracts": False,
        "has_tranches": False,
        "is_innovative": False,
        "tenders_received": 4,
        "has_advance": True,
        "advance_rate": Decimal(10),
        "allows_subcontracting": True,
        "group_kind": GroupKind.NONE,
        "procedure": ProcedureCode.ADAPTED,
        "place_code": "69123",
        "place_kind": PlaceCode.MUNICIPALITY,
        "firm_months": 12,
        "renewals": 3,
        "renewal_months": 12,
        "notified_on": dt.date(2026, 6, 15),
        "published_on": dt.date(2026, 7, 10),
        "amount_excl_tax": Decimal(150000),
        "maximum_excl_tax": Decimal(180000),
        "price_form": PriceForm.MIXED,
        "price_type": PriceType.REVISABLE,
        "has_social_clause": True,
        "has_social_criterion": False,
        "is_reserved": False,
        "has_environmental_clause": False,
        "has_environmental_criterion": False,
        "ccag": "intellectual",
    }
    supplier = values.pop("supplier", None) or a_supplier()
    contract = Contract(**{**common, **values})
    contract.holders = [ContractHolder(supplier=supplier, position=1)]
    return contract


def schemas() -> list[Any]:
    """Our own schema always; those of the State where they are beside the project."""
    official = sorted(OFFICIAL.glob("schema_decp_*.json"))
    return [pytest.param(SCHEMA, id="own"), *(pytest.param(path, id=path.name) for path in official)]


def changed_twice() -> Contract:
    """Two amendments, one of which brings another holder, and a subcontract that changed."""
    coming = a_supplier(name="Repreneur", identifier="21690123100011")
    contract = a_contract(supplier=coming)
    contract.amendments = [
        Amendment(
            number=1,
            ground=AmendmentGround.LOW_VALUE,
            subject="Réunions de plus",
            amount_excl_tax=Decimal("15000.50"),
            months=0,
            notified_on=dt.date(2026, 10, 1),
            published_on=dt.date(2026, 10, 20),
        ),
        Amendment(
            number=2,
            ground=AmendmentGround.NEW_HOLDER,
            subject="Cession",
            amount_excl_tax=Decimal(0),
            months=6,
            supplier=coming,
            replaced=a_supplier(),
            notified_on=dt.date(2026, 11, 2),
        ),
    ]
    act = Subcontract(
        number=1,
        supplier=a_supplier(),
        subject="Animation",
        amount_excl_tax=Decimal(12000),
        months=6,
        price_variation=PriceVariation.REVISABLE,
        notified_on=dt.date(2026, 9, 1),
    )
    act.changes = [SubcontractChange(number=1, notified_on=dt.date(2026, 10, 5), amount_excl_tax=Decimal(14000))]
    contract.subcontracts = [act]
    return contract


@pytest.mark.parametrize("schema", schemas())
@pytest.mark.parametrize("make", [a_contract, changed_twice])
def test_the_file_is_valid_under_the_schema(schema: Any, make: Any) -> None:
    rules = json.loads(schema.read_text(encoding="utf-8")) if isinstance(schema, Path) else schema
    jsonschema.Draft7Validator(rules).validate(file_of([make()], DAY))


def test_the_keys_and_the_words_are_those_of_the_state() -> None:
    record = record_of(a_contract(), DAY)
    assert record == {
        "id": "AMO-2026-01",
        "acheteur": {"id": "21690123100011"},
        "nature": "Marché",
        "objet": "Assistance à maîtrise d’ouvrage",
        "codeCPV": "79411000-8",
        "techniques": {"technique": ["Accord-cadre"]},
        "modalitesExecution": {"modaliteExecution": ["Bons de commande"]},
        "marcheInnovant": False,
        "ccag": "Prestations intellectuelles",
        "offresRecues": 4,
        "attributionAvance": True,
        "tauxAvance": 0.1,
        "typeGroupementOperateurs": "Pas de groupement",
        "sousTraitanceDeclaree": True,
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "69123", "typeCode": "Code commune"},
        "dureeMois": 48,
        "dateNotification": "2026-06-15",
        "datePublicationDonnees": "2026-07-10",
        "montant": 180000,
        "typesPrix": {"typePrix": ["Définitif révisable"]},
        "formePrix": "Mixte",
        "titulaires": [{"titulaire": {"id": SIRET, "typeIdentifiant": "SIRET"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Pas de considération environnementale"]},
    }


def test_a_modification_says_the_terms_after_it_and_the_initial_ones_stay() -> None:
    record = record_of(changed_twice(), DAY)
    assert (record["montant"], record["dureeMois"]) == (180000, 48)
    assert record["titulaires"][0]["titulaire"]["id"] == SIRET
    assert record["modifications"] == [
        {
            "modification": {
                "id": 1,
                "dateNotificationModification": "2026-10-01",
                "datePublicationDonneesModification": "2026-10-20",
                "montant": 195000.5,
            }
        },
        {
            "modification": {
                "id": 2,
                "dateNotificationModification": "2026-11-02",
                "datePublicationDonneesModification": "2026-11-24",
                "dureeMois": 54,
                "titulaires": [{"titulaire": {"id": "21690123100011", "typeIdentifiant": "SIRET"}}],
            }
        },
    ]
    assert record["actesSousTraitance"][0]["acteSousTraitance"]["variationPrix"] == "Révisable"
    assert record["modificationsActesSousTraitance"] == [
        {
            "modificationActeSousTraitance": {
                "id": 1,
                "dateNotificationModificationSousTraitance": "2026-10-05",
                "datePublicationDonnees": "2026-11-24",
                "montant": 14000,
            }
        }
    ]


def test_what_is_notified_after_the_day_is_left_out() -> None:
    record = record_of(changed_twice(), dt.date(2026, 8, 31))
    assert record.keys() & {"modifications", "actesSousTraitance", "modificationsActesSousTraitance"} == set()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cpv": None}, "cpv"),
        ({"cpv": "7941100"}, "cpv"),
        ({"cpv": "79411000-7"}, "cpv"),
        ({"procedure": None}, "procedure"),
        ({"procedure": ProcedureCode.SUBSEQUENT}, "framework"),
        ({"tenders_received": None}, "tenders_received"),
        ({"tenders_received": 0}, "tenders_received"),
        ({"firm_months": None}, "firm_months"),
        ({"firm_months": 145}, "firm_months"),
        ({"notified_on": None}, "notified_on"),
        ({"notified_on": dt.date(2026, 11, 25)}, "notified_on"),
        ({"notified_on": dt.date(2009, 12, 31)}, "notified_on"),
        ({"price_form": None}, "price_form"),
        ({"price_type": None}, "price_type"),
        ({"amount_excl_tax": None, "maximum_excl_tax": None}, "amount_excl_tax"),
        ({"maximum_excl_tax": Decimal("0.99")}, "amount_excl_tax"),
        ({"maximum_excl_tax": Decimal(1234567890)}, "amount_excl_tax"),
        ({"title": "AMO"}, "title"),
        ({"number": "AMO-2026-01-lot-n"}, "open_data_id"),
        ({"number": "AMO 2026 é"}, "open_data_id"),
        ({"supplier": a_supplier(identifier=None)}, "holders"),
        ({"supplier": a_supplier(identifier="99999999900008")}, "holders"),
        ({"has_advance": False}, "advance_rate"),
        ({"group_kind": GroupKind.JOINT}, "holders"),
        # 69001 as a municipality is another town; 69381 is no postal code.
        ({"place_code": "69001"}, "place_code"),
        ({"place_kind": PlaceCode.POSTAL_CODE, "place_code": "69381"}, "place_code"),
        ({"place_kind": PlaceCode.POSTAL_CODE}, "place_code"),
        ({"place_kind": PlaceCode.DEPARTMENT}, "place_code"),
        ({"place_kind": PlaceCode.COUNTRY}, "place_code"),
    ],
)
def test_what_is_missing_or_refused_is_named_by_its_field(values: dict[str, Any], field: str) -> None:
    contract = a_contract(**values)
    assert {fault.field for fault in faults_of(contract, DAY)} == {field}
    with pytest.raises(IncompleteData):
        record_of(contract, DAY)


@pytest.mark.parametrize(
    "values",
    [
        {"firm_months": 144},
        {"notified_on": DAY},
        {"notified_on": dt.date(2010, 1, 1)},
        {"maximum_excl_tax": Decimal(1)},
        {"number": "AMO-2026-01.lot1"},
        {"advance_rate": None},
        {"tenders_received": 1},
        {"place_code": "69389"},
        {"place_kind": PlaceCode.POSTAL_CODE, "place_code": "69009"},
        {"place_kind": PlaceCode.DEPARTMENT, "place_code": "69"},
        {"place_kind": PlaceCode.COUNTRY, "place_code": "FR"},
    ],
)
def test_the_last_value_that_passes(values: dict[str, Any]) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(file_of([a_contract(**values)], DAY))


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [
        ({"amount_excl_tax": Decimal("-179999.50")}, True),  # 0.50 € in all
        ({"amount_excl_tax": Decimal(-179999)}, False),
        ({"months": 132}, False),  # 48 months, renewals included, and 132: 180
        ({"months": 133}, True),
        ({"months": -48}, True),
        ({"amount_excl_tax": Decimal(1234387890)}, True),  # looks typed at random
        ({"notified_on": dt.date(2026, 11, 24), "amount_excl_tax": Decimal(0)}, False),
    ],
)
def test_what_the_schema_refuses_in_a_modification_is_told_on_the_page(change, is_refused) -> None:
    contract = a_contract()
    values = {"amount_excl_tax": Decimal(0), "months": 0, "notified_on": dt.date(2026, 10, 1)}
    contract.amendments = [
        Amendment(number=1, ground=AmendmentGround.REVIEW_CLAUSE, subject="Clause", **values | change)
    ]
    faults = faults_of(contract, DAY)
    assert [fault.field for fault in faults] == (["amendments"] if is_refused else [])
    if not faults:
        jsonschema.Draft7Validator(SCHEMA).validate(file_of([contract], DAY))


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [({"months": 180}, False), ({"months": 181}, True), ({"amount_excl_tax": Decimal("0.99")}, True)],
)
def test_what_the_schema_refuses_in_a_subcontract_or_its_change_is_told(values, is_refused) -> None:
    contract = changed_twice()
    (act,) = contract.subcontracts
    for row in (act, act.changes[0]):
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        assert [fault.field for fault in faults_of(contract, DAY)] == (["subcontracts"] if is_refused else [])
        for name, value in before.items():
            setattr(row, name, value)


def test_all_the_faults_are_told_at_once() -> None:
    faults = faults_of(a_contract(cpv=None, price_form=None, tenders_received=None), DAY)
    assert [fault.field for fault in faults] == ["cpv", "tenders_received", "price_form"]
    assert "CPV" in str(faults[0])


@pytest.mark.parametrize("schema", schemas())
@pytest.mark.parametrize(
    "change",
    [
        {"objet": "x" * 1001},
        {"titulaires": []},
        {"modifications": []},
        {"techniques": ["Accord-cadre"]},
        {"ccag": "Maîtrise d'œuvre"},
        {"origineUE": None},
        {"montant": 0},
        {"offresRecues": "NC"},
        {"nomTitulaire": "Cabinet"},
        {"codeCPV": "794"},
        {"id": "12345678901234567"},
    ],
)
def test_the_schema_catches_the_traps(schema: Any, change: dict[str, Any]) -> None:
    rules = json.loads(schema.read_text(encoding="utf-8")) if isinstance(schema, Path) else schema
    record = {**record_of(a_contract(), DAY), **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(rules).validate({"marches": {"marche": [record]}})
