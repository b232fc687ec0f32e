"""The reports: their headers are a contract, their figures those of the screens, their names distinct."""

import datetime as dt
import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from mdo.composition.alerts import InstanceAlert
from mdo.home import counted
from mdo.home import figures as of
from mdo.home.places import by_arrondissement
from mdo.kernel.base.context import bind, context_of
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from mdo.reports import catalogue
from mdo.reports.catalogue import bodies as dashboard
from mdo.reports.catalogue import composition
from mdo.reports.declaration import Result, Values
from mdo.reports.parameters import names_of, read_values
from mdo.reports.registry import REPORTS, declared, registered
from mdo.reports.writing import write_report
from tests.support import TODAY
from tests.support import factories as make
from tests.support.statements import count_statements

ROOT = Path(__file__).parents[2]
# Contracts with what people built on these files: new columns go to the end of a list, nothing moves.
COLUMNS = {
    "members": "last_name first_name organisation instance instance_type arrondissements function college designation "
    "commitment start_on planned_end_on rank email phone guardian_name gender age_band directory_consent "
    "image_consent newsletter_consent",
    "mandates-ending": "person organisation planned_end_on instance instance_type arrondissements function college "
    "start_on rank status days_left terms_left agent email phone",
    "bodies": "code name type arrondissements state created_on legal_basis elected_official agent mailbox members "
    "newcomers women expired undated seats vacant alerts charter_on recognised_until oye_url",
    "composition": "name type arrondissements members carried_over undated colleges women men other unknown "
    "share_of_women parity_min_percent parity_max_percent verdict missing",
    "vacant-seats": "instance type arrondissements number label college requirement appointing_authority since "
    "next_start_on agent",
    "assiduity": "name instance type arrondissements convened present represented excused absent unmarked rate",
    "answers": "organisation received answered in_time late overdue awaiting rate median_days",
    "requests-to-meeting": "instance number status kind subject theme place organisation received_on sent_on due_on "
    "age answered_on answer follow_up follow_up_reason meets_on",
    "referents": "arrondissement referent coverage start_on end_on replacement absent_from absent_until stand_in "
    "bodies in_alert to_refresh email",
    "suivi_des_marches": "number title procedure technique lots estimate amount maximum holders identifiers notice_on "
    "tenders_due_on committee_on notified_on ends_on months renewals decide_by ordered invoiced paid left used "
    "amendments amended low_value advance next_on next publish_by published_on responsible state",
    "bons_de_commande_et_factures": "number contract subject total_excl_tax total_incl_tax ordered_on deliverable "
    "delivered_on decision invoice received_on pay_by sent_on late_days paid_on invoice_excl_tax invoice_incl_tax "
    "order_state",
    "evenements": "title kind state first_on capacity seated waiting came hours answers mean cost each spending",
    "argent_des_projets": "title kind state lead end_on planned_incl_tax committed_excl_tax committed_incl_tax "
    "spent_excl_tax spent_incl_tax paid_incl_tax left_incl_tax",
    "appels_a_projets": "call number title instance arrondissements axis state asked_incl_tax granted_incl_tax "
    "spent_incl_tax means filed_on reported_on",
}
PERSONAL = {
    "members": {"email", "phone", "guardian_name", "gender", "age_band", "directory_consent", "image_consent",
                "newsletter_consent"},
    "mandates-ending": {"email", "phone"},
    "referents": {"email"},
}  # fmt: skip


def run(session: Session, name: str, **changes: object) -> Result:
    """A report with its usual parameters, some of them changed; its rows as a list."""
    report = REPORTS[name]
    values = replace(report.default_values(context_of(session).today), **changes)
    result = report.run(session, values, None)
    return replace(result, rows=list(result.rows))


def cells(session: Session, name: str, column: str, **changes: object) -> list[object]:
    """A column of a report."""
    found = next(item for item in REPORTS[name].columns if item.name == column)
    day = changes.get("day", TODAY)
    return [found.value(row, day) for row in run(session, name, **changes).rows]


