"""What leaves as an export comes back without a change, in both languages."""

import datetime as dt
import gettext
import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.cells.computed import computed_headers
from mdo.kernel.imports.exports import columns_of, export_rows, write_export
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading.tables import header_key
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.imports.words.vocabulary import WordList
from mdo.kernel.labels import ENUM_LABELS
from mdo.kernel.scope.limits import Scope
from models.attendance import Presence
from models.instances import InstanceState
from models.journal import AccessLog
from models.meetings import MeetingKind
from models.people import Consent, EndReason, Gender
from models.territory import Arrondissement
from tests.kernel.imports.sheets import states
from tests.kernel.imports.test_instances import LYON
from tests.support import TODAY
from tests.support import factories as make
from tests.support.calls import a_notified_call, an_application_in_full
from tests.support.data import members
from tests.support.events import a_full_event
from tests.support.orders import an_invoice_of_an_order
from tests.support.procurement import a_contract_with_its_holders
from tests.support.projects import a_closed_project

CATALOGUE = Path(__file__).parents[3] / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
GOLDEN = {
    "instances": "name code type arrondissements state created_on recognised_on elected_official agent mailbox "
    "charter_on oye_url aliases dissolved_on parent",
    "elected_officials": "elected_official elected_user instance arrondissements instance_type",
    "people": "last_name first_name arrondissement organisation gender age_band email phone address postal_code city "
    "birth_year newsletter_consent image_consent directory_consent notes",
    "mandates": "person instance arrondissements function college organisation start_on planned_end_on ended_on "
    "end_reason status rank designation commitment email phone instance_type substitute_of notes",
    "seats": "number instance label college requirement appointing_authority opened_on closed_on arrondissements "
    "instance_type",
    "organisations": "name acronym kind arrondissement siret contact_name email phone convention_start_on "
    "convention_end_on",
    "referents": "user arrondissement start_on end_on replacement",
    "absences": "user start_on end_on replacement note",
    "dates_to_avoid": "label start_on end_on kind arrondissement is_city_council note",
    "requests": "number subject kind instance theme place organisation received_on sent_on due_on answered_on answer "
    "follow_up follow_up_reason responsible status age is_in_time arrondissements instance_type",
    "meetings": "title start_at kind instance state place room end_at host organiser is_public head_count oye_url "
    "arrondissements instance_type to_prepare",
    "actions": "text owner due_on state meeting instance agenda_item closed_on outcome meeting_on arrondissements "
    "instance_type project",
    "attendance": "full_name instance meeting_on meeting_title presence represented_by note arrondissements "
    "instance_type reply",
    "suppliers": "name identifier identifier_kind is_sme city email phone is_active vat_number address postal_code "
    "contacts",
    "contracts": "number title state procedure estimate_excl_tax amount_excl_tax maximum_excl_tax notified_on "
    "starts_on ends_on responsible family cpv launch_on wished_start_on technique published_on holders "
    "arrondissements framework group_kind procedure_reason has_purchase_orders has_subsequent_contracts "
    "minimum_excl_tax vat_rate price_form price_type ccag tenders_received awarded_on signed_on firm_months renewals "
    "renewal_months notice_months budget_line opening_on opening_ordered_excl_tax opening_invoiced_excl_tax "
    "opening_paid_excl_tax state_reason justification notes is_published_before transmitted_on "
    "award_notice_on letters_on",
    "purchase_orders": "number subject contract state ordered_on total_excl_tax total_incl_tax holders notes vat_rate",
    "invoices": "number contract supplier status received_on pay_by total_excl_tax total_incl_tax paid_on late_days "
    "order subject checked_on sent_to_payment_on suspended_days vat_rate notes",
    "projects": "title kind state lead end_on next_step start_on closed_on participation objective plan_action lessons "
    "arrondissements team",
    "calls": "title year state envelope_incl_tax ceiling_incl_tax responsible tie_rule rules signatory opens_on "
    "closes_on opinions_by jury_by arbitration_by councils_by deliberation_by notification_by realisation_by "
    "reports_by decided_on deliberation notified_on",
    "applications": "title number call instance axis asked_incl_tax granted_incl_tax state summary budget carrier "
    "adopted_on filed_on channel filed_by is_complete derogation_reason inadmissible_reason heard_at waiting_rank "
    "refusal_reason notified_on abandoned_reason means quotes authorisations accepted_on realised_on year_end "
    "report_due_on reminded_on reported_on report spent_incl_tax is_late partners arrondissements instance_type "
    "expenses budget_incl_tax",
    "events": "title first_on session_count kind state lead capacity confirm_hours stop_hours is_public project reason "
    "programme course valid_months",
    "registrations": "name event quality state email registered_at instance phone guardian_name access_needs "
    "food confirm_by way",
    "event_evaluations": "event overall content organisation comment",
}


