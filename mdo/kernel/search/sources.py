"""Which words each searchable row shows: those of the columns of its list, related names included.

A path is an attribute of the row, behind the relations that lead to it (`instance.type.label`). Left out are dates,
quantities and links, which no one types to find a row, and the members of closed lists: their words belong to the
reader's language and not to the row, and each has a filter. Roles alone are found by their label (see `matching`).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, inspect, select
from sqlalchemy.orm import RelationshipProperty

from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract, ProcurementStep
from models.deadlines import DeadlineRule
from models.documents import MeetingDocument, PaperTemplate
from models.execution import Deliverable, Invoice, LateInterestRate, PurchaseOrder
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.jobs import Job
from models.journal import AccessLog, JournalEntry
from models.mail import MailRecipient, OutgoingMail
from models.meetings import ActionItem, Decision, Meeting, SessionQuestion
from models.network import Absence, MeetingSeries, Referent, SchoolHoliday
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.preferences import SavedView
from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SpecificService,
    TemplateStep,
    Threshold,
)
from models.requests import CouncilRequest
from models.suppliers import Supplier
from models.tenders import Tender
from models.territory import Arrondissement
from models.topics import Topic

Steps = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Paths to what every reader of the row may see, and to what needs the right to personal data."""

    words: tuple[str, ...]
    private_words: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.words, *self.private_words)


SOURCES: dict[type, Source] = {
    Arrondissement: Source(("name", "number", "insee_code", "postal_code", "mairie_email", "mairie_phone")),
    InstanceType: Source(("label", "code", "legal_basis")),
    Instance: Source(
        (
            "name",
            "code",
            "aliases",
            "type.label",
            "elected_official",
            "mailbox",
            "arrondissements.name",
            "agent.first_name",
            "agent.last_name",
        )
    ),
    College: Source(("name", "type.label", "instance.name")),
    Seat: Source(("number", "label", "requirement", "appointing_authority", "instance.name", "college.name")),
    MandateFunction: Source(("label", "code", "instance.name")),
    Organisation: Source(
        ("name", "acronym", "siret", "arrondissement.name"),
        ("contact_name", "email", "phone"),
    ),
    Person: Source(
        ("last_name", "first_name", "arrondissement.name", "organisation.name", "organisation.acronym"),
        ("email", "phone", "address", "city", "postal_code"),
    ),
    Mandate: Source(
        (
            "person.last_name",
            "person.first_name",
            "instance.name",
            "instance.type.label",
            "instance.arrondissements.name",
            "function.label",
            "college.name",
            "organisation.name",
            "organisation.acronym",
        ),
        ("person.email", "person.phone"),
    ),
    DuplicateCandidate: Source(("person.last_name", "person.first_name", "other.last_name", "other.first_name")),
    Referent: Source(
        (
            "user.first_name",
            "user.last_name",
            "arrondissement.name",
            "replacement.first_name",
            "replacement.last_name",
        )
    ),
    Absence: Source(("user.first_name", "user.last_name", "replacement.first_name", "replacement.last_name", "note")),
    # A name is shown to whoever chooses an account; how it signs in, on the screen of accounts alone.
    User: Source(("first_name", "last_name"), ("username", "email")),
    JournalEntry: Source(("actor_name", "summary")),
    AccessLog: Source(("user_name", "what", "filters")),
    DeadlineRule: Source(("label",)),
    SavedView: Source(("name", "user.first_name", "user.last_name")),
    Job: Source(("label", "user.first_name", "user.last_name")),
    Meeting: Source(
        ("title", "instance.name", "place", "room", "host.name", "organiser.first_name", "organiser.last_name")
    ),
    Decision: Source(("text", "meeting.title", "meeting.instance.name", "agenda_item.title")),
    ActionItem: Source(
        (
            "text",
            "owner.first_name",
            "owner.last_name",
            "owner_name",
            "outcome",
            "meeting.title",
            "meeting.instance.name",
            "agenda_item.title",
        )
    ),
    SessionQuestion: Source(
        (
            "question",
            "answer",
            "asked_by",
            "organisation.name",
            "answered_by",
            "department",
            "follow_up",
            "meeting.title",
        )
    ),
    CouncilRequest: Source(
        (
            "number",
            "subject",
            "theme",
            "place",
            "answer",
            "follow_up_reason",
            "instance.name",
            "organisation.name",
            "responsible.first_name",
            "responsible.last_name",
        )
    ),
    Topic: Source(
        (
            "title",
            "reason",
            "answer",
            "proposer.first_name",
            "proposer.last_name",
            "agenda_item.meeting.title",
            "left_item.meeting.title",
        )
    ),
    MeetingSeries: Source(("title",)),
    SchoolHoliday: Source(("label",)),
    Threshold: Source(("legal_basis", "source", "notes")),
    LegalDelay: Source(("article", "source")),
    LegalFigure: Source(("legal_basis", "source", "notes")),
    SpecificService: Source(("label", "first_cpv", "last_cpv", "article", "source", "notes")),
    TemplateStep: Source(("label", "article", "notes", "template.label")),
    ProcedureTemplate: Source(("label", "description", "steps.label")),
    PurchaseFamily: Source(("code", "name", "description", "others_source")),
    SittingDate: Source(("notes",)),
    Supplier: Source(("name", "identifier", "vat_number", "address", "postal_code", "city", "email", "phone")),
    Contract: Source(
        (
            "number",
            "title",
            "cpv",
            "cpv_label",
            "budget_line",
            "open_data_id",
            "family.code",
            "family.name",
            "responsible.first_name",
            "responsible.last_name",
            "holders.supplier.name",
            "instances.name",
        )
    ),
    ProcurementStep: Source(
        ("label", "note", "contract.number", "contract.title", "responsible.first_name", "responsible.last_name")
    ),
    PaperTemplate: Source(("name", "file_name", "made_by.first_name", "made_by.last_name")),
    MeetingDocument: Source(
        ("title", "file_name", "meeting.title", "meeting.instance.name", "made_by.first_name", "made_by.last_name")
    ),
    OutgoingMail: Source(
        ("subject", "from_address", "meeting.title", "meeting.instance.name", "user.first_name", "user.last_name")
    ),
    MailRecipient: Source(("name", "reason", "mail.subject", "meeting.title"), ("address",)),
    Amendment: Source(("number", "subject", "justification", "contract.number", "contract.title", "supplier.name")),
    Renewal: Source(("contract.number", "contract.title", "notes")),
    Subcontract: Source(("number", "subject", "supplier.name", "contract.number", "contract.title")),
    SubcontractChange: Source(("number", "subcontract.number", "subcontract.subject", "subcontract.supplier.name")),
    Advance: Source(("contract.number", "contract.title", "notes")),
    Penalty: Source(("reason", "waiver_reason", "contract.number", "contract.title")),
    Tender: Source(
        (
            "supplier.name",
            "members.name",
            "contract.number",
            "contract.title",
            "notes",
            "inadmissible_reason",
            "low_answer",
            "rejection_reason",
        )
    ),
    Evaluation: Source(
        ("supplier.name", "contract.number", "contract.title", "comment", "author.first_name", "author.last_name")
    ),
    PurchaseOrder: Source(
        ("number", "subject", "notes", "contract.number", "contract.title", "contract.holders.supplier.name")
    ),
    Deliverable: Source(("name", "reason", "contract.number", "contract.title", "order.number")),
    Invoice: Source(("number", "subject", "contract.number", "contract.title", "order.number", "supplier.name")),
    LateInterestRate: Source(("source",)),
}