def test_every_report_is_here_and_its_columns_keep_their_order() -> None:
    assert {name: " ".join(column.name for column in report.columns) for name, report in REPORTS.items()} == COLUMNS


def test_the_guide_tells_of_every_report() -> None:
    page = (ROOT / "docs" / "guide" / "rapports.md").read_text("utf-8")
    assert [name for name in REPORTS if f"| `{name}` |" not in page] == []


def test_a_report_is_one_file(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The example of CONTRIBUTING.md, put in the catalogue as it stands there."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Adding a report")[2].partition("\n## ")[0]
    example = "\n".join(line.removeprefix("    ") for line in text.splitlines() if line.startswith("    ") or not line)
    (tmp_path / "names_of_bodies.py").write_text(example, "utf-8")
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path)])
    try:
        reports = registered(declared())
    finally:
        sys.modules.pop("mdo.reports.catalogue.names_of_bodies", None)
    assert reports.keys() - REPORTS.keys() == {"names"}
    make.InstanceFactory(name="Conseil")
    stream = io.BytesIO()
    assert write_report(session, reports["names"], Values(TODAY), stream, translate=str) == 1
    rows = load_workbook(stream).worksheets[0].iter_rows(values_only=True)
    assert list(rows) == [("Name",), ("Conseil",)]


def test_personal_columns_are_left_out_unless_asked_for() -> None:
    found = {}
    for name, report in REPORTS.items():
        with_them = {column.name for column in report.columns_for(Values(TODAY, with_personal=True))}
        without = {column.name for column in report.columns_for(Values(TODAY))}
        found[name] = with_them - without
    assert {name: hidden for name, hidden in found.items() if hidden} == PERSONAL


def test_two_reports_of_one_name_are_refused() -> None:
    report = REPORTS["members"]
    with pytest.raises(ValueError, match="members"):
        registered([report, replace(REPORTS["bodies"], name="members")])
    with pytest.raises(ValueError, match="two columns"):
        registered([replace(report, columns=(report.columns[0], report.columns[0]))])


# ---- Figures ---------------------------------------------------------------------------------------------------------


def test_the_directory_holds_the_mandates_of_the_day(city: None, session: Session) -> None:
    numbers = counted.count_figures(session, [of.MEMBERS])
    assert run(session, "members").count == len(run(session, "members").rows) == numbers[of.MEMBERS] == 5
    assert run(session, "members", day=dt.date(2026, 6, 30)).count == 6
    assert run(session, "members", day=dt.date(2026, 7, 1)).count == 5
    assert run(session, "members", day=dt.date(2024, 12, 31)).count == 2


def test_whoever_refuses_the_directory_is_listed_without_contact(city: None, session: Session) -> None:
    contacts = dict(zip(cells(session, "members", "last_name"), cells(session, "members", "email"), strict=True))
    assert contacts["Membre 0"] is None
    assert contacts["Membre 1"] == "membre1@example.org"


@pytest.mark.parametrize(("birth_year", "email"), [(2008, "parent@example.org"), (2007, "jeune@example.org")])
def test_the_contact_of_who_may_be_a_minor_is_the_guardian(session: Session, birth_year: int, email: str) -> None:
    person = make.PersonFactory(
        birth_year=birth_year, email="jeune@example.org", guardian_name="Parent", guardian_email="parent@example.org"
    )
    make.MandateFactory(person=person)
    assert cells(session, "members", "email") == [email]


def test_the_dashboard_counts_what_the_first_page_counts(city: None, session: Session) -> None:
    result = run(session, "bodies")
    numbers = counted.count_figures(session, [of.ACTIVE_BODIES, of.EXPIRED, *of.ALERTS])
    by_type, by_place, by_state = result.summaries
    assert result.count == 3
    assert by_type.total == by_place.total == (2, 1, 5, 1, 1, 2)
    assert by_type.total[0] == numbers[of.ACTIVE_BODIES]
    assert by_type.total[4] == numbers[of.EXPIRED]
    for alert, figure in zip(InstanceAlert, of.ALERTS, strict=True):
        assert sum(alert in row.alerts for row in result.rows) == numbers[figure], alert
    home = {place.name: (place.bodies, place.in_alert) for place in by_arrondissement(session)}
    assert {line.label: line.values[:2] for line in by_place.lines} == {
        name: pair for name, pair in home.items() if name in {"Lyon 5e", "Lyon 7e"}
    }
    assert {line.label: line.values for line in by_state.lines} == {"active": (2,), "dormant": (1,)}


