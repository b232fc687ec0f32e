"""Applications on screen, with the lists of what hangs on each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.orm import joinedload, selectinload

from mdo.calls.application_fields import (
    APPLICATION,
)
from mdo.calls.application_rules import OF_MISSION, PAID, is_limited, stays
from mdo.calls.application_states import APPLICATION_ACTS
from mdo.calls.columns import (
    APPLICATION_COLUMNS,
    APPLICATION_EXPORT_COLUMNS,
    CONSENT_COLUMNS,
    EXPENSE_COLUMNS,
    HELP_COLUMNS,
    OPINION_COLUMNS,
    PHOTO_COLUMNS,
    SUBSIDY_COLUMNS,
)
from mdo.calls.granting import is_late, is_over_ceiling
from mdo.calls.papers import is_public, partner_names
from mdo.instances.short_names import with_short_bodies
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.states.acts import Act
from models.applications import (
    Application,
    ApplicationExpense,
    ApplicationHelp,
    ApplicationOpinion,
    Means,
    Subsidy,
)
from models.applications import ApplicationState as State
from models.calls import CallAxis
from models.contracts import Contract
from models.instances import Instance
from models.photos import ApplicationPhoto, PhotoConsent
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import filters_of, relation_filter
from views.base.forms import RecordForm, form_class
from views.base.importable import ImportableView
from views.base.listing import ListState
from views.base.pages import Cell, FactGroup, FormSection, Link, Panel, TabContent
from views.base.readymade import ReadyView
from views.base.record import TabSource, rows_of
from views.base.record_tables import TablesOfRecord
from views.base.words import date_in_words, tone_of, value_in_words
from views.calls.application_form import RELATIONS, is_folded, number_field
from views.calls.jury import note_reading
from views.calls.papers import filing_workbook_page, receipt_page, sheet_page
from views.calls.reminding import remind_letter, remind_link, remind_page
from views.calls.screens import of_call
from views.contracts.panels import euros
from views.contracts.screens import ContractView
from views.documents.carrying import CarriesDocuments

_APPLICATION = FIELD_LABELS[Application]
# Rows of the mission that an application leads to.
_FOLLOWED = frozenset({"contract", "order", "sitting"})
# What is late or asks too much is told until it is judged.
_BEFORE_JURY = frozenset({State.DRAFT, State.FILED, State.ADMISSIBLE, State.INADMISSIBLE})
_FORMS = ("ApplicationView.add", "ApplicationView.edit", "ApplicationView.version")
_LATEST_FIRST = ("Bilan", "Realisation", "Outcome")

_OPINIONS = rows_of(
    "opinions",
    ApplicationOpinion.application_id,
    OPINION_COLUMNS,
    "author kind due_on given_on sense preference",
    ApplicationOpinion.kind,
    ApplicationOpinion.author,
    title=N_("Opinions"),
    empty_text=N_("No opinion was asked yet: of the mairie, with its order of preference, and of the directions."),
)
_EXPENSES = rows_of(
    "expenses",
    ApplicationExpense.application_id,
    EXPENSE_COLUMNS,
    "label planned_incl_tax has_quote",
    ApplicationExpense.position,
    title=N_("Budget"),
    empty_text=N_("No line of budget yet: add each expense with its amount, with tax."),
)
_PHOTOS = rows_of(
    "photos",
    ApplicationPhoto.application_id,
    PHOTO_COLUMNS,
    "caption people document uses",
    ApplicationPhoto.id,
    title=N_("Pictures"),
    empty_text=N_("No picture yet: put its file among the documents, then say here what is seen on it, and whom."),
)
_HELPS = rows_of(
    "helps",
    ApplicationHelp.application_id,
    HELP_COLUMNS,
    "given_on helper what",
    ApplicationHelp.given_on,
    title=N_("Help"),
    empty_text=N_("The council asked for no help before it filed."),
)
CONSENTS = rows_of(
    "consents",
    PhotoConsent.application_id,
    CONSENT_COLUMNS,
    "person_name use photo given_on withdrawn_on",
    PhotoConsent.id,
    empty_text=N_("Nobody agreed to be seen yet: a picture of a person is published with her consent, use by use."),
)
_SUBSIDIES = rows_of(
    "subsidies",
    Subsidy.application_id,
    SUBSIDY_COLUMNS,
    "organisation amount_incl_tax deliberated_on paid_on report_due_on",
    Subsidy.id,
    title=N_("Subsidy"),
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
    relations = RELATIONS
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
    related_lists = (_EXPENSES, _OPINIONS, _HELPS, _SUBSIDIES, _PHOTOS, CONSENTS)
    tables = related_lists

    def _init_forms(self) -> None:
        """The number may stay empty: it is given."""
        super()._init_forms()
        self.form_type = type("ApplicationForm", (self.form_type,), {"number": number_field()})

    def hidden_fields(self) -> frozenset[str]:
        """On a form, a référent has no field of what the mission says; she reads it on the page."""
        hidden = super().hidden_fields()
        is_hers = request.endpoint not in _FORMS or not is_limited(db.session)
        return hidden if is_hers else hidden | {*OF_MISSION}

    def is_folded(self, names: Sequence[str], form: RecordForm, row: Any) -> bool:
        """What is written once a project is retained waits, folded, until it is."""
        return is_folded(names, row)

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Application.call), selectinload(Application.partners))

    def on_screen(self, shown: Sequence[Column], rows: Sequence[Any], state: ListState) -> Sequence[Column]:
        """« CQ » leaves room for what tells bodies apart."""
        return with_short_bodies(super().on_screen(shown, rows, state))

    def tabs(self, row: Application) -> tuple[TabSource, ...]:
        """What is asked comes first while it is judged; once it is paid, what became of it."""
        if row.state in PAID:
            return (self._became(row), *super().tabs(row))
        return tuple(sorted(super().tabs(row), key=lambda source: source.name != "sheet"))

    def _became(self, row: Application) -> TabSource:
        """What it became, the latest part first; the whole of it stands in the last tab."""
        title = gettext("What it became")
        wanted = [self.section_title(name, row) for name in _LATEST_FIRST]

        def fill() -> TabContent:
            groups = {group.title: group for group in self.fact_groups(row, lambda view: self.may("can_show", view))}
            shown = tuple(groups[name] for name in wanted if name in groups)
            return TabContent("became", title, (Panel(title, "base/panels/sheet.html", {"groups": shown}),))

        return TabSource("became", title, fill)

    def subtitle(self, row: Application) -> str:
        parts = [row.instance.name if row.instance is not None else "", row.axis.name if row.axis is not None else ""]
        if row.filed_on is not None:
            parts.append(gettext("filed on %(day)s", day=date_in_words(row.filed_on)))
        if row.state in _BEFORE_JURY and row.call is not None:
            if is_late(row.filed_on, row.call.closes_on):
                parts.append(gettext("filed late"))
            if is_over_ceiling(row.asked_incl_tax, row.call.ceiling_incl_tax):
                parts.append(gettext("over the ceiling of %(amount)s", amount=euros(row.call.ceiling_incl_tax)))
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

    def fact_groups(self, row: Application, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """What of its progress a référent may not read is followed by the mission, wherever it stands.

        A council that asks with hers is told to be there, though out of her sight.
        """
        followed = gettext("followed by the mission")
        is_subsidised = row.means is Means.SUBSIDY and not self.may("can_show", "SubsidyView")
        hidden = is_limited(db.session) and len(partner_names(db.session, row)) > len(row.partners)

        def told(fact: Cell) -> Cell:
            if fact.name in _FOLLOWED and fact.tone == "muted":
                return fact._replace(text=followed)
            if fact.name == "means" and is_subsidised:
                return fact._replace(text=f"{fact.text} – {followed}")
            if fact.name == "partners" and hidden:
                words = gettext("outside your arrondissements")
                return fact._replace(text=", ".join(filter(None, (fact.text, words))), links=())
            return fact

        groups = super().fact_groups(row, may_open)
        return tuple(replace(group, facts=tuple(map(told, group.facts))) for group in groups)

    def kept_from(self, row: Application) -> Collection[str]:
        return ("delete",) if stays(row) else ()

    def record_actions(self, row: Application) -> tuple[Link, ...]:
        links = [*super().record_actions(row)]
        if row.instance is None:  # a juror from elsewhere reads the file, and has no paper of its council
            return tuple(links)
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
        need = form_class(Contract, act.more, ContractView.relations, ("family",), type(self).__name__)
        return type("BuyForm", (base, need), {})

    def more_sections(self, form: RecordForm) -> tuple[FormSection, ...]:
        """What an act asks of another record than the file, which has no section for it."""
        return tuple(
            FormSection(gettext(act.label), act.more, gettext(act.help))
            for act in APPLICATION_ACTS.acts
            if act.more and all(name in form for name in act.more)
        )

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

    @expose("/classeur/<int:pk>")
    @has_access
    @permission_name("add")
    def filing_workbook(self, pk: int) -> Any:
        """The workbook that a call gives out, to fill in and send back by the import."""
        return filing_workbook_page(self, pk)

    @expose("/<int:pk>/fiche")
    @has_access
    @permission_name("show")
    def public_sheet(self, pk: int) -> Any:
        """The public sheet of the project, in Word."""
        return sheet_page(self, pk)
