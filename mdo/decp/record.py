"""The essential data of a contract as the State's JSON has them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from mdo.contracts.remarks import whole_months
from mdo.contracts.terms import initial_amount, is_in_force
from mdo.decp import vocabulary as words
from mdo.decp.checks import IncompleteData, faults_of, identifier_of, procedure_of
from models.amendments import Amendment, AmendmentGround, Subcontract, SubcontractChange
from models.contracts import Contract
from models.suppliers import Supplier

Data = dict[str, Any]
# The consolidation reads the first three.
MOST_HOLDERS = 3


def file_of(contracts: Iterable[Contract], day: dt.date) -> Data:
    """The file of these contracts on a day. Raises IncompleteData, with all its faults, for the first that has some."""
    return {"marches": {"marche": [record_of(contract, day) for contract in contracts]}}


def record_of(contract: Contract, day: dt.date) -> Data:
    """The essential data of a contract on a day, with the modifications and subcontracts notified by then.

    What was published keeps the day on which it was; the rest is published on `day`. Raises IncompleteData.
    """
    faults = faults_of(contract, day)
    if faults:
        raise IncompleteData(contract, faults)
    record = {**initial_record(contract, day), **_modifications(contract, day), **_subcontracting(contract, day)}
    return {key: value for key, value in record.items() if value not in (None, [])}


def initial_record(contract: Contract, day: dt.date | None) -> Data:
    """The contract as it was awarded; None stands for what the file does not say. It is published on `day`, if ever."""
    procedure, amount, published_on = procedure_of(contract), initial_amount(contract), contract.published_on or day
    return {
        "id": identifier_of(contract),
        "acheteur": {"id": words.BUYER},
        "nature": words.NATURE,
        "objet": contract.title,
        "codeCPV": contract.cpv,
        "techniques": {"technique": [words.TECHNIQUES[contract.technique]]},
        "modalitesExecution": {"modaliteExecution": _chosen(contract, words.MODALITIES, words.NOTHING)},
        "idAccordCadre": None if contract.framework is None else identifier_of(contract.framework),
        "marcheInnovant": contract.is_innovative,
        "ccag": words.CCAGS[contract.ccag],
        "offresRecues": contract.tenders_received,
        "attributionAvance": contract.has_advance,
        "tauxAvance": _number((contract.advance_rate or Decimal(0)) / 100) if contract.has_advance else None,
        "typeGroupementOperateurs": words.GROUPS[contract.group_kind],
        "sousTraitanceDeclaree": contract.allows_subcontracting,
        "procedure": None if procedure is None else words.PROCEDURES.get(procedure),
        "lieuExecution": {"code": contract.place_code, "typeCode": words.PLACES[contract.place_kind]},
        "dureeMois": whole_months(contract),
        "dateNotification": None if contract.notified_on is None else contract.notified_on.isoformat(),
        "datePublicationDonnees": None if published_on is None else published_on.isoformat(),
        "montant": None if amount is None else _number(amount),
        "typesPrix": None if contract.price_type is None else {"typePrix": [words.PRICE_TYPES[contract.price_type]]},
        "formePrix": None if contract.price_form is None else words.PRICE_FORMS[contract.price_form],
        "titulaires": _holders(holders_at(contract, dt.date.min)),
        "considerationsSociales": {"considerationSociale": _chosen(contract, words.SOCIAL, words.NO_SOCIAL)},
        "considerationsEnvironnementales": {
            "considerationEnvironnementale": _chosen(contract, words.ENVIRONMENTAL, words.NO_ENVIRONMENTAL)
        },
    }


def _chosen(contract: Contract, choices: Mapping[str, str], none: str) -> list[str]:
    """The words of what is ticked; the word for nothing stands alone."""
    return [text for name, text in choices.items() if getattr(contract, name)] or [none]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _identity(supplier: Supplier) -> Data:
    return {"id": supplier.identifier, "typeIdentifiant": words.IDENTIFIERS[supplier.identifier_kind]}


def _holders(suppliers: Iterable[Supplier]) -> list[Data]:
    return [{"titulaire": _identity(supplier)} for supplier in list(suppliers)[:MOST_HOLDERS]]


def holders_at(contract: Contract, day: dt.date) -> list[Supplier]:
    """The holders on a day, the lead first: those of today, with the later changes of holder taken back."""
    holders = [holder.supplier for holder in contract.holders]
    changes = [row for row in contract.amendments if row.ground is AmendmentGround.NEW_HOLDER and row.notified_on]
    for row in sorted(changes, key=lambda row: (row.notified_on, row.number), reverse=True):
        if row.notified_on is not None and row.notified_on > day and row.replaced is not None:
            holders = [row.replaced if supplier is row.supplier else supplier for supplier in holders]
    return holders


def _modifications(contract: Contract, day: dt.date) -> Data:
    rows = [row for row in contract.amendments if is_in_force(row, day)]
    amount, months = initial_amount(contract) or Decimal(0), whole_months(contract) or 0
    found = []
    for row in sorted(rows, key=lambda row: row.number):
        amount, months = amount + row.amount_excl_tax, months + row.months
        found.append({"modification": _modification(contract, row, amount, months, day)})
    return {"modifications": found}


def _modification(contract: Contract, row: Amendment, amount: Decimal, months: int, day: dt.date) -> Data:
    """What an amendment changes, as it stands after it."""
    assert row.notified_on is not None  # in force
    data: Data = {
        "id": row.number,
        "dateNotificationModification": row.notified_on.isoformat(),
        "datePublicationDonneesModification": (row.published_on or day).isoformat(),
    }
    if row.months:
        data["dureeMois"] = months
    if row.amount_excl_tax:
        data["montant"] = _number(amount)
    if row.ground is AmendmentGround.NEW_HOLDER:
        data["titulaires"] = _holders(holders_at(contract, row.notified_on))
    return data


def _subcontracting(contract: Contract, day: dt.date) -> Data:
    acts = [row for row in contract.subcontracts if row.notified_on is not None and row.notified_on <= day]
    acts.sort(key=lambda row: row.number)
    changes = [(act, change) for act in acts for change in act.changes if change.notified_on <= day]
    changes.sort(key=lambda pair: (pair[1].notified_on, pair[0].number, pair[1].number))
    return {
        "actesSousTraitance": [{"acteSousTraitance": _act(row, day)} for row in acts],
        "modificationsActesSousTraitance": [
            {"modificationActeSousTraitance": _change(act, change, day)} for act, change in changes
        ],
    }


def _act(row: Subcontract, day: dt.date) -> Data:
    assert row.notified_on is not None  # those notified alone
    return {
        "id": row.number,
        "sousTraitant": _identity(row.supplier),
        "dureeMois": row.months,
        "dateNotification": row.notified_on.isoformat(),
        "datePublicationDonnees": (row.published_on or day).isoformat(),
        "montant": _number(row.amount_excl_tax),
        "variationPrix": words.PRICE_VARIATIONS[row.price_variation],
    }


def _change(act: Subcontract, row: SubcontractChange, day: dt.date) -> Data:
    data: Data = {
        "id": act.number,
        "dateNotificationModificationSousTraitance": row.notified_on.isoformat(),
        "datePublicationDonnees": (row.published_on or day).isoformat(),
    }
    if row.months is not None:
        data["dureeMois"] = row.months
    if row.amount_excl_tax is not None:
        data["montant"] = _number(row.amount_excl_tax)
    return data
