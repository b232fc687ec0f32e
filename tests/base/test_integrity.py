"""What the database refuses is told at the same field, whichever database it is."""

from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import object_session

from mdo.kernel.base.refused import Refused, refusal_of
from models.instances import Instance, Seat
from models.people import EndReason, Mandate
from tests.base.pages import opened, refusals, save
from tests.support import ON_POSTGRESQL, TODAY
from tests.support import factories as make
from tests.support.forms import post
from views.base.integrity import violation_of


@pytest.fixture
def mission(client_as):
    return client_as("mission")


def test_a_number_already_taken_is_told_at_the_number(session, mission):
    body = make.InstanceFactory()
    make.SeatFactory(instance=body, number=1)
    session.commit()
    answer = save(mission, "/sieges/add", instance=str(body.id), number="1")
    assert (answer.status_code, list(refusals(answer))) == (422, ["number"])


def test_a_name_already_given_to_a_view_is_told_at_the_name(session, mission):
    address = "/mes-vues/add?list=PersonView&query=q%3Da"
    assert post(mission, address, opened(mission, address) | {"name": "Martin"}).status_code in {302, 303}
    answer = post(mission, address, opened(mission, address) | {"name": "Martin"})
    assert (answer.status_code, list(refusals(answer))) == (422, ["name"])


# ---- By codes and names ----------------------------------------------------------------------------------------------


def _same_number() -> Any:
    make.SeatFactory.create_batch(2, instance=make.InstanceFactory(), number=1)


def _without_body() -> Any:
    make.SeatFactory(instance=None)


def _ended_before_it_starts() -> Any:
    make.MandateFactory(start_on=TODAY, ended_on=TODAY.replace(year=2020), end_reason=EndReason.MOVED)


def _out_of_bounds() -> Any:
    make.SeatFactory(number=100_000)


def _of_a_college_that_is_gone() -> Any:
    make.SeatFactory(college_id=999_999)


def _still_in_use() -> Any:
    seat = make.SeatFactory()
    object_session(seat).delete(seat.instance)
    object_session(seat).flush()


REFUSED = [
    (_same_number, Seat, "This value already exists", "number"),
    (_without_body, Seat, "Fill this field", "instance_id"),
    (_ended_before_it_starts, Mandate, "The end comes before the start", "ended_on"),
    (_out_of_bounds, Seat, "outside its limits", "number"),
    (_of_a_college_that_is_gone, Seat, "is gone meanwhile", "college_id"),
    (_still_in_use, Instance, "still used elsewhere", None),
]


@pytest.mark.parametrize(("write", "model", "words", "field"), REFUSED, ids=lambda case: getattr(case, "__name__", ""))
def test_a_refusal_is_told_alike_by_a_server_of_any_language(session, database, write, model, words, field):
    with pytest.raises(SQLAlchemyError) as refused:
        write()
    session.rollback()
    error = refused.value
    if database.kind == "postgresql":
        # As a server in French says it: what it names apart stays as it is.
        error.orig.args = ("une valeur ne respecte pas la contrainte « x »\nDÉTAIL : La clé existe déjà.",)
    elif field == "college_id":
        field = None  # SQLite does not say which
    violation = violation_of(error, model.__table__)
    assert words in str(violation)
    assert violation.field == field
    assert words in str(violation_of(error))


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("INSERT INTO busy VALUES (1, daterange('2026-01-01', '2026-02-01'))", Refused.UNIQUE),
        ("DELETE FROM busy", Refused.IN_USE),
    ],
    ids=["exclusion", "restrict"],
)
def test_a_refusal_that_no_table_makes_yet_is_known(session, statement, why):
    connection = session.connection()
    for prepared in (
        "CREATE TEMPORARY TABLE busy (id int PRIMARY KEY, days daterange, EXCLUDE USING gist (days WITH &&))",
        "CREATE TEMPORARY TABLE held (busy_id int REFERENCES busy ON DELETE RESTRICT)",
        "INSERT INTO busy VALUES (2, daterange('2026-01-15', '2026-03-01'))",
        "INSERT INTO held VALUES (2)",
    ):
        connection.exec_driver_sql(prepared)
    with pytest.raises(SQLAlchemyError) as refused:
        connection.exec_driver_sql(statement)
    assert refusal_of(refused.value).why is why
