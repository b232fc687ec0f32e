"""The registers of documents: those of all meetings, and the versions of the templates that they are made from."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from mdo.documents.columns import DOCUMENT_COLUMNS, TEMPLATE_COLUMNS
from mdo.documents.fields import MEETING_DOCUMENT, PAPER_TEMPLATE
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.called import called
from models.documents import MeetingDocument, PaperTemplate
from views.base.catalogues import gettext
from views.base.filters import filters_of
from views.base.pages import Cell, Link
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.documents.pages import size_in_words
from views.meetings.registers import OfMeetings, of_bodies, to_meeting

_READ_ONLY = {*BackofficeView.exclude_route_methods, "add", "edit", "delete"}
_DOCUMENT = FIELD_LABELS[MeetingDocument]
_TEMPLATE = FIELD_LABELS[PaperTemplate]
_WITHDRAWN, _IN_USE = _DOCUMENT["is_withdrawn"], _TEMPLATE["is_active"]


class DocumentView(OfMeetings):
    """The documents of all meetings; one that was withdrawn is on no list."""

    model = MeetingDocument
    route_base = "/registre-des-documents"
    exclude_route_methods = _READ_ONLY
    columns = DOCUMENT_COLUMNS
    order = ("made_at", "desc")
    filters = (
        *filters_of(MEETING_DOCUMENT, "kind", "made_at"),
        *of_bodies(MeetingDocument),
    )
    intro = N_("Every version of what was made for meetings or attached to them, on the pages of meetings.")
    empty_text = N_("No document yet: make or attach one on the page of a meeting, under « Documents ».")

    def base_criteria(self) -> tuple[Any, ...]:
        return (~MeetingDocument.is_withdrawn,)

    def subtitle(self, row: MeetingDocument) -> str:
        return f"{called(row.meeting)} – {size_in_words(row.size)}"

    def status(self, row: MeetingDocument) -> Cell | None:
        if not row.is_withdrawn:
            return None
        label = gettext(_WITHDRAWN)
        return Cell("is_withdrawn", label, label, tone="muted")

    def record_actions(self, row: MeetingDocument) -> tuple[Link, ...]:
        links = []
        if not row.is_withdrawn and self.may("can_show", "PaperView"):
            file_url = url_for("PaperView.paper", pk=row.meeting_id, document=row.id)
            links.append(Link(gettext("Download"), file_url, "download", "primary"))
        return (*links, to_meeting(row)) if self.may("can_show", "MeetingView") else tuple(links)


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