def relation_at(model: type, steps: Steps) -> RelationshipProperty[Any]:
    """The last relation on the way from `model`."""
    *before, last = steps
    here = relation_at(model, tuple(before)).mapper if before else inspect(model)
    relation: RelationshipProperty[Any] = here.relationships[last]
    return relation


def class_at(model: type, steps: Steps) -> type:
    """The class to which the relations lead from `model`."""
    return relation_at(model, steps).mapper.class_ if steps else model


class Joins:
    """The table of `model` and those of what its rows show, joined as they are asked for, outside the scope."""

    def __init__(self, model: type, *, is_outer: bool) -> None:
        owner: FromClause = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
        self._model, self._is_outer = model, is_outer
        self._tables: dict[Steps, FromClause] = {(): owner}
        self.id: ColumnElement[int] = owner.c.id
        self.collected: list[ColumnElement[int]] = []
        self.tables: FromClause = owner

    def column(self, path: str) -> ColumnElement[Any]:
        """The column at the end of a path."""
        *steps, name = path.split(".")
        return self.table(tuple(steps)).c[name]

    def table(self, steps: Steps) -> FromClause:
        """The table to which the relations lead."""
        if steps not in self._tables:
            self._tables[steps] = self._join(self.table(steps[:-1]), relation_at(self._model, steps))
        return self._tables[steps]

    def _join(self, here: FromClause, relation: RelationshipProperty[Any]) -> FromClause:
        target = relation.mapper.local_table.alias()
        if relation.secondary is None:
            ((local, remote),) = relation.local_remote_pairs or ()
            on = here.c[local.name] == target.c[remote.name]
        else:
            link = relation.secondary.alias()
            ((_, near),) = relation.synchronize_pairs
            ((_, far),) = relation.secondary_synchronize_pairs or ()
            self.tables = self.tables.join(link, link.c[near.name] == here.c.id, isouter=self._is_outer)
            on = link.c[far.name] == target.c.id
        self.tables = self.tables.join(target, on, isouter=self._is_outer)
        if relation.uselist:
            self.collected.append(target.c.id)
        return target


@cache
def reading(model: type) -> Select[Any]:
    """Reads the id of each row of `model`, then the value at each of its paths; a collection gives several lines.

    Always in the same order: the text of a row that did not change is the same again.
    """
    joins = Joins(model, is_outer=True)
    values = [joins.column(path) for path in SOURCES[model].paths]
    return select(joins.id, *values).select_from(joins.tables).order_by(joins.id, *joins.collected)
