"""The matrix of roles, written by hand: it owes nothing to the patterns of the code."""

from collections.abc import Iterator

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rights.roles import ROLES, VIEWS, Grant, check_combination, matches, pairs_of, reach_of, widest
from mdo.kernel.scope.limits import Reach

# l list, s show, a add, e edit, d delete, x export, i import, u undo, r read, h share with all, o see those of all;
# a dot is a refusal.
MATRIX = """
                    admin   responsable mission direction donnees_personnelles referent saisie elu   stagiaire dpo
HomeView            l       l           l       l         .                    l        l      l     l         l
InstanceView        lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls... lsae.x    ......
InstanceTypeView    lsaedx  lsaedx      ls...x  ls...x    ......               ls...x   ls.... ls... ls...x    ......
CollegeView         lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls... lsae.x    ......
SeatView            lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls... lsae.x    ......
FunctionView        lsaedx  lsaedx      lsaedx  ls...x    ......               ls...x   ls.... ls... lsae.x    ......
PersonView          lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls... lsae..    ......
MandateView         lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls... lsae..    ......
DuplicateView       lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ..... lsae..    ......
OrganisationView    lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls... lsae..    ......
ReferentView        lsaedx  lsaedx      lsaedx  ls...x    ......               ls...x   ls.... ..... lsae..    ......
AbsenceView         lsaedx  lsaedx      lsaedx  ls...x    ......               ls...x   ls.... ..... lsae..    ......
ArrondissementView  lsaedx  lsaedx      lsaedx  ls...x    ......               ls...x   ls.... ls... lsae.x    ......
AttendanceView      sex     sex         sex     s.x       ...                  sex      se.    s..  se.       ...
CalendarView        l       l           l       l         .                    l        l      l     l         .
CalendarFeedView    laed    laed        laed    laed      ....                 laed     laed   laed  laed      ....
EveningView         leox    leox        le.x    leox      ....                 le.x     le.x   le.x le.x      ....
PointView           le      ..          ..      ..        ..                   le       le     ..    ..        ..
MeetingView         lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls.... lsae..    ......
ActionView          lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls.... lsae..    ......
DecisionView        lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls.... lsae..    ......
QuestionView        lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls.... lsae..    ......
PaperView           se      se          se      s.        ..                   se       se     s.    se        ..
DocumentView        lsx     lsx         lsx     lsx       ...                  lsx      ls.    ls.  ls.       ...
MessageView         lsx     lsx         lsx     ...       ...                  lsx      ls.    ...  ls.       ...
RecipientView       lsx     lsx         lsx     ...       ...                  lsx      ls.    ...  ls.       ...
TemplateVersionView lsx     lsx         lsx     lsx       ...                  ...      ...    ...  ...       ...
MailView            sex     sex         sex     ...       ...                  sex      se.    ...   s..       ...
TemplateView        lse     lse         lse     ls.       ...                  ...      ...    ...   ...       ...
RequestView         lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   lsae.. ls.... lsae..    ......
ContractView        lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
StepView            lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
TenderView          lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
OrderView           lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
DeliverableView     lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
InvoiceView         lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
AmendmentView       lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
RenewalView         lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
SubcontractView     lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
SubcontractChangeView lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
AdvanceView         lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
PenaltyView         lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
EvaluationView      lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
OpenDataView        laex    laex        laex    l..x      ....                 ....     ....   ....  ....      ....
SupplierView        lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
FamilyView          lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
SittingView         lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
ProcedureView       lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
TemplateStepView    lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ......    ......
ThresholdView       lsaedx  ls...x      ls...x  ls...x    ......               ......   ...... ...... ......    ......
LegalDelayView      lsaedx  ls...x      ls...x  ls...x    ......               ......   ...... ...... ......    ......
LegalFigureView     lsaedx  ls...x      ls...x  ls...x    ......               ......   ...... ...... ......    ......
SpecificServiceView lsaedx  ls...x      ls...x  ls...x    ......               ......   ...... ...... ......    ......
RateView            lsaedx  ls...x      ls...x  ls...x    ......               ......   ...... ...... ......    ......
TopicView           lsaedx  lsaedx      lsaedx  ls...x    ......               lsaedx   ls.... ...... lsae..    ......
SeriesView          lsaedx  lsaedx      lsaedx  ls...x    ......               ......   ...... ...... ls....    ......
SharedContractView  lsx     lsx         lsx     lsx       ...                  lsx      ...    ...    ...       ...
SchoolHolidayView   lsaedx  lsaedx      lsaedx  ls...x    ......               ls...x   ls.... ...... ls....    ......
DeadlineView        lx      lx          lx      lx        ..                   lx       l.     l.  l.        ..
DeadlineRuleView    lsex    lsex        ls.x    lsex      ....                 ....     ....   ....  ....      ....
ReportView          lsx     lsx         lsx     lsx       ...                  lsx      ls.    ls.  lsx       ...
ImportView          i       i           i       .         .                    i        i      .     i         .
JournalView         lsxu    lsxu        lsxu    lsx.      ....                 ....     ....   ....  ls..      lsx.
AccessLogView       lsx     lsx         ...     lsx       ...                  ...      ...    ...   ...       lsx
AccountView         lsaedx  ......      ......  ......    ......               ......   ...... ..... ......    ......
RoleView            lsx     ...         ...     ...       ...                  ...      ...    ...   ...       ...
AccessibilityView   lse     ...         ...     ...       ...                  ...      ...    ...   ...       ...
BackupView          l       .           .       .         .                    .        .      .     .         .
EliminationView     lsedx   ls..x       .....   .....     .....                .....    .....  ..... .....     lsedx
DeletedView         lsxu    lsxu        lsxu    lsxu      ....                 lsxu     ls.u   ls.u ls.u      ls.u
SavedViewView       lsaedxh lsaedxh     lsaedx  lsaedx    ......               lsaedx   lsaedx lsaedx lsaedx   lsaedx
JobView             lsexo   lse..       lse..   lse..     .....                lse..    lse..  lse..  lse..     lse..
PersonalData        r       r           r       .         r                    r        r      .     r         .
"""