@pytest.fixture(scope="module")
def french() -> Callable[[str], str]:
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale="fr"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext


@pytest.fixture
def bodies(session: Session) -> None:
    apply(session, plan(session, "instances", LYON, today=TODAY))
    make.InstanceFactory(
        name="=Bellecour",
        arrondissements=[2],
        state=InstanceState.DORMANT,
        state_reason="Travaux",
        aliases="Bellecour\nPlace",
        mailbox="bellecour@example.org",
        oye_url="https://oye.participer.lyon.fr/bellecour",
    )
    session.commit()


@pytest.fixture
def register(session: Session, bodies: None) -> None:
    apply(session, plan(session, "people", members.TARGET, today=TODAY), only_valid=True)
    person = make.PersonFactory(
        last_name="D’Arc",
        first_name="Zoé-Ève",
        gender=Gender.OTHER,
        birth_year=1984,
        email="zoe@example.org",
        phone="+33 6 12 34 56 78",
        postal_code="01000",
        image_consent=Consent.REFUSED,
    )
    body = make.InstanceFactory(name="Comité de la nuit")
    make.MandateFactory(
        person=person,
        instance=body,
        start_on=dt.date(2020, 1, 1),
        planned_end_on=dt.date(2022, 12, 31),
        ended_on=dt.date(2021, 6, 30),
        end_reason=EndReason.OTHER,
        college=make.CollegeFactory(instance=body),
        organisation=make.OrganisationFactory(name="MJC"),
    )
    make.MandateFactory(person=None, organisation=make.OrganisationFactory(name="Lyon en scène"))
    make.SeatFactory(instance=body, label="Locataires", opened_on=dt.date(2020, 1, 1), closed_on=dt.date(2027, 1, 1))
    user = make.UserFactory(first_name="Ana", last_name="Bel")
    make.ReferentFactory(user=user, replacement=make.UserFactory(), end_on=dt.date(2027, 1, 1))
    make.AbsenceFactory(user=user, replacement=make.UserFactory(), note="Vu")
    make.DateToAvoidFactory(arrondissement=make.ArrondissementFactory(number=4), end_on=dt.date(2099, 1, 1), note="Vu")
    make.CouncilRequestFactory(instance=body, theme="Voirie", answered_on=TODAY, answer="Oui.\nEn mai.")
    meeting = make.MeetingFactory(instance=body, head_count=0, is_public=True, organiser=user)
    network = make.MeetingFactory(instance=None, kind=MeetingKind.NETWORK)
    make.ActionItemFactory(meeting=meeting, text="Chiffrer.\nPuis dire.", owner=user, due_on=TODAY)
    make.ActionItemFactory(meeting=network, owner_name="Ana Bel")
    present = make.AttendanceFactory(meeting=meeting, presence=Presence.PRESENT)
    make.AttendanceFactory(meeting=meeting, presence=Presence.REPRESENTED, represented_by=present, note="Malade")
    make.AttendanceFactory(meeting=meeting, person=None, visitor_name="Yves", is_convened=False)
    make.AttendanceFactory(meeting=network, person=None, user=user, presence=Presence.EXCUSED)
    an_invoice_of_an_order(a_contract_with_its_holders())
    project = a_closed_project(lead=user, arrondissements=body.arrondissements)
    an_application_in_full(call=a_notified_call(responsible=user), instance=body)
    make.ActionItemFactory(meeting=None, project=project, text="Relancer.\nPuis dire.")
    make.ActionItemFactory(meeting=None, owner=user, text="Ranger")
    a_full_event(lead=user, project=project, instance=body)
    session.commit()


