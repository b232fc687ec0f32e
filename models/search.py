"""Search text: for each searchable table a side table of folded words, outside the versioned row.

`words` holds what every reader of the row may see; `private_words`, where there are any, what needs the right to
personal data; `places`, of what grows with the city, where the row is read from: who reads an arrondissement searches
what stands there alone. Each word is stored behind two spaces, so that one or two typed letters, padded the same way,
still make a trigram: it then matches the beginning of a word. On SQLite an FTS5 trigram table indexes the side table
(made by the migration, kept by triggers); on PostgreSQL GIN trigram indexes, declared here. What the texts are made of
is said in `mdo.kernel.search.sources`.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.base import metadata
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

WORDS, PRIVATE_WORDS, PLACES = "words", "private_words", "places"
FTS_SUFFIX = "_fts"

_PUBLIC = (
    Arrondissement,
    InstanceType,
    Instance,
    College,
    Seat,
    MandateFunction,
    DuplicateCandidate,
    Referent,
    Absence,
    JournalEntry,
    AccessLog,
    SavedView,
    DeadlineRule,
    Job,
    Meeting,
    Decision,
    ActionItem,
    SessionQuestion,
    CouncilRequest,
    Topic,
    MeetingSeries,
    SchoolHoliday,
    Threshold,
    LegalDelay,
    LegalFigure,
    SpecificService,
    ProcedureTemplate,
    TemplateStep,
    PurchaseFamily,
    SittingDate,
    Supplier,
    Contract,
    ProcurementStep,
    PaperTemplate,
    MeetingDocument,
    OutgoingMail,
    Amendment,
    Renewal,
    Subcontract,
    SubcontractChange,
    Advance,
    Penalty,
    Evaluation,
    Tender,
    PurchaseOrder,
    Deliverable,
    Invoice,
    LateInterestRate,
)
_WITH_PRIVATE = (User, Organisation, MailRecipient)
_WITH_PLACES = (Person, Mandate)


def _search_table(model: type, *columns: str) -> Table:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    name = f"{owner.name}_search"
    together = [columns] if PLACES in columns else [(column,) for column in columns]
    return Table(
        name,
        metadata,
        Column("id", Integer, ForeignKey(owner.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
        *(Column(column, Text, nullable=False, server_default="") for column in columns),
        *(
            Index(
                f"ix_{name}_{'_'.join(group)}_trgm",
                *group,
                postgresql_using="gin",
                postgresql_ops=dict.fromkeys(group, "gin_trgm_ops"),
            ).ddl_if(dialect="postgresql")
            for group in together
        ),
    )


SEARCH_TABLES: dict[type, Table] = {
    **{model: _search_table(model, WORDS) for model in _PUBLIC},
    **{model: _search_table(model, WORDS, PRIVATE_WORDS) for model in _WITH_PRIVATE},
    **{model: _search_table(model, WORDS, PRIVATE_WORDS, PLACES) for model in _WITH_PLACES},
}
