"""Columns of documents and of the templates that papers are made from."""

from typing import Any

from mdo.documents.fields import DOCUMENT, PAPER_TEMPLATE
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.documents import Carrier, Document, PaperTemplate
from models.meetings import Meeting

_DOCUMENT = FIELD_LABELS[Document]
_MEETING = FIELD_LABELS[Meeting]
_KILOBYTE = 1024
_SIZE = N_("Size in KB")

_CARRIED = tuple(getattr(Document, carrier.value.removesuffix("_id")) for carrier in Carrier)


def carrier_of(row: Document) -> Carrier:
    """What a document stands on."""
    return next(carrier for carrier in Carrier if getattr(row, carrier.value) is not None)


def record_of(row: Document) -> Any:
    """The record that carries a document; None where it is out of the reader's sight."""
    return getattr(row, carrier_of(row).value.removesuffix("_id"))


def _body_of(row: Document) -> str | None:
    body = row.instance or (row.meeting.instance if row.meeting is not None else None)
    return body.name if body is not None else None


DOCUMENT_COLUMNS = DOCUMENT.columns(
    {
        5: Column(
            "start_at",
            _MEETING["start_at"],
            lambda row, today: row.meeting.start_at if row.meeting is not None else None,
            Kind.MOMENT,
            (Meeting.start_at,),
            (Document.meeting,),
            (Document.meeting,),
            is_shown=False,
        ),
        6: Column(
            "instance",
            _MEETING["instance"],
            lambda row, today: _body_of(row),
            loads=(Document.meeting, Meeting.instance),
            more_loads=((Document.instance,),),
            width=36,
            is_shown=False,
        ),
        10: Column(
            "size",
            _SIZE,
            lambda row, today: row.size and max(round(row.size / _KILOBYTE), 1),
            Kind.INTEGER,
            (Document.size,),
            width=12,
            is_shown=False,
        ),
        11: Column(
            "record",
            N_("Record (document)"),
            lambda row, today: str(record_of(row) or "") or None,
            loads=(Document.meeting, Meeting.instance),
            more_loads=tuple((relation,) for relation in _CARRIED[1:]),
            width=44,
        ),
        15: Column(
            "carrier",
            N_("Stands on"),
            lambda row, today: carrier_of(row),
            Kind.ENUM,
            width=16,
            is_shown=False,
        ),
    }
)

TEMPLATE_COLUMNS = PAPER_TEMPLATE.columns(
    {
        6: Column(
            "created_at",
            _DOCUMENT["made_at"],
            lambda row, today: row.created_at,
            Kind.MOMENT,
            (PaperTemplate.created_at,),
        ),
        8: Column(
            "size",
            _SIZE,
            lambda row, today: max(round(row.size / _KILOBYTE), 1),
            Kind.INTEGER,
            (PaperTemplate.size,),
            width=12,
            is_shown=False,
        ),
    }
)
