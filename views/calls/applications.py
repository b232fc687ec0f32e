"""Applications on screen, and what hangs on them: help, opinions, consents, subsidies."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.orm import joinedload, selectinload

from mdo.calls.application_fields import APPLICATION, APPLICATION_HELP, APPLICATION_OPINION, PHOTO_CONSENT, SUBSIDY
from mdo.calls.application_states import APPLICATION_ACTS
from mdo.calls.columns import (
    APPLICATION_COLUMNS,
    APPLICATION_EXPORT_COLUMNS,
    CONSENT_COLUMNS,
    HELP_COLUMNS,
    OPINION_COLUMNS,
    SUBSIDY_COLUMNS,
)
from mdo.calls.papers import is_public
from mdo.calls.subsidies import checklist
from mdo.instances.short_names import with_short_bodies
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.states.acts import Act
from models.applications import Application, ApplicationHelp, ApplicationOpinion, PhotoConsent, Subsidy
from models.calls import CallAxis
from models.contracts import Contract
from models.instances import Instance
from models.organisations import Organisation, OrganisationKind
from views.base.catalogues import gettext
from views.base.filters import filters_of, relation_filter
from views.base.forms import RecordForm, form_class
from views.base.importable import ImportableView
from views.base.listing import ListState
from views.base.pages import Cell, Link, Panel, TabContent
from views.base.readymade import ReadyView
from views.base.record import RelatedList, TabSource
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words
from views.calls.jury import note_reading
from views.calls.papers import receipt_page, sheet_page
from views.calls.reminding import remind_letter, remind_link, remind_page
from views.calls.screens import OF_ACTIVE_ACCOUNT, of_call
from views.contracts.panels import panel_row, rows_panel
from views.documents.carrying import CarriesDocuments

_APPLICATION = FIELD_LABELS[Application]

_OPINIONS = RelatedList(
    "opinions",
    ApplicationOpinion,
    columns_named(OPINION_COLUMNS, "author", "kind", "due_on", "given_on", "sense", "preference"),
    lambda row: ApplicationOpinion.application_id == row.id,
    (ApplicationOpinion.kind, ApplicationOpinion.author),
    title=N_("Opinions"),
    filter_argument="application",
    add_argument="application",
    empty_text=N_("No opinion was asked yet: of the mairie, with its order of preference, and of the directions."),
)
_HELPS = RelatedList(
    "helps",
    ApplicationHelp,
    columns_named(HELP_COLUMNS, "given_on", "helper", "what"),
    lambda row: ApplicationHelp.application_id == row.id,
    (ApplicationHelp.given_on,),
    title=N_("Help"),
    filter_argument="application",
    add_argument="application",
    empty_text=N_("The council asked for no help before it filed."),
)
_CONSENTS = RelatedList(
    "consents",
    PhotoConsent,
    columns_named(CONSENT_COLUMNS, "person_name", "use", "picture", "given_on", "withdrawn_on"),
    lambda row: PhotoConsent.application_id == row.id,
    (PhotoConsent.id,),
    filter_argument="application",
    add_argument="application",
    empty_text=N_("Nobody agreed to be seen yet: a picture of a person is published with her consent, use by use."),
)
_SUBSIDIES = RelatedList(
    "subsidies",
    Subsidy,
    columns_named(SUBSIDY_COLUMNS, "organisation", "amount_incl_tax", "deliberated_on", "paid_on", "report_due_on"),
    lambda row: Subsidy.application_id == row.id,
    (Subsidy.id,),
    title=N_("Subsidy"),
    filter_argument="application",
    add_argument="application",
    empty_text=N_("No subsidy: where the project is the initiative of an association, add it here."),
)


class ApplicationView(CarriesDocuments, TablesOfRecord, ImportableView):
    """What conseils de quartier ask of calls."""

    model = Application
    empty_for = N_("Here are the projects that your conseils de quartier ask a call to pay for.")
    machine = APPLICATION_ACTS
    route_base = "/dossiers"
    can_import_kind = "applications"
    columns = APPLICATION_COLUMNS
    exported = APPLICATION_EXPORT_COLUMNS
    order = ("number", "asc")
    sheet = N_("The application in full")
    relations = {"filed_by": OF_ACTIVE_ACCOUNT}
    lookups = frozenset(("order",))  # which an act asks
    copied = ("call", "instance", "axis", "carrier")
    carried = ("call", "instance")
    filters = (
        of_call(APPLICATION["call"]),
        *filters_of(APPLICATION, "state"),
        relation_filter(APPLICATION["instance"], Instance.name, is_short=False),
        relation_filter(APPLICATION["axis"], CallAxis.name, is_short=False),
        *filters_of(APPLICATION, "means", "filed_on"),
    )
    ready_views = (
        ReadyView(N_("Being prepared or filed"), "f_state=draft&f_state=filed&order=-filed_on"),
        ReadyView(N_("Before the jury"), "f_state=admissible&f_state=examined"),
        ReadyView(N_("Retained (ready view)"), "f_state=retained&f_state=realised&f_state=reported&f_state=closed"),
        ReadyView(N_("Waiting list (ready view)"), "f_state=waiting"),
    )
    related_lists = (_OPINIONS, _HELPS, _SUBSIDIES, _CONSENTS)
    tables = related_lists

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Application.call), selectinload(Application.partners))

    def on_screen(self, shown: Sequence[Column], rows: Sequence[Any], state: ListState) -> Sequence[Column]:
        """« CQ » leaves room for what tells bodies apart."""
        return with_short_bodies(super().on_screen(shown, rows, state))

    def tabs(self, row: Application) -> tuple[TabSource, ...]:
        """What is asked comes first: whoever opens an application came for it."""
        return tuple(sorted(super().tabs(row), key=lambda source: source.name != "sheet"))

    def subtitle(self, row: Application) -> str:
        parts = [row.instance.name if row.instance is not None else "", row.axis.name if row.axis is not None else ""]
        if row.filed_on is not None:
            parts.append(gettext("filed on %(day)s", day=date_in_words(row.filed_on)))
        return " – ".join(part for part in parts if part)

    def belongs_to(self, row: Application) -> Cell | None:
        if row.call is None:
            return None
        url = url_for("CallView.show", pk=row.call_id) if self.may("can_show", "CallView") else None
        return Cell("call", gettext(_APPLICATION["call"]), str(row.call), url=url)

    def status(self, row: Application) -> Cell:
        return Cell("state", gettext(_APPLICATION["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def writer_actions(self, row: Application) -> Sequence[Link]:
        return (*super().writer_actions(row), *remind_link(self, row))

    def record_actions(self, row: Application) -> tuple[Link, ...]:
        links = [*super().record_actions(row)]
        if row.filed_on is not None:
            url = self.url("receipt", pk=row.id)
            links.append(Link(gettext("Receipt (Word)"), url, "file-earmark-word", is_file=True))
        if is_public(row):
            url = self.url("public_sheet", pk=row.id)
            links.append(Link(gettext("Public sheet (Word)"), url, "file-earmark-word", is_file=True))
        return tuple(links)

    def act_form(self, act: Act) -> type[RecordForm]:
        """What is bought asks for the family of the need that it makes."""
        base = super().act_form(act)
        if act.name != "buy":
            return base
        need = form_class(Contract, ("family", "vat_rate"), {}, ("family",), type(self).__name__)
        return type("BuyForm", (base, need), {})

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """The file; that a juror opened it is noted first."""
        note_reading(pk)
        return super().show(pk)

    @expose("/rappel/<int:pk>")
    @has_access
    @permission_name("edit")
    def remind_page(self, pk: int) -> Any:
        """The letter and the e-mail to a council whose bilan is awaited."""
        return remind_page(self, self.fetch(pk))

    @expose("/rappel/<int:pk>/lettre", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remind_letter(self, pk: int) -> Any:
        """The letter, in Word."""
        return remind_letter(self, self.fetch(pk))

    @expose("/<int:pk>/recepisse")
    @has_access
    @permission_name("show")
    def receipt(self, pk: int) -> Any:
        """The dated receipt of the application, in Word."""
        return receipt_page(self, pk)

    @expose("/<int:pk>/fiche")
    @has_access
    @permission_name("show")
    def public_sheet(self, pk: int) -> Any:
        """The public sheet of the project, in Word."""
        return sheet_page(self, pk)


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
        relation_filter(APPLICATION_HELP["application"], Application.title, is_short=False),
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
        relation_filter(APPLICATION_OPINION["application"], Application.title, is_short=False),
        *filters_of(APPLICATION_OPINION, "due_on"),
    )


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
        relation_filter(SUBSIDY["application"], Application.title, is_short=False),
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


class PhotoConsentView(BackofficeView):
    """Who agreed to be seen on the pictures of projects, use by use."""

    model = PhotoConsent
    empty_for = N_("Here is who agreed to be seen on the pictures of projects, use by use.")
    route_base = "/accords-photo"
    columns = CONSENT_COLUMNS
    order = ("given_on", "desc")
    carried = ("application", "given_on")
    filters = (
        relation_filter(PHOTO_CONSENT["application"], Application.title, is_short=False),
        *filters_of(PHOTO_CONSENT, "use", "given_on"),
    )
