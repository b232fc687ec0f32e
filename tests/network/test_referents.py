"""Référents by date, and absences."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.network.absences import places_out_of_reach
from mdo.network.covers import check_absence
from mdo.network.referents import check_referent, is_in_force
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement
from tests.support import ON_SQLITE, TODAY
from tests.support.application import account
from tests.support.factories import (
    AbsenceFactory,
    ArrondissementFactory,
    ConfirmationFactory,
    InstanceFactory,
    ReferentFactory,
    UserFactory,
)
from tests.support.forms import post
from tests.support.rows import day, maybe_day

FIFTH, SEVENTH = Arrondissement(id=5, number=5, name="Lyon 5e"), Arrondissement(id=7, number=7, name="Lyon 7e")
LEA, PAUL = (User(id=number, first_name=name, last_name="Martin") for number, name in ((1, "Léa"), (2, "Paul")))


def referent(start: str, end: str | None = None, **values: Any) -> Referent:
    """A référent of the 5e, as a form builds one."""
    row = {"user": LEA, "arrondissement": FIFTH, **values}
    return Referent(start_on=day(start), end_on=maybe_day(end), **row)


@pytest.mark.parametrize(
    ("start", "end", "on", "expected"),
    [
        ("01/01/2026", "30/06/2026", "31/12/2025", False),
        ("01/01/2026", "30/06/2026", "01/01/2026", True),
        ("01/01/2026", "30/06/2026", "30/06/2026", True),
        ("01/01/2026", "30/06/2026", "01/07/2026", False),
        ("01/01/2026", None, "31/12/2025", False),
        ("01/01/2026", None, "01/01/2099", True),
        ("01/01/2026", "01/01/2026", "01/01/2026", True),
    ],
)
def test_a_row_gives_rights_from_its_first_day_to_its_last(
    start: str, end: str | None, on: str, expected: bool
) -> None:
    assert is_in_force(referent(start, end), day(on)) is expected


@pytest.mark.parametrize(
    ("other", "candidate", "is_refused"),
    [
        (("01/01/2026", "30/06/2026"), ("01/07/2026", None), False),
        (("01/01/2026", "30/06/2026"), ("30/06/2026", None), True),
        (("01/01/2026", "30/06/2026"), ("01/01/2025", "31/12/2025"), False),
        (("01/01/2026", "30/06/2026"), ("01/01/2025", "01/01/2026"), True),
        (("01/01/2026", None), ("01/01/2099", None), True),
        (("01/01/2026", None), ("01/01/2025", "31/12/2025"), False),
        (("01/01/2026", None), ("01/01/2025", None), True),
    ],
)
def test_an_account_answers_once_for_an_arrondissement_at_a_time(
    other: tuple[str, str | None], candidate: tuple[str, str | None], is_refused: bool
) -> None:
    if not is_refused:
        check_referent(referent(*candidate), [referent(*other)])
        return
    with pytest.raises(RuleViolation) as refusal:
        check_referent(referent(*candidate), [referent(*other)])
    assert refusal.value.field == "start_on"
    assert "Lyon 5e" in str(refusal.value)
    assert "01/01/2026" in str(refusal.value)
    assert "None" not in str(refusal.value)


@pytest.mark.parametrize("values", [{"user": PAUL}, {"arrondissement": SEVENTH}])
def test_several_by_arrondissement_and_several_arrondissements_each(values: dict[str, object]) -> None:
    check_referent(referent("01/01/2026"), [referent("01/01/2026", **values)])


def test_a_row_does_not_overlap_itself() -> None:
    row = referent("01/01/2026")
    check_referent(row, [row])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end": "01/01/2026"}, None),
        ({"end": "31/12/2025"}, "end_on"),
        ({"replacement": PAUL}, None),
        ({"replacement": LEA}, "replacement_id"),
    ],
)
def test_dates_and_replacement_of_a_referent(values: dict[str, Any], field: str | None) -> None:
    row = referent("01/01/2026", **values)
    if field is None:
        check_referent(row, [])
        return
    with pytest.raises(RuleViolation) as refusal:
        check_referent(row, [])
    assert refusal.value.field == field


def absence(start: str, end: str, **values: Any) -> Absence:
    """An absence of Léa's."""
    return Absence(start_on=day(start), end_on=day(end), **{"user": LEA, **values})


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (absence("16/11/2026", "16/11/2026"), None),
        (absence("16/11/2026", "15/11/2026"), "end_on"),
        (absence("16/11/2026", "20/11/2026", replacement=PAUL), None),
        (absence("16/11/2026", "20/11/2026", replacement=LEA), "replacement_id"),
        # Another absence goes from 1 to 15/11/2026.
        (absence("15/11/2026", "20/11/2026"), "start_on"),
        (absence("01/10/2026", "31/10/2026"), None),
        (absence("01/10/2026", "01/11/2026"), "start_on"),
        (absence("15/11/2026", "20/11/2026", user=PAUL), None),
    ],
)
def test_absences_are_ordered_apart_and_replaced_by_someone_else(row: Absence, field: str | None) -> None:
    other = absence("01/11/2026", "15/11/2026")
    if field is None:
        check_absence(row, [row, other])
        return
    with pytest.raises(RuleViolation) as refusal:
        check_absence(row, [row, other])
    assert refusal.value.field == field


