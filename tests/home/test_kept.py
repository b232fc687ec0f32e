"""Figures kept each day: what the first page says they changed by, to whom, and of which day."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.home import figures as of
from mdo.home.counted import counted
from mdo.home.kept import KEPT_DAYS, keep_figures
from mdo.kernel.base.periods import add_months, start_of_day
from mdo.kernel.journal.access import READING
from mdo.kernel.scope.limits import Scope
from models.figures import KeptFigure
from models.people import Mandate
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support import orders as execute
from tests.support.prepared import prepared
from views.jobs.worker import jobs

DAY = dt.timedelta(days=1)
THEN = add_months(TODAY, -1)
AMOUNTS = ("Plafond", "Engagé", "Facturé", "Payé", "Reste")


def undated(body: Any, number: int) -> None:
    with make.together():
        for _ in range(number):
            make.MandateFactory(instance=body, start_on=None)


@prepared
def month(session: Session) -> dict[str, Any]:
    """Mandates to complete of four bodies, kept a month before: 1 in the 5th, 2 in both, 4 in the 7th, 8 in the city.

    Since then one more was entered in each body.
    """
    bodies = {
        name: make.InstanceFactory(arrondissements=numbers)
        for name, numbers in {"fifth": [5], "both": [5, 7], "seventh": [7], "city": []}.items()
    }
    for body, number in zip(bodies.values(), (1, 2, 4, 8), strict=True):
        undated(body, number)
    session.commit()
    keep_figures(session, THEN)
    for body in bodies.values():
        undated(body, 1)
    session.commit()
    return bodies


def changes(client: FlaskClient) -> dict[str, str]:
    """What the first page says beside each figure of its strips, as far as it says anything."""
    tiles = document(client.get("/")).xpath('//a[contains(@class, "strip__item")]')
    told = {tile.xpath('string(.//*[contains(@class, "tile__label")])'): tile for tile in tiles}
    return {
        label: tile.xpath('string(.//*[contains(@class, "strip__change")]/text())').strip()
        for label, tile in told.items()
        if tile.xpath('.//*[contains(@class, "strip__change")]')
    }


def numbers(session: Session, scope: Scope, as_reader: Callable[..., Session], today: dt.date = TODAY) -> Any:
    return counted(as_reader(scope, today=today), [of.UNDATED, *of.ALERTS], {}).changes


def place(session: Session, *which: int) -> frozenset[int]:
    return frozenset(make.ArrondissementFactory(number=number).id for number in which)


def test_every_figure_of_the_first_page_says_what_it_changed_by(
    month: Any, client_as: Callable[..., FlaskClient]
) -> None:
    told = changes(client_as("mission"))
    assert told["Mandats à compléter"] == "+4"
    assert told["Doublons possibles"] == "="
    assert told["Reconnaissance échue"] == "="
    for reader in ("mission", "direction", "ref5", "dpo"):
        page = document(client_as(reader).get("/"))
        figures = page.xpath('//a[contains(@class, "strip__item")]')
        assert figures
        assert len(changes(client_as(reader))) == len(figures), reader


def test_the_amounts_say_what_they_changed_by_to_the_cent(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    """Ordered past the ceiling, what is left goes below zero: nothing of it is lost."""
    contract = execute.RunningContractFactory()
    execute.order_of(contract, "9999.99")
    session.commit()
    keep_figures(session, THEN)
    execute.order_of(contract, "1000.02")
    execute.RunningContractFactory(maximum_excl_tax=Decimal(3_000_000_000))
    session.commit()
    told = changes(client_as("mission"))
    assert {label: told[label] for label in AMOUNTS} == {
        "Plafond": "+3\u202f000\u202f000\u202f000,00\xa0€",
        "Engagé": "+1\u202f000,02\xa0€",
        "Facturé": "=",
        "Payé": "=",
        "Reste": "+2\u202f999\u202f998\u202f999,98\xa0€",
    }
    zero = '//a[contains(@class, "strip__item--zero")]//*[contains(@class, "tile__label")]'
    greyed = [label.text for label in document(client_as("mission").get("/")).xpath(zero)]
    assert [label for label in AMOUNTS if label in greyed] == ["Facturé", "Payé"]


def test_amounts_below_zero_are_kept(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    execute.order_of(execute.RunningContractFactory(), "10000.01")
    session.commit()
    keep_figures(session, THEN)
    kept = select(KeptFigure.figure, KeptFigure.value).where(KeptFigure.figure.startswith("running_"))
    assert dict(session.execute(kept).all()) == {
        "running_ceiling": 1_000_000,
        "running_ordered": 1_000_001,
        "running_invoiced": 0,
        "running_paid": 0,
        "running_left": -1,
    }
    assert changes(client_as("mission"))["Reste"] == "="


def test_amounts_of_a_day_that_was_not_kept_have_no_change(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    execute.RunningContractFactory()
    session.commit()
    keep_figures(session, THEN - DAY)
    assert not changes(client_as("mission")).keys() & set(AMOUNTS)


def test_the_change_of_what_left_over_thirty_days_is_that_of_the_same_thirty_days_before(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    """On 24 November: since 25 October, where it was from 24 September to 24 October."""
    days = {(9, 23): 1, (9, 24): 2, (10, 24): 4, (10, 25): 8, (11, 24): 16}
    with make.together():
        for (month, day), number in days.items():
            for _ in range(number):
                make.AccessLogFactory(at=start_of_day(dt.date(2026, month, day)))
                # A file that its juror opened did not leave.
                make.AccessLogFactory(at=start_of_day(dt.date(2026, month, day)), action=READING)
    session.commit()
    found = counted(as_reader(Scope.everything()), [of.EXPORTS], {})
    assert (found.numbers[of.EXPORTS], found.changes[of.EXPORTS]) == (24, 24 - 6)
    for today, change in ((dt.date(2026, 12, 1), 16 - 12), (dt.date(2026, 12, 24), 16 - 24)):
        assert counted(as_reader(Scope.everything(), today=today), [of.EXPORTS], {}).changes == {of.EXPORTS: change}


@pytest.mark.parametrize(
    ("where", "change"), [((5,), 2), ((7,), 2), ((5, 7), 3), ((3,), 0)], ids=["5", "7", "5 and 7", "elsewhere"]
)
def test_a_referent_reads_the_change_of_her_arrondissements(
    month: Any, session: Session, as_reader: Callable[..., Session], where: tuple[int, ...], change: int
) -> None:
    """A body of two arrondissements is one body, and what stands in the whole city is none of hers."""
    scope = Scope.arrondissements(7, place(session, *where))
    found = counted(as_reader(scope), [of.UNDATED], {})
    assert found.changes[of.UNDATED] == change
    # What was kept is what the same reader would have counted then: 1 and 2, 2 and 4, all three, none.
    then = {(5,): 3, (7,): 6, (5, 7): 7, (3,): 0}[where]
    assert found.numbers[of.UNDATED] - change == then


def test_the_first_page_of_a_referent_says_her_own(month: Any, client_as: Callable[..., FlaskClient]) -> None:
    assert changes(client_as("ref5"))["Mandats à compléter"] == "+2"
    assert "Mandats à compléter" not in changes(client_as("elu5"))


def test_the_change_of_a_kept_figure_is_that_since_the_same_day(
    month: Any, session: Session, as_reader: Callable[..., Session]
) -> None:
    """Of no other day: where none was kept of the day, nothing is said."""
    for day, change in ((TODAY, 4), (TODAY - DAY, None), (TODAY + DAY, None)):
        assert numbers(session, Scope.everything(), as_reader, day).get(of.UNDATED) == change, day
    undated(month["fifth"], 5)
    session.commit()
    keep_figures(session, THEN - DAY)
    assert numbers(session, Scope.everything(), as_reader)[of.UNDATED] == 9


def test_a_day_is_kept_once_and_for_a_while(month: Any, session: Session) -> None:
    assert keep_figures(session, THEN) == 0
    assert keep_figures(session, TODAY) > 0
    undated(month["fifth"], 1)
    session.commit()
    assert keep_figures(session, TODAY) == 0
    days = select(KeptFigure.day).distinct().order_by(KeptFigure.day)
    assert session.scalars(days).all() == [THEN, TODAY]
    keep_figures(session, THEN + KEPT_DAYS * DAY)
    assert THEN in session.scalars(days).all()
    keep_figures(session, THEN + (KEPT_DAYS + 1) * DAY)
    assert THEN not in session.scalars(days).all()


@ON_SQLITE
def test_a_body_that_goes_takes_nothing_of_what_was_kept(month: Any, session: Session) -> None:
    before = session.query(KeptFigure).count()
    for mandate in session.scalars(select(Mandate).where(Mandate.instance_id == month["fifth"].id)).all():
        session.delete(mandate)
    session.delete(month["fifth"])
    session.commit()
    assert session.query(KeptFigure).count() == before


@ON_SQLITE
def test_the_worker_keeps_the_day(month: Any, session: Session, app: Flask) -> None:
    with app.app_context():
        jobs().keep_figures()
        jobs().keep_figures()
    session.expire_all()
    assert len(session.scalars(select(KeptFigure.day).distinct()).all()) == 2
