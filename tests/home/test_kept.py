"""Figures kept each day: what the first page says they changed by, to whom, and of which day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.home import figures as of
from mdo.home.counted import counted
from mdo.home.kept import KEPT_DAYS, keep_figures
from mdo.kernel.base.periods import add_months
from mdo.kernel.scope.limits import Scope
from models.figures import KeptFigure
from models.people import Mandate
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from views.jobs.worker import jobs

DAY = dt.timedelta(days=1)
THEN = add_months(TODAY, -1)


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
    figures = document(client_as("mission").get("/")).xpath('//a[contains(@class, "strip__item")]')
    amounts = 5 if len(figures) > 15 else 0
    assert len(told) == len(figures) - amounts


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
