"""What the database refuses is told at the same field, whichever database it is."""

import pytest

from tests.base.pages import opened, refusals, save
from tests.support import factories as make
from tests.support.forms import post


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