@ON_SQLITE
@pytest.mark.parametrize(
    ("replacement", "places"),
    [("mission", []), ("ref7", ["5"]), ("ref5", []), (None, []), ("ended", ["5"])],
)
def test_a_replacement_is_told_of_where_she_has_no_rights(
    session: Session, client_as: Any, replacement: str | None, places: list[str]
) -> None:
    away = UserFactory(first_name="Ana", last_name="Blanc")
    fifth = ArrondissementFactory(number=5)
    ReferentFactory(user=away, arrondissement=fifth)
    ReferentFactory(user=away, arrondissement=ArrondissementFactory(number=3), end_on=day("23/11/2026"))
    if replacement == "ended":
        other = account("ref4")
        ReferentFactory(user=other, arrondissement=fifth, end_on=day("23/11/2026"))
    else:
        other = account(replacement) if replacement and replacement != "mission" else None
    session.commit()
    client = client_as("mission")
    if replacement == "mission":
        other = session.scalars(select(User).filter_by(username="mission")).one()
    row = AbsenceFactory(user=away, replacement=other, start_on=TODAY, end_on=TODAY)
    session.flush()
    found = places_out_of_reach(session, row, TODAY)
    assert found == ([fifth.name] if places else [])
    session.delete(row)
    session.commit()
    sent = {"user": away.id, "start_on": "24/11/2026", "end_on": "24/11/2026", "replacement": other.id if other else ""}
    page = post(client, "/absences/add", sent, follow_redirects=True).text
    assert "Enregistré" in page
    assert ("ne répond pas de" in page) is bool(places)


@ON_SQLITE
def test_the_page_of_a_referent_tells_the_last_confirmation_of_her_territory(session: Session, client_as: Any) -> None:
    row = ReferentFactory(arrondissement=ArrondissementFactory(number=5))
    client = client_as("mission")
    for number, name, at in (
        (5, "Zoé Avant", "2026-11-02T10:00+00:00"),
        (5, "Zoé Après", "2026-11-20T10:00+00:00"),
        (7, "Zoé Ailleurs", "2026-11-23T10:00+00:00"),
    ):
        body = InstanceFactory(arrondissements=[number])
        session.flush()
        first, last = name.split()
        who = UserFactory(first_name=first, last_name=last)
        ConfirmationFactory(row_id=body.id, user=who, at=dt.datetime.fromisoformat(at))
    session.commit()
    page = client.get(f"/referents/show/{row.id}").text
    assert "Zoé Après, 20/11/2026" in page
    assert "Zoé Avant" not in page
    assert "Zoé Ailleurs" not in page
