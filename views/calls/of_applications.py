"""What hangs on applications on screen: budget, help, opinions, subsidies, pictures and consents."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_

from mdo.calls.application_fields import (
    APPLICATION_EXPENSE,
    APPLICATION_HELP,
    APPLICATION_OPINION,
    APPLICATION_PHOTO,
    PHOTO_CONSENT,
    SUBSIDY,
)
from mdo.calls.application_rules import may_write_kind
from mdo.calls.columns import (
    CONSENT_COLUMNS,
    EXPENSE_COLUMNS,
    HELP_COLUMNS,
    OPINION_COLUMNS,
    PHOTO_COLUMNS,
    SUBSIDY_COLUMNS,
)
from mdo.calls.photos import SHOWN_TYPES
from mdo.calls.subsidies import checklist
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Table
from models.applications import (
    Application,
    ApplicationExpense,
    ApplicationHelp,
    ApplicationOpinion,
    OpinionKind,
    Subsidy,
)
from models.documents import Document
from models.organisations import Organisation, OrganisationKind
from models.photos import ApplicationPhoto, PhotoConsent
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import RelationFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.pages import Panel, TabContent
from views.base.record import TabSource
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.base.words import date_in_words
from views.calls.applications import CONSENTS
from views.calls.screens import OF_ACTIVE_ACCOUNT
from views.contracts.panels import panel_row, rows_panel


def _of_application(table: Table) -> RelationFilter:
    """The filter by an application."""
    return relation_filter(table["application"], Application.title, is_short=False)


class ApplicationExpenseView(BackofficeView):
    """The budgets of applications, line by line."""

    model = ApplicationExpense
    empty_for = N_("Here are the budgets of applications, an expense a line, with tax.")
    route_base = "/budgets-des-dossiers"
    columns = EXPENSE_COLUMNS
    order = ("application", "asc")
    carried = ("application",)
    filters = (
        _of_application(APPLICATION_EXPENSE),
        *filters_of(APPLICATION_EXPENSE, "has_quote"),
    )


class ApplicationHelpView(BackofficeView):
    """The help that councils asked for before they filed."""

    model = ApplicationHelp
    empty_for = N_("Here is the help that councils asked for before they filed: from whom, when.")
    route_base = "/aides-aux-dossiers"
    columns = HELP_COLUMNS
    order = ("given_on", "desc")
    carried = ("application",)
    relations = {"helper": OF_ACTIVE_ACCOUNT}
    filters = (
        _of_application(APPLICATION_HELP),
        *filters_of(APPLICATION_HELP, "given_on"),
    )


class ApplicationOpinionView(BackofficeView):
    """The opinions on applications: of mairies, of directions, of arrondissement councils."""

    model = ApplicationOpinion
    empty_for = N_("Here are the opinions on applications: asked, due, given.")
    route_base = "/avis-sur-dossiers"
    columns = OPINION_COLUMNS
    order = ("due_on", "asc")
    carried = ("kind", "author", "asked_on", "due_on")
    filters = (
        *filters_of(APPLICATION_OPINION, "kind", "sense"),
        _of_application(APPLICATION_OPINION),
        *filters_of(APPLICATION_OPINION, "due_on"),
    )

    def may_change(self, row: ApplicationOpinion) -> bool:
        """That of a direction is the mission's to write."""
        return super().may_change(row) and may_write_kind(db.session, row.kind)

    def open_form(self, names: Sequence[str], row: Any = None, typed: Any = None) -> RecordForm:
        """The kinds of opinions that the reader writes."""
        form = super().open_form(names, row, typed)
        if "kind" in form:
            form["kind"].offered = tuple(kind for kind in OpinionKind if may_write_kind(db.session, kind))
        return form


class SubsidyView(BackofficeView):
    """The subsidies that projects become, with what the law asks."""

    model = Subsidy
    empty_for = N_("Here are the projects that associations carry out with a subsidy, and what the law asks of each.")
    intro = N_("To be confirmed by the commande publique and by the finance direction.")
    route_base = "/subventions"
    columns = SUBSIDY_COLUMNS
    order = ("report_due_on", "asc")
    relations = {"organisation": Relation(where=lambda: Organisation.kind == OrganisationKind.ASSOCIATION)}
    filters = (
        _of_application(SUBSIDY),
        relation_filter(SUBSIDY["organisation"], Organisation.name, is_short=False),
        *filters_of(SUBSIDY, "report_due_on"),
    )

    def tabs(self, row: Subsidy) -> tuple[TabSource, ...]:
        title = gettext("What is done and what is due")
        lines = checklist(row)

        def fill() -> TabContent:
            rows = [
                panel_row(
                    gettext(line.label),
                    gettext(line.label),
                    {
                        "text": gettext("Done (checklist)") if line.is_done else gettext("To do (checklist)"),
                        "tone": "ok" if line.is_done else "warn",
                    },
                    date_in_words(line.day) if line.day else "",
                    date_in_words(line.due_on) if line.due_on else "",
                )
                for line in lines
            ]
            headers = (N_("What is looked at"), N_("State"), N_("Day"), N_("Due on"))
            panel: Panel = rows_panel(title, headers, rows, (), "", note=gettext("To be confirmed."))
            return TabContent("checklist", title, (panel,))

        return (TabSource("checklist", title, fill), *super().tabs(row))


class ApplicationPhotoView(BackofficeView):
    """The pictures of projects, with what each may be shown for."""

    model = ApplicationPhoto
    empty_for = N_("Here are the pictures of projects, and the uses that all who are seen on each agreed to.")
    intro = N_("A picture is shown for a use once all whom one recognises agreed to it, as long as nobody withdraws.")
    route_base = "/photos-des-projets"
    columns = PHOTO_COLUMNS
    order = ("caption", "asc")
    carried = ("application",)
    relations = {
        "document": Relation(
            where=lambda: and_(Document.media_type.in_(SHOWN_TYPES), Document.is_withdrawn.is_(False)),
            within="application",
        )
    }
    filters = (_of_application(APPLICATION_PHOTO),)
    related_lists = (
        replace(
            CONSENTS,
            where=lambda row: PhotoConsent.photo_id == row.id,
            filter_argument="photo",
            add_argument="photo",
        ),
    )


class PhotoConsentView(BackofficeView):
    """Who agreed to be seen on the pictures of projects, use by use."""

    model = PhotoConsent
    empty_for = N_("Here is who agreed to be seen on the pictures of projects, use by use.")
    route_base = "/accords-photo"
    columns = CONSENT_COLUMNS
    relations = {"photo": Relation(within="application")}
    order = ("given_on", "desc")
    carried = ("application", "given_on")
    filters = (
        _of_application(PHOTO_CONSENT),
        relation_filter(PHOTO_CONSENT["photo"], ApplicationPhoto.caption, is_short=False),
        *filters_of(PHOTO_CONSENT, "use", "given_on"),
    )
