"""Every screen, and every kind of job: what a server shows and a worker does."""

from flask import Flask

import views.help
from mdo.jobs.kinds import Kinds
from mdo.passwords import hash_of_nobody
from views import accessibility, assets, data, menu, security, uploads
from views.accessibility import AccessibilityView
from views.amendments import AmendmentView, RenewalView
from views.attendance import AttendanceView
from views.backups import BackupView
from views.base import escaping, fragments, requests
from views.base.database import db
from views.base.deleting import delete_question
from views.base.words import count_in_words, full_date
from views.calendar import CalendarView
from views.calendar_feeds import CalendarFeedView, FeedFileView
from views.contracts import ContractView, StepView
from views.deadlines import DeadlineRuleView, DeadlineView
from views.deleted import DeletedView
from views.deliverables import DeliverableView
from views.documents import DocumentView, TemplateVersionView
from views.duplicates import DuplicateView
from views.eliminations import EliminationView
from views.evenings import EveningView
from views.holder_rows import AdvanceView, EvaluationView, PenaltyView, SubcontractChangeView, SubcontractView
from views.home import HomeView
from views.imports import ImportView
from views.instances import CollegeView, FunctionView, InstanceTypeView, InstanceView, SeatView
from views.invoices import InvoiceView, RateView
from views.jobs import worker
from views.jobs.imports import IMPORT
from views.jobs.mail import MAIL
from views.jobs.pages import JobView
from views.jobs.previews import PREVIEW
from views.jobs.undo import UNDO
from views.journal import AccessLogView, JournalView
from views.mail import MailView
from views.meeting_registers import ActionView, DecisionView, QuestionView
from views.meetings import MeetingView
from views.messages import MessageView, RecipientView
from views.network import AbsenceView, ReferentView
from views.open_data import OpenDataView
from views.orders import OrderView
from views.organisations import OrganisationView
from views.paper_templates import TemplateView
from views.papers import PaperView
from views.people import MandateView, PersonView
from views.point import PointView
from views.procurement import (
    FamilyView,
    LegalDelayView,
    LegalFigureView,
    ProcedureView,
    SpecificServiceView,
    TemplateStepView,
    ThresholdView,
)
from views.public import PublicView
from views.reports import ReportView
from views.requests import RequestView
from views.saved_views import SavedViewView
from views.school_holidays import SchoolHolidayView
from views.search import SearchView
from views.security.accounts import AccountView
from views.security.appbuilder import BackofficeAppBuilder
from views.security.manager import MdoSecurityManager
from views.security.preferences import PreferenceView
from views.security.roles import OwnRightsView, RoleView
from views.series import SeriesView
from views.shared_contracts import SharedContractView
from views.sittings import SittingView
from views.suppliers import SupplierView
from views.tenders import TenderView
from views.territory import ArrondissementView
from views.topics import TopicView
from views.undo import UndoView

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
        views.help.install(app)
        uploads.purge()
