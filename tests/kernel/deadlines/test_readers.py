"""Each deadline is in someone's own list: of who answers for it while her account opens, else of the team."""

import datetime as dt
import io

import openpyxl
import pytest
from sqlalchemy import select

from mdo.kernel.deadlines.kinds import Keeper, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from models.contracts import Contract, ContractState
from models.meetings import MeetingState
from models.requests import CouncilRequest
from models.territory import Arrondissement
from tests.base.pages import document, save
from tests.support import TODAY
from tests.support import factories as make
from tests.support import procurement as purchases
from tests.support.prepared import prepared

pytestmark = pytest.mark.db
DAY = dt.timedelta(days=1)


@prepared
def accounts(session):
    """Two of the mission, one of whom leaves, and the référent of the 5th."""
    place = make.ArrondissementFactory(number=5)
    found = {
        "agent": make.UserFactory(username="agent", roles=["mission"]),
        "gone": make.UserFactory(username="gone", roles=["mission"]),
        "past": make.UserFactory(username="past", roles=["mission"], ends_on=TODAY - DAY),
        "five": make.UserFactory(username="five", roles=["referent"]),
        "head": make.UserFactory(username="head", roles=["responsable"]),
    }
    found["gone"].active = False
    make.ReferentFactory(user=found["five"], arrondissement=place)
    session.commit()
    return found


@pytest.fixture
def own(session, accounts, as_reader):
    """The line of a kind in one's own list; None where it holds none."""

    def of(name, kind):
        session.commit()
        user = accounts[name]
        role = user.roles[0].name
        five = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 5)).one()
        scope = Scope.arrondissements(user.id, frozenset({five})) if name == "five" else Scope.everything(user.id)
        reader = as_reader(scope, actor_id=user.id, rights=pairs_of(role))
        lines = list(Deadlines(reader).all(DeadlineQuery(WhoseDeadlines.MINE, kinds=frozenset({kind}))))
        return lines[-1] if lines else None

    return of


@pytest.mark.parametrize(
    ("responsible", "readers", "keeper"),
    [
        (None, {"agent"}, Keeper.TEAM),
        ("gone", {"agent"}, Keeper.CLOSED),
        ("past", {"agent"}, Keeper.CLOSED),
        ("head", {"head"}, None),
    ],
)
def test_a_contract_is_read_by_who_answers_for_it_else_by_the_team(accounts, own, responsible, readers, keeper) -> None:
    user = accounts[responsible] if responsible else None
    purchases.ContractFactory(state=ContractState.RUNNING, ends_on=TODAY + 5 * DAY, responsible=user)
    found = {name for name in ("agent", "head", "five") if own(name, "contract_end")}
    assert found == readers
    line = own(min(readers), "contract_end")
    assert (line.keeper, line.responsible) == (keeper, str(user) if user else None)


@pytest.mark.parametrize(
    ("responsible", "readers", "keeper"),
    [(None, {"agent"}, Keeper.TEAM), ("gone", {"agent"}, Keeper.CLOSED), ("head", {"head"}, None)],
)
def test_a_request_without_owner_is_read_by_the_team(accounts, own, responsible, readers, keeper) -> None:
    user = accounts[responsible] if responsible else None
    body = make.InstanceFactory(arrondissements=[5])
    make.CouncilRequestFactory(instance=body, responsible=user, due_on=TODAY + DAY)
    assert {name for name in ("agent", "head", "five") if own(name, "request_answer")} == readers
    assert own(min(readers), "request_answer").keeper is keeper


@pytest.mark.parametrize(
    ("agent", "readers"), [(None, {"five", "agent"}), ("head", {"head"}), ("gone", {"five", "agent"})]
)
def test_a_mandate_of_a_body_without_agent_is_read_by_the_referent_and_the_mission(
    accounts, own, agent, readers
) -> None:
    body = make.InstanceFactory(arrondissements=[5], agent=accounts[agent] if agent else None)
    make.MandateFactory(instance=body, planned_end_on=TODAY + 5 * DAY)
    assert {name for name in ("agent", "head", "five") if own(name, "mandate_end")} == readers


