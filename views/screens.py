"""Every screen, and every kind of job: what a server shows and a worker does."""

from flask import Flask

import views.help.screens
from mdo.accounts.passwords import hash_of_nobody
from mdo.kernel.jobs.kinds import Kinds
from views import menu, security
from views.accessibility import screens as accessibility
from views.accessibility.screens import AccessibilityView
from views.accounts.roles import OwnRightsView, RoleView
from views.accounts.screens import AccountView
from views.amendments.holder_rows import (
    AdvanceView,
    EvaluationView,
    PenaltyView,
    SubcontractChangeView,
    SubcontractView,
)
from views.amendments.screens import AmendmentView, RenewalView
from views.archives.screens import EliminationView
from views.backup.screens import BackupView
from views.base import assets, escaping, fragments, requests
from views.base.database import db
from views.base.deleting import delete_question
from views.base.words import count_in_words, full_date
from views.calendar.evenings import EveningView
from views.calendar.feeds import CalendarFeedView, FeedFileView
from views.calendar.screens import CalendarView
from views.commands import data, migrations
from views.contracts.screens import ContractView, StepView
from views.days_off.school_holidays import SchoolHolidayView
from views.deadlines.screens import DeadlineRuleView, DeadlineView
from views.decp.screens import OpenDataView
from views.documents.registers import DocumentView, TemplateVersionView
from views.documents.screens import PaperView
from views.documents.templates import TemplateView
from views.execution.deliverables import DeliverableView
from views.execution.invoices import InvoiceView, RateView
from views.execution.orders import OrderView
from views.home.public import PublicView
from views.home.screens import HomeView
from views.imports import uploads
from views.imports.screens import ImportView
from views.instances.screens import CollegeView, FunctionView, InstanceTypeView, InstanceView, SeatView
from views.jobs import worker
from views.jobs.imports import IMPORT
from views.jobs.mail import MAIL
from views.jobs.pages import JobView
from views.jobs.previews import PREVIEW
from views.jobs.undo import UNDO
from views.journal.deleted import DeletedView
from views.journal.screens import AccessLogView, JournalView
from views.journal.undo import UndoView
from views.mail.registers import MessageView, RecipientView
from views.mail.screens import MailView
from views.meetings.attendance import AttendanceView
from views.meetings.registers import ActionView, DecisionView, QuestionView
from views.meetings.screens import MeetingView
from views.network.screens import AbsenceView, ReferentView
from views.organisations.screens import OrganisationView
from views.people.duplicates import DuplicateView
from views.people.screens import MandateView, PersonView
from views.point.screens import PointView
from views.preferences.saved_views import SavedViewView
from views.preferences.screens import PreferenceView
from views.procurement.screens import (
    FamilyView,
    LegalDelayView,
    LegalFigureView,
    ProcedureView,
    SpecificServiceView,
    TemplateStepView,
    ThresholdView,
)
from views.procurement.sittings import SittingView
from views.reports.screens import ReportView
from views.requests.screens import RequestView
from views.search.screens import SearchView
from views.security.appbuilder import BackofficeAppBuilder
from views.security.manager import MdoSecurityManager
from views.series.screens import SeriesView
from views.shared_contracts.screens import SharedContractView
from views.suppliers.screens import SupplierView
from views.tenders.screens import TenderView
from views.territory.screens import ArrondissementView
from views.topics.screens import TopicView

VIEWS = (
    DeadlineView,
    DeadlineRuleView,
    CalendarView,
    CalendarFeedView,
    EveningView,
    FeedFileView,
    PointView,
    MeetingView,
    AttendanceView,
    ActionView,
    DecisionView,
    QuestionView,
    PaperView,
    DocumentView,
    MailView,
    MessageView,
    RecipientView,
    TemplateView,
    TemplateVersionView,
    RequestView,
    ContractView,
    StepView,
    TenderView,
    OrderView,
    DeliverableView,
    InvoiceView,
    SharedContractView,
    AmendmentView,
    RenewalView,
    SubcontractView,
    SubcontractChangeView,
    AdvanceView,
    PenaltyView,
    EvaluationView,
    OpenDataView,
    SupplierView,
    FamilyView,
    ProcedureView,
    TemplateStepView,
    ThresholdView,
    LegalDelayView,
    LegalFigureView,
    SpecificServiceView,
    RateView,
    SittingView,
    TopicView,
    SeriesView,
    SchoolHolidayView,
    InstanceView,
    InstanceTypeView,
    CollegeView,
    SeatView,
    FunctionView,
    PersonView,
    MandateView,
    DuplicateView,
    OrganisationView,
    ReferentView,
    AbsenceView,
    ArrondissementView,
    JournalView,
    AccessLogView,
    ReportView,
    ImportView,
    JobView,
    AccountView,
    RoleView,
    OwnRightsView,
    AccessibilityView,
    BackupView,
    EliminationView,
    SavedViewView,
    UndoView,
    DeletedView,
    PreferenceView,
    SearchView,
    PublicView,
)

# The work that takes time: each is declared in one file.
JOB_KINDS = Kinds.of(PREVIEW, IMPORT, MAIL, UNDO)


def install(app: Flask) -> None:
    """Gives an application its screens and jobs, and before them its data where it has none yet."""
    if "appbuilder" in app.extensions:
        return
    data.install(app)
    migrations.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    escaping.install(app)
    app.jinja_env.filters["fulldate"] = full_date
    app.jinja_env.filters["counted"] = count_in_words
    app.jinja_env.globals["delete_question"] = delete_question
    with app.app_context():
        security.install_before_fab(app)
        appbuilder = BackofficeAppBuilder(
            security_manager_class=MdoSecurityManager, indexview=HomeView, update_perms=False
        )
        appbuilder.init_app(app, db.session)
        for view in VIEWS:
            appbuilder.add_view_no_menu(view)
        security.install_after_fab(app)
        data.refuse_demo_in_production(app)
        hash_of_nobody()
        assets.install(app)
        fragments.install(app)
        requests.install(app)
        worker.install(app, JOB_KINDS)
        menu.install(app)
        accessibility.install(app)
        views.help.screens.install(app)
        uploads.purge()