PERMISSIONS = {
    "l": "can_list", "s": "can_show", "a": "can_add", "e": "can_edit", "d": "can_delete", "x": "can_export",
    "i": "can_import", "u": "can_undo", "r": "can_read", "h": "can_share", "o": "can_oversee",
}  # fmt: skip


def cells() -> Iterator[tuple[str, str, str]]:
    head, *lines = MATRIX.strip().splitlines()
    for line in lines:
        view, *marks = line.split()
        for role, mark in zip(head.split(), marks, strict=True):
            yield role, view, mark


@pytest.mark.parametrize(("role", "view", "marks"), list(cells()))
def test_a_role_may_do_on_a_view_exactly_this(role: str, view: str, marks: str) -> None:
    expected = {PERMISSIONS[mark] for mark in marks if mark != "."}
    granted = {permission for permission in PERMISSIONS.values() if (view, permission) in pairs_of(role)}
    assert granted == expected


def test_the_matrix_covers_every_role_and_every_view() -> None:
    assert {role for role, _, _ in cells()} == {role.code for role in ROLES}
    assert {view for _, view, _ in cells()} == set(VIEWS)


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("PersonView", "PersonView", True),
        ("PersonView", "PersonViewSecret", False),
        ("PersonView", "MyPersonView", False),
        ("PersonView|SeatView", "SeatView", True),
        ("PersonView|SeatView", "PersonViewExtra", False),
        ("PersonView|SeatView", "PersonView|SeatView", False),
        ("PersonView", "PersonView\n", False),
        (".*", "AnyView", True),
    ],
)
def test_patterns_match_whole_names(pattern: str, name: str, expected: bool) -> None:
    assert matches(Grant(pattern, ".*"), name, "can_list") is expected
    assert matches(Grant(".*", pattern), "AnyView", name) is expected


@pytest.mark.parametrize(
    ("role", "view", "permission"),
    [
        ("nobody", "PersonView", "can_list"),
        ("", "HomeView", "can_list"),
        ("admin", "PersonViewSecret", "can_list"),
        ("admin", "PersonView", "can_list_secret"),
        ("Admin", "PersonView", "can_list"),
    ],
)
def test_what_is_unknown_is_refused(role: str, view: str, permission: str) -> None:
    assert (view, permission) not in pairs_of(role)


def test_roles_add_up() -> None:
    assert ("PersonalData", "can_read") in pairs_of("donnees_personnelles") - pairs_of("direction")
    assert pairs_of("direction") | pairs_of("donnees_personnelles") > pairs_of("direction")


@pytest.mark.parametrize(
    ("roles", "reach"),
    [
        ([], Reach.NOTHING),
        (["unknown"], Reach.NOTHING),
        (["donnees_personnelles"], Reach.NOTHING),
        (["elu"], Reach.ELECTED),
        (["referent"], Reach.ARRONDISSEMENTS),
        (["saisie"], Reach.ARRONDISSEMENTS),
        (["elu", "referent"], Reach.ARRONDISSEMENTS),
        (["referent", "donnees_personnelles"], Reach.ARRONDISSEMENTS),
        (["referent", "mission"], Reach.EVERYTHING),
        *(([code], Reach.EVERYTHING) for code in ("admin", "responsable", "mission", "direction", "stagiaire", "dpo")),
    ],
)
def test_how_far_one_sees(roles: list[str], reach: Reach) -> None:
    assert reach_of(roles) is reach


@pytest.mark.parametrize(
    ("roles", "is_kept"),
    [
        ([], True),
        (["referent"], True),
        (["referent", "saisie"], True),
        (["referent", "elu"], True),
        (["referent", "donnees_personnelles"], True),
        (["mission", "dpo"], True),
        (["direction", "donnees_personnelles"], True),
        (["unknown", "referent"], True),
        (["referent", "dpo"], False),
        (["saisie", "direction"], False),
        (["elu", "mission"], False),
        (["admin", "referent"], False),
        (["donnees_personnelles", "stagiaire", "elu"], False),
    ],
)
def test_roles_that_an_account_holds_together(roles: list[str], is_kept: bool) -> None:
    if is_kept:
        check_combination(roles)
    else:
        with pytest.raises(RuleViolation) as refused:
            check_combination(roles)
        assert refused.value.field == "roles"


def test_the_widest_of_nothing_is_nothing() -> None:
    assert widest([]) is Reach.NOTHING
