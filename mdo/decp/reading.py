"""Reads a file of essential data: its contracts of this buyer, each a contract's file to make or the reason not to."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mdo.contracts.rules import check_file
from mdo.decp import vocabulary as words
from mdo.decp.acts import LaterAct, later_acts, money_of
from mdo.decp.companies import checked_supplier
from mdo.decp.conformity import KeyFault, faults_of_record, known_part
from mdo.decp.import_outcome import KeptRecord, RecordOutcome
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.contracts import Contract, ContractState, Technique

MOST_BYTES = 5 * 1024 * 1024
MOST_RECORDS = 1000
_LONGEST_PLACE = 10
_NOT_TAKEN = N_("« %(what)s »: « %(value)s » is not taken.")
TWICE = N_("The file holds this contract twice: the first one is read.")
# Published lists and what each ticks in the file; simple values and their field.
_CHOSEN = (
    (words.MODALITIES, "modalitesExecution", "modaliteExecution"),
    (words.SOCIAL, "considerationsSociales", "considerationSociale"),
    (words.ENVIRONMENTAL, "considerationsEnvironnementales", "considerationEnvironnementale"),
)


@dataclass(frozen=True)
class Incoming:
    """A contract of the file: its rank in it, its id, what becomes of it, why not, and what came after the award.

    `kept` is what it does to the contract that exists, once they are compared.
    """

    rank: int
    record: Mapping[str, Any]
    fate: RecordOutcome
    faults: tuple[RuleViolation, ...] = ()
    acts: tuple[LaterAct, ...] = ()
    kept: KeptRecord | None = None

    @property
    def id(self) -> str:
        """Its id in the essential data; empty when it has none."""
        found = self.record.get("id")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class ReadData:
    """What a file holds: the contracts of this buyer, and how many are of another."""

    rows: tuple[Incoming, ...]
    of_others: int = 0

    def of(self, fate: RecordOutcome) -> list[Incoming]:
        """The records of a fate, in the order of the file."""
        return [row for row in self.rows if row.fate is fate]


@dataclass
class _Known:
    """The ids that are taken, by the register or by an earlier record of the file."""

    stored: frozenset[str]
    seen: set[str] = field(default_factory=set)


def read_decp(content: bytes, stored_ids: Sequence[str], today: dt.date) -> ReadData:
    """The contracts of a file. Raises RuleViolation, field `file`, when it is no file of essential data."""
    records = _records(content)
    own = [(rank, record) for rank, record in records if _buyer(record) in (None, words.BUYER)]
    if len(own) > MOST_RECORDS:
        raise RuleViolation(
            N_("This file holds more than %(most)d contracts of the city: cut it in several."),
            field="file",
            most=MOST_RECORDS,
        )
    known = _Known(frozenset(stored_ids))
    return ReadData(tuple(_incoming(rank, record, known, today) for rank, record in own), len(records) - len(own))


def _records(content: bytes) -> list[tuple[int, Any]]:
    if not content.strip():
        raise RuleViolation(N_("Choose a file that is not empty."), field="file")
    if len(content) > MOST_BYTES:
        raise RuleViolation(N_("This file is larger than 5 MB: cut it in several."), field="file")
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError):  # ill-formed, not in UTF-8, NaN, or nested without end
        raise RuleViolation(N_("This file is no JSON: export it again from the platform."), field="file") from None
    found = data.get("marches") if isinstance(data, dict) else None
    records = found.get("marche") if isinstance(found, dict) else found
    if not isinstance(records, list) or not records:
        raise RuleViolation(
            N_("This file holds no contract under « marches » then « marche »: it is no file of essential data."),
            field="file",
        )
    return list(enumerate(records, 1))


def _refused(text: str) -> Any:
    raise ValueError(text)


def _buyer(record: Any) -> str | None:
    """The SIRET of the buyer; None when the record does not say it."""
    buyer = record.get("acheteur") if isinstance(record, dict) else None
    found = buyer.get("id") if isinstance(buyer, dict) else None
    return found if isinstance(found, str) else None


def _incoming(rank: int, record: Any, known: _Known, today: dt.date) -> Incoming:
    if not isinstance(record, dict):
        fault = RuleViolation(N_("This is no contract: the file holds something else here."))
        return Incoming(rank, {}, RecordOutcome.ERROR, (fault,))
    record = known_part(record)
    row_id = record.get("id")
    if isinstance(row_id, str) and row_id in known.seen:
        fault = RuleViolation(TWICE, field="open_data_id")
        return Incoming(rank, record, RecordOutcome.ERROR, (fault,))
    if isinstance(row_id, str):
        known.seen.add(row_id)
    is_kept = row_id in known.stored
    faults: list[RuleViolation] = list(faults_of_record(record))
    if not faults:
        faults = _rules(record, today, is_kept=is_kept)
    if faults:
        return Incoming(rank, record, RecordOutcome.ERROR, tuple(faults))
    fate = RecordOutcome.EXISTING if is_kept else RecordOutcome.NEW
    return Incoming(rank, record, fate, acts=later_acts(record, today))


def _rules(record: Mapping[str, Any], today: dt.date, *, is_kept: bool) -> list[RuleViolation]:
    """What the rules of suppliers refuse and, of a file that is to be made, those of files."""
    try:
        for holder in record["titulaires"]:
            checked_supplier(holder["titulaire"])
        for key in ("dateNotification", "datePublicationDonnees"):
            _day(record[key], key)
        if not is_kept:
            check_file(contract_of(record, today), today)
    except RuleViolation as violation:
        return [violation]
    return []


# ---- From the State's keys to a file ---------------------------------------------------------------------------------


def contract_of(record: Mapping[str, Any], today: dt.date) -> Contract:
    """A contract's file as it was awarded, without its holders. Raises RuleViolation for what it cannot say."""
    title, place = " ".join(record["objet"].split()), record["lieuExecution"]["code"]
    if not title:
        raise KeyFault(_NOT_TAKEN, "objet", record["objet"])
    if len(place) > _LONGEST_PLACE:
        raise KeyFault(_NOT_TAKEN, "lieuExecution", place)
    technique = _member(words.TECHNIQUES, record["techniques"]["technique"][0], "techniques")
    amount = money_of(record["montant"])
    notified_on = _day(record["dateNotification"], "dateNotification")
    contract = Contract(
        number=record["id"],
        open_data_id=record["id"],
        title=title[: words.LONGEST_TITLE],
        notes=title if len(title) > words.LONGEST_TITLE else None,
        cpv=record["codeCPV"],
        technique=technique,
        is_innovative=record["marcheInnovant"],
        ccag=_member(words.CCAGS, record["ccag"], "ccag"),
        tenders_received=record["offresRecues"],
        has_advance=record["attributionAvance"],
        advance_rate=money_of(record["tauxAvance"] * 100) if record.get("tauxAvance") else None,
        group_kind=_member(words.GROUPS, record["typeGroupementOperateurs"], "typeGroupementOperateurs"),
        allows_subcontracting=record["sousTraitanceDeclaree"],
        procedure=_member(words.PROCEDURES, record["procedure"], "procedure"),
        place_code=place,
        place_kind=_member(words.PLACES, record["lieuExecution"]["typeCode"], "lieuExecution"),
        firm_months=record["dureeMois"],
        renewals=0,
        notified_on=notified_on,
        starts_on=notified_on,
        published_on=_day(record["datePublicationDonnees"], "datePublicationDonnees"),
        amount_excl_tax=None if technique is Technique.FRAMEWORK else amount,
        maximum_excl_tax=amount if technique is Technique.FRAMEWORK else None,
        price_type=_member(words.PRICE_TYPES, record["typesPrix"]["typePrix"][0], "typesPrix"),
        price_form=_member(words.PRICE_FORMS, record["formePrix"], "formePrix"),
        state=ContractState.RUNNING,
    )
    for choices, outer, inner in _CHOSEN:
        for name, text in choices.items():
            setattr(contract, name, text in record[outer][inner])
    check_file(contract, today)  # counts the end
    return contract


def _member(choices: Mapping[Any, str], text: str, key: str) -> Any:
    found = next((member for member, words_of_it in choices.items() if words_of_it == text), None)
    if found is None:
        raise KeyFault(_NOT_TAKEN, key, text)
    return found


def _day(text: str, key: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise KeyFault(_NOT_TAKEN, key, text) from None