@pytest.mark.usefixtures("register")
def test_an_export_comes_back_without_a_change(session: Session, french: Callable[[str], str]) -> None:
    for kind, translate in itertools.product(KINDS, (french, str)):
        stream = io.BytesIO()
        count = write_export(session, kind, stream, translate=translate)
        made = plan(session, kind, stream.getvalue(), today=TODAY)
        assert [(error.line, error.column, str(error.params)) for error in made.errors] == []
        assert made.unknown_columns == ()
        assert [line.changes for line in made.lines if line.changes] == []
        # The totals under some exports are no data.
        assert [state for state in states(made) if state != "left"] == ["unchanged"] * count
        assert count > 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_the_columns_is_a_contract(kind: str) -> None:
    assert " ".join(column.name for column in KINDS[kind].columns) == GOLDEN[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_header_of_an_export_is_read_by_the_import(kind: str, french: Callable[[str], str]) -> None:
    known = {header_key(header) for header in computed_headers()}
    known |= {header_key(name) for field in KINDS[kind].fields for name in (field.label, *field.synonyms)}
    headers = [text for column in KINDS[kind].columns for text in (column.label, french(column.label))]
    assert [header for header in headers if header_key(header) not in known] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_screens_is_a_header_of_the_import(kind: str, french: Callable[[str], str]) -> None:
    for field in KINDS[kind].fields:
        known = {header_key(name) for name in field.synonyms}
        assert header_key(french(field.label)) in known, f"{field.name}: {french(field.label)}"


_WORDS = {f"{kind.code} {field.name}": field.words for kind in KINDS.values() for field in kind.fields if field.words}


@pytest.mark.parametrize("words", _WORDS.values(), ids=_WORDS)
def test_every_word_of_the_closed_lists_is_read(words: WordList, french: Callable[[str], str]) -> None:
    for member in words.members:
        label = ENUM_LABELS[type(member)][member]
        assert words.find(french(label)) is member, french(label)
        assert words.find(label) is member


@pytest.mark.usefixtures("bodies")
def test_an_export_is_in_the_scope_of_the_session_and_in_the_access_log(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})), actor_name="Ana Bel")
    stream = io.BytesIO()
    count = write_export(reader, "instances", stream, filters={"state": "active"}, translate=str)
    reader.commit()
    sheet = load_workbook(io.BytesIO(stream.getvalue())).worksheets[0]
    names = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert "CICA du 5e" in names
    assert "Gerland" not in names
    assert "CAMUT (mobilités, usager·ères des transports)" not in names
    (log,) = session.scalars(select(AccessLog)).all()
    assert (log.user_name, log.what, log.row_count, count) == ("Ana Bel", "instances", count, len(names))


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"q": "gorge loup"}, ["Champvert-Gorge de Loup", "Gorge-de-Loup"]),
        ({"arrondissements": "lyon 2E"}, ["=Bellecour", "Bellecour-Carnot"]),
        ({"state": "dormant"}, ["=Bellecour"]),
        ({"recognised_on": "13/12/2016", "arrondissements": "Lyon 3e"}, ["Moncey Voltaire Guillotière"]),
    ],
)
@pytest.mark.usefixtures("bodies")
def test_an_export_is_filtered_by_search_and_by_what_a_column_says(
    session: Session, filters: dict[str, str], names: list[str]
) -> None:
    assert [row.name for row in export_rows(session, "instances", filters)] == names


def test_an_unknown_filter_is_refused_with_those_that_exist(session: Session) -> None:
    with pytest.raises(RuleViolation) as refused:
        export_rows(session, "instances", {"couleur": "bleu"})
    assert "arrondissements" in refused.value.params["names"]


def test_personal_columns_are_exported_by_right_alone() -> None:
    names = {column.name for column in columns_of("people", with_personal=False)}
    assert names.isdisjoint({"email", "phone", "address", "birth_year", "age_band"})
    with pytest.raises(KeyError):
        columns_of("couleurs", with_personal=True)