def test_new_members_are_the_first_mandates_of_the_period(city: None, session: Session) -> None:
    assert cells(session, "bodies", "newcomers") == [0, 0, 1]
    since = {"first": dt.date(2025, 1, 1), "last": dt.date(2025, 1, 1)}
    assert cells(session, "bodies", "newcomers", **since) == [4, 0, 0]


def test_composition_says_parity_as_the_page_of_the_body_does(city: None, session: Session) -> None:
    result = run(session, "composition")
    numbers = counted.count_figures(session, of.ALERTS)
    by_type, by_college, by_verdict, by_age = result.summaries
    assert result.count == 2
    assert by_type.total == (5, 3, 1, 0, 1, 1)
    missed = numbers[next(figure for figure in of.ALERTS if "arity" in figure.label)]
    assert by_type.total[-1] == missed == 1
    assert [(line.label, line.values) for line in by_college.lines] == [("Habitants", (4,)), ("No college", (1,))]
    assert by_verdict.total == (2,)
    assert by_age.total == (5, 3, 1, 0, 1)
    assert cells(session, "composition", "missing") == [1, 0]
    assert cells(session, "composition", "share_of_women") == [0.75, None]


def test_a_past_day_takes_in_the_bodies_dissolved_since(city: None, session: Session) -> None:
    assert cells(session, "composition", "name", day=dt.date(2026, 8, 31)) == [
        "Ancienne", "Conseil citoyen", "Quartiers",
    ]  # fmt: skip
    assert cells(session, "composition", "name", day=dt.date(2026, 9, 1)) == ["Conseil citoyen", "Quartiers"]
    assert cells(session, "composition", "name", day=dt.date(2020, 8, 31)) == []


def test_vacant_seats_are_those_of_the_body_and_say_since_when(city: None, session: Session) -> None:
    result = run(session, "vacant-seats")
    assert [(row.seat.number, row.since) for row in result.rows] == [(2, None), (3, dt.date(2026, 3, 31))]
    (seats,) = result.summaries
    assert seats.total == (3, 1, 0, 0, 2)
    assert cells(session, "vacant-seats", "number", day=dt.date(2026, 3, 30)) == [2]


def test_mandates_ending_are_those_of_the_deadlines(city: None, session: Session) -> None:
    bind(session, replace(context_of(session), rights=pairs_of("admin")))
    near = (
        Deadlines(session)
        .count()
        .total(WhoseDeadlines.ALL, [Bucket.WEEK, Bucket.MONTH, Bucket.QUARTER], ["mandate_end"])
    )
    assert run(session, "mandates-ending").count == near == 1
    assert cells(session, "mandates-ending", "days_left") == [37]
    assert run(session, "mandates-ending", first=None).count == 2
    assert run(session, "mandates-ending", last=dt.date(2026, 12, 30)).count == 0


def test_an_arrondissement_without_referent_is_a_line(city: None, session: Session) -> None:
    places = cells(session, "referents", "arrondissement")
    covered = dict(zip(places, cells(session, "referents", "coverage"), strict=True))
    assert covered["Lyon 5e"] == "Covered"
    assert covered["Lyon 7e"] == "No référent"


# ---- Where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "names"), [(5, ["Conseil citoyen", "Quartiers"]), (7, ["En sommeil", "Quartiers"]), (6, [])]
)
def test_an_arrondissement_keeps_its_bodies(city: None, session: Session, number: int, names: list[str]) -> None:
    place = make.ArrondissementFactory(number=number)
    assert cells(session, "bodies", "name", arrondissement_ids=frozenset({place.id})) == names