def test_what_nobody_may_answer_for_is_read_by_its_role(accounts, own) -> None:
    place = make.ArrondissementFactory(number=5)
    make.OrganisationFactory(arrondissement=place, convention_end_on=TODAY + 5 * DAY)
    other = make.ReferentFactory(arrondissement=make.ArrondissementFactory(number=7), end_on=TODAY + 5 * DAY)
    assert own("agent", "convention_end")
    assert own("head", "referent_end")
    assert own("agent", "referent_end") is None
    # Nobody of that role is left: the mission reads it.
    accounts["head"].active = False
    assert own("agent", "referent_end").id == other.id


def test_a_line_without_owner_is_not_the_referents_of_another_place(accounts, own) -> None:
    body = make.InstanceFactory(arrondissements=[7])
    make.MandateFactory(instance=body, planned_end_on=TODAY + 5 * DAY)
    assert own("five", "mandate_end") is None


@pytest.mark.parametrize(
    ("owner", "organiser", "readers", "responsible"),
    [
        ("agent", "head", {"agent"}, "agent"),
        (None, "head", {"head"}, "head"),
        ("gone", "head", {"head"}, "head"),
        (None, None, {"agent", "five", "head"}, None),
        (None, "gone", {"agent", "five", "head"}, "gone"),
    ],
)
@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_an_action_is_read_by_its_owner_else_the_organiser_else_everyone(
    accounts, own, state, owner, organiser, readers, responsible
) -> None:
    """Cancelling the meeting does away with no promise."""
    body = make.InstanceFactory(arrondissements=[5])
    meeting = make.MeetingFactory(instance=body, state=state, organiser=accounts[organiser] if organiser else None)
    make.ActionItemFactory(meeting=meeting, owner=accounts[owner] if owner else None, due_on=TODAY + DAY)
    assert {name for name in ("agent", "head", "five") if own(name, "action_due")} == readers
    line = own(min(readers), "action_due")
    assert line.responsible == (str(accounts[responsible]) if responsible else None)


# ---- Who creates answers -------------------------------------------------------------------------------------------


def test_who_creates_a_request_answers_for_it(client_as, session) -> None:
    body = make.InstanceFactory(name="Conseil")
    session.commit()
    client = client_as("mission")
    assert save(client, "/demandes/add", instance=body.id, subject="Un banc", responsible="").status_code == 302
    session.rollback()
    row = session.scalars(select(CouncilRequest)).one()
    assert row.responsible.username == "mission"


def test_who_creates_a_contract_answers_for_it(client_as, session) -> None:
    session.commit()
    client = client_as("mission")
    assert save(client, "/marches/add", title="Conseil aux instances").status_code == 302
    session.rollback()
    row = session.scalars(select(Contract)).one()
    assert row.responsible.username == "mission"


def test_the_page_and_the_file_say_that_the_team_reads_it(client_as, accounts, session) -> None:
    body = make.InstanceFactory(arrondissements=[5])
    make.CouncilRequestFactory(instance=body, responsible=None, due_on=TODAY + DAY)
    make.CouncilRequestFactory(instance=body, responsible=accounts["gone"], due_on=TODAY + DAY)
    client = client_as(accounts["agent"])
    told = {"L’équipe", f"{accounts['gone']}, compte fermé : l’équipe en répond"}
    page = document(client.get("/echeances/list/?f_kind=request_answer"))
    cells = {" ".join(cell.text_content().split()) for cell in page.xpath("//main//td")}
    assert {" ".join(words.split()) for words in told} <= cells
    book = openpyxl.load_workbook(io.BytesIO(client.get("/echeances/export?f_kind=request_answer").data))
    assert told <= {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
