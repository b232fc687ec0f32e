"""A life that no domain has yet, declared in a table: a file that is received, judged, withdrawn and judged again."""

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from mdo.kernel.base.context import Context, bind
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.scope.limits import Scope
from mdo.kernel.states.acts import Act, Machine, perform
from tests.support import TODAY
from views.base.acting import ActingView

ELSEWHERE = "It has come to another state."


class Fate(enum.StrEnum):
    RECEIVED = "received"
    ADMITTED = "admitted"
    RETAINED = "retained"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Base(DeclarativeBase):
    pass


class Application(Base):
    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[Fate] = mapped_column(default=Fate.RECEIVED)
    judged_on: Mapped[dt.date | None]
    reason: Mapped[str | None]
    seats_taken: Mapped[int] = mapped_column(default=0)


def _take_seat(row: Application) -> None:
    row.seats_taken += 1


def _give_seat_back(row: Application) -> None:
    row.seats_taken -= 1


def _say_why(session: object, row: Application, asked: object) -> None:
    if not row.reason:
        raise RuleViolation("Say why.", field="reason")


# fmt: off
APPLICATION = Machine(Application, (
    Act("admit", "Admit", "check-lg", sources=frozenset({Fate.RECEIVED}), target=Fate.ADMITTED),
    Act("retain", "Retain", "award", ("judged_on",), today=("judged_on",),
        sources=frozenset({Fate.ADMITTED}), target=Fate.RETAINED),
    Act("refuse", "Refuse", "x-lg", ("judged_on", "reason"), today=("judged_on",),
        sources=frozenset({Fate.RECEIVED, Fate.ADMITTED}), target=Fate.REFUSED, write=_say_why),
    Act("withdraw", "Withdraw", "x-lg", done="Withdrawn.",
        sources=lambda row: row.state is not Fate.WITHDRAWN, target=Fate.WITHDRAWN),
), stored="state", comes={Fate.RETAINED: _take_seat}, leaves={Fate.RETAINED: _give_seat_back}, elsewhere=ELSEWHERE)
# fmt: on


@pytest.fixture
def store() -> Iterator[Session]:
    """A database of its own, with this table alone."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        bind(session, Context(Scope.everything(), TODAY))
        yield session
    engine.dispose()


@pytest.fixture
def row(store: Session) -> Application:
    made = Application()
    store.add(made)
    store.commit()
    return made


def judge(session: object, row: Application, today: dt.date) -> None:
    """The rules of a file, asked by its form and by its acts."""
    with APPLICATION.moving(row):
        assert row.judged_on is None or row.judged_on <= today


def do(session: Session, name: str, row: Application, **asked: object) -> None:
    act = APPLICATION.act(name)
    perform(APPLICATION, act, session, row, {**act.proposed(session, row), **asked}, judge)


def test_each_act_leads_from_its_states_to_the_next_and_no_other_is_done(store: Session, row: Application) -> None:
    with pytest.raises(RuleViolation, match=ELSEWHERE):
        do(store, "retain", row)
    do(store, "admit", row)
    assert [act.name for act in APPLICATION.offers(row, None)] == ["retain", "refuse", "withdraw"]
    do(store, "retain", row)
    assert (row.state, row.judged_on) == (Fate.RETAINED, TODAY)
    assert [act.name for act in APPLICATION.offers(row, None)] == ["withdraw"]


def test_an_act_refuses_what_it_writes_and_leaves_the_state(store: Session, row: Application) -> None:
    with pytest.raises(RuleViolation, match="Say why"):
        do(store, "refuse", row)
    assert row.state is Fate.RECEIVED
    do(store, "refuse", row, reason="Hors délai")
    assert (row.state, row.reason, row.judged_on) == (Fate.REFUSED, "Hors délai", TODAY)


@pytest.mark.parametrize("by_act", [True, False], ids=["by acts", "by the whole form"])
def test_what_a_state_brings_comes_and_goes_with_it_whoever_fills_the_row(
    store: Session, row: Application, by_act: bool
) -> None:
    row.state = Fate.ADMITTED
    store.commit()
    for name, state, seats in (("retain", Fate.RETAINED, 1), ("withdraw", Fate.WITHDRAWN, 0)):
        if by_act:
            do(store, name, row)
        else:
            row.state = state
            judge(store, row, TODAY)
        store.commit()
        assert (row.state, row.seats_taken) == (state, seats)


def test_the_screen_has_a_page_for_each_act_and_a_press_for_what_asks_nothing() -> None:
    view = type("ApplicationView", (ActingView,), {"machine": APPLICATION})
    found = {name: getattr(view, name)._urls for name in ("admit", "retain", "refuse", "withdraw")}
    assert found["retain"] == [("/retain/<int:pk>", ["GET", "POST"])]
    assert found["withdraw"] == [("/withdraw/<int:pk>", ["POST"])]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"asks": ("juged_on",)}, r"Application: the act admit asks \['juged_on'\]"),
        ({"name": "retain"}, "retain is declared twice"),
    ],
)
def test_an_act_that_could_not_be_done_stops_the_start(change: dict[str, object], told: str) -> None:
    first, *others = APPLICATION.acts
    with pytest.raises(ValueError, match=told):
        replace(APPLICATION, acts=(replace(first, **change), *others))  # type: ignore[arg-type]  # one field or another


def test_a_machine_says_where_its_states_are_and_how_an_act_is_refused() -> None:
    with pytest.raises(ValueError, match="leads to a state that no column holds"):
        replace(APPLICATION, stored="")
    with pytest.raises(ValueError, match="says no refusal"):
        replace(APPLICATION, elsewhere="")