def test_each_report_shows_a_referent_her_own_rows(city: None, session: Session, as_reader) -> None:
    make.InstanceFactory(code="CITY", name="Toute la ville")
    session.commit()
    seventh = make.ArrondissementFactory(number=7).id
    reader = as_reader(Scope.arrondissements(1, frozenset({seventh})))
    assert cells(reader, "bodies", "name") == ["En sommeil", "Quartiers", "Toute la ville"]
    assert cells(reader, "composition", "name") == ["Quartiers", "Toute la ville"]
    assert run(reader, "members").count == 1
    assert run(reader, "vacant-seats").count == run(reader, "mandates-ending").count == 0
    assert cells(reader, "referents", "arrondissement") == ["Lyon 7e"]


@pytest.mark.parametrize("name", ["bodies", "composition", "vacant-seats"])
def test_a_report_costs_as_many_statements_for_many_bodies(city: None, session: Session, name: str) -> None:
    def cost() -> int:
        session.expire_all()
        with count_statements(session.get_bind()) as statements:
            result = run(session, name)
            day = TODAY
            for row in result.rows:
                for column in REPORTS[name].columns:
                    column.value(row, day)
        return len(statements)

    few = cost()
    for number in range(5):
        kind = make.InstanceTypeFactory()
        body = make.InstanceFactory(type=kind, arrondissements=[3], agent=make.UserFactory())
        make.SeatFactory(instance=body, college=make.CollegeFactory(instance=body), number=number + 1)
        make.MandateFactory(instance=body)
    session.commit()
    assert cost() <= few


def test_summaries_close_with_what_their_lines_hold(city: None, session: Session) -> None:
    for summary in (*run(session, "composition").summaries, *run(session, "vacant-seats").summaries):
        assert summary.total == tuple(
            sum(values) for values in zip(*(line.values for line in summary.lines), strict=True)
        )
    assert dashboard.REPORT.takes == composition.REPORT.takes == ("InstanceView",)


SINCE_LONG = {"start_on": dt.date(2010, 1, 1), "planned_end_on": None}


def ages_on(session: Session, day: dt.date) -> list[tuple[str, ...]]:
    """The age bands that the report of composition shows on a day, once for each of its sheets of ages."""
    summaries = run(session, "composition", day=day).summaries
    return [tuple(line.label for line in summary.lines) for summary in summaries if summary.title == "Ages"]


def test_the_day_that_is_asked_tells_no_year_of_birth(session: Session) -> None:
    body = make.InstanceFactory()
    make.MandateFactory.create_batch(4, instance=body, person__birth_year=TODAY.year - 39, **SINCE_LONG)
    assert ages_on(session, TODAY) == []
    make.MandateFactory(instance=body, person=make.PersonFactory(birth_year=TODAY.year - 39), **SINCE_LONG)
    days = [TODAY.replace(year=TODAY.year + years) for years in (-2, 0, 2)]
    assert [ages_on(session, day) for day in days] == [[("26_39",)]] * 3


def test_a_child_of_today_is_reached_by_the_guardian_on_any_day(session: Session) -> None:
    child = make.PersonFactory(birth_year=TODAY.year - 12, email="enfant@example.org", guardian_email="p@example.org")
    make.MandateFactory(person=child, **SINCE_LONG)
    for day in (TODAY, TODAY.replace(year=TODAY.year + 20)):
        assert cells(session, "members", "email", day=day, with_personal=True) == ["p@example.org"]


def test_a_name_that_two_bodies_bear_asks_for_both(session: Session) -> None:
    both = [make.InstanceFactory(name="Comité").id for _ in range(2)]
    make.InstanceFactory(name="Autre")
    name = next(name for name in names_of(REPORTS["bodies"]) if name.startswith("bod"))
    assert read_values(session, REPORTS["bodies"], [(name, "Comité")]).instance_ids == frozenset(both)
