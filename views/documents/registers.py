"""The registers of documents: those of all records, and the versions of the templates that they are made from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, not_, or_, select
from sqlalchemy.orm import aliased

from mdo.documents.columns import DOCUMENT_COLUMNS, TEMPLATE_COLUMNS, carrier_of, record_of
from mdo.documents.fields import DOCUMENT, PAPER_TEMPLATE
from mdo.instances.scope import bodies_in
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.scope.placements import CARRIED
from mdo.meetings.called import called
from models.documents import Carrier, Document, PaperTemplate
from models.instances import Instance
from models.meetings import Meeting
from models.requests import CouncilRequest
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.filters import BooleanFilter, EnumFilter, RelationFilter, filters_of
from views.base.listing import ListState
from views.base.pages import Cell, Link
from views.base.readymade import ReadyView
from views.base.record import VIEW_OF_MODEL
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.documents.pages import size_in_words
from views.meetings.registers import OfMeetings, to_meeting

_READ_ONLY = {*BackofficeView.exclude_route_methods, "add", "edit", "delete"}
_DOCUMENT = FIELD_LABELS[Document]
_TEMPLATE = FIELD_LABELS[PaperTemplate]
_WITHDRAWN, _IN_USE = _DOCUMENT["is_withdrawn"], _TEMPLATE["is_active"]


def _of_instances(ids: Any) -> ColumnElement[bool]:
    """Those of bodies, of their meetings and of their requests."""
    return or_(
        Document.instance_id.in_(ids),
        Document.meeting.has(Meeting.instance_id.in_(ids)),
        Document.request.has(CouncilRequest.instance_id.in_(ids)),
    )


def _on(carriers: list[Any], today: dt.date) -> ColumnElement[bool]:
    return or_(*(getattr(Document, carrier.value).is_not(None) for carrier in carriers))


def _has_signed(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    copy = aliased(Document)
    found = select(copy.id).where(copy.signs_id == Document.id).exists()
    return found if wanted else not_(found)


class DocumentView(OfMeetings):
    """The documents of all records in sight; one that was withdrawn is on no list."""

    model = Document
    route_base = "/registre-des-documents"
    exclude_route_methods = _READ_ONLY
    columns = DOCUMENT_COLUMNS
    order = ("made_at", "desc")
    filters = (
        *filters_of(DOCUMENT, "kind", "made_at", "dated_on"),
        EnumFilter("carrier", N_("Stands on"), Carrier, build=_on),
        BooleanFilter("final", N_("Final"), column=Document.is_final),
        BooleanFilter("signed", N_("With a signed copy"), build=_has_signed),
        RelationFilter("instance", N_("Body"), Instance, Instance.name, build=_of_instances, is_short=False),
        RelationFilter(
            "arrondissement",
            N_("Arrondissement"),
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=lambda ids: _of_instances(bodies_in(ids)),
        ),
    )
    ready_views = (
        ReadyView(N_("Final ones to be signed"), "f_final=1&f_signed=0"),
        ReadyView(N_("Of bodies"), "f_carrier=instance_id"),
        ReadyView(N_("Of people"), "f_carrier=person_id"),
        ReadyView(N_("Of contracts"), "f_carrier=contract_id"),
        ReadyView(N_("Of projects"), "f_carrier=project_id"),
        ReadyView(N_("Of applications"), "f_carrier=application_id"),
        ReadyView(N_("Of events"), "f_carrier=event_id"),
        ReadyView(N_("Of calls"), "f_carrier=call_id"),
        ReadyView(N_("Links to the server"), "f_kind=server_link"),
    )
    intro = N_("Every version of what was made for records or put on their pages, under « Documents ».")
    empty_text = N_("No document yet: add one on the page of a record, under « Documents ».")

    def base_criteria(self) -> tuple[Any, ...]:
        return (~Document.is_withdrawn,)

    def as_shown(self, columns: Sequence[Column], state: ListState) -> Sequence[Column]:
        """A meeting is called by its body and its day too."""
        return [
            replace(item, value=lambda row, today: _record_in_words(row)) if item.name == "record" else item
            for item in super().as_shown(columns, state)
        ]

    def window_title(self, row: Document) -> str:
        return f"{row} – {_record_in_words(row)}"

    def subtitle(self, row: Document) -> str:
        return " – ".join(filter(None, (_record_in_words(row), size_in_words(row.size) if row.size else "")))

    def status(self, row: Document) -> Cell | None:
        for name, tone in (("is_withdrawn", "muted"), ("is_final", "ok")):
            if getattr(row, name):
                label = gettext(_DOCUMENT[name])
                return Cell(name, label, label, tone=tone)
        return None

    def record_actions(self, row: Document) -> tuple[Link, ...]:
        carrier = carrier_of(row)
        view = VIEW_OF_MODEL[CARRIED[carrier].model]
        pk = getattr(row, carrier)
        if not self.may("can_show", view):
            return ()
        links = []
        if not row.is_withdrawn and row.link is None:
            links.append(Link(gettext("Download"), file_url(row), "download", "primary"))
        if carrier is Carrier.MEETING:
            return (*links, to_meeting(row))
        url = url_for(f"{view}.show", pk=pk, tab="documents", _anchor="tabs")
        return (*links, Link(gettext("See the record"), url, "file-earmark-text"))


def file_url(row: Document) -> str:
    """Where the file of a document is taken: under the record that carries it."""
    carrier = carrier_of(row)
    if carrier is Carrier.MEETING:
        return url_for("PaperView.paper", pk=row.meeting_id, document=row.id)
    view = VIEW_OF_MODEL[CARRIED[carrier].model]
    return url_for(f"{view}.document", pk=getattr(row, carrier), document=row.id)


def _record_in_words(row: Document) -> str:
    return called(row.meeting) if row.meeting is not None else str(record_of(row) or "")


class TemplateVersionView(BackofficeView):
    """The versions of the document templates, those of each kind one after the other."""

    model = PaperTemplate
    route_base = "/versions-de-modeles"
    exclude_route_methods = {*_READ_ONLY, "lookup"}
    columns = TEMPLATE_COLUMNS
    order = ("created_at", "desc")
    filters = filters_of(PAPER_TEMPLATE, "kind", "is_active")
    intro = N_("Every version that served or may serve again. A template is replaced under « Document templates ».")

    def _init_titles(self) -> None:
        super()._init_titles()
        self.plural = N_("Versions of document templates")

    def status(self, row: PaperTemplate) -> Cell | None:
        if not row.is_active:
            return None
        label = gettext(_IN_USE)
        return Cell("is_active", label, label, tone="ok")

    def subtitle(self, row: PaperTemplate) -> str:
        return f"{value_in_words(row.kind)} – {size_in_words(row.size)}"

    def record_actions(self, row: PaperTemplate) -> tuple[Link, ...]:
        links = []
        if self.may("can_show", "TemplateView"):
            links.append(
                Link(gettext("Download"), url_for("TemplateView.template_file", pk=row.id), "download", "primary")
            )
        return (*links, *self.list_actions())

    def list_actions(self) -> Sequence[Link]:
        if not self.may("can_list", "TemplateView"):
            return ()
        return (Link(gettext("Document templates"), url_for("TemplateView.list"), "file-earmark-word"),)
