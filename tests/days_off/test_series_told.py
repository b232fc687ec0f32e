"""What is said of a series as its days are typed: dates to avoid, the electoral period of what is public."""

import datetime as dt

import pytest

from models.days_off import AvoidedKind
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post

day = dt.date.fromisoformat
TOLD = "Période électorale jusqu’au"


def preview(client, body, kind):
    """The days of a series of this body, as the page shows them before anything is written."""
    asked = {
        "title": "Réunions", "instance": str(body.id), "kind": kind, "first_on": "2026-12-07",
        "last_on": "2027-01-31", "every_months": "1", "rule": "first_working_day", "start_minute": "18:30",
        "length_minutes": "120",
    }  # fmt: skip
    answer = post(client, "/series/add", asked)
    assert answer.status_code == 200
    return document(answer)


def said_of(client, box, on):
    """What the page says under a day once another is typed in its field, asked as its script asks."""
    return client.get(f"{box.get('data-conflicts')}&{box.get('data-fields')}={on}").get_data(as_text=True)


def test_each_day_of_a_series_is_told_of_as_it_is_typed(session, client_as):
    fifth, third = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    make.DateToAvoidFactory(label="Conseil du cinq", arrondissement=fifth, start_on=day("2026-12-07"))
    make.DateToAvoidFactory(label="Conseil du trois", arrondissement=third, start_on=day("2026-12-07"))
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    client = client_as("mission")
    page = preview(client, body, "plenary")
    first, second = page.xpath("//tbody//*[@data-conflicts]")
    assert page.xpath("//input[@name='day_0']/@value") == ["2026-12-08"]
    assert "décalée" in first.text_content()
    assert [box.get("data-fields") for box in (first, second)] == ["day_0", "day_1"]
    for on, words in (("2026-12-06", "week-end"), ("2026-12-07", "Conseil du cinq"), ("2026-12-25", "Noël")):
        said = said_of(client, first, on)
        assert words in said
        assert "Conseil du trois" not in said
        assert "décalée" not in said
    assert said_of(client, second, "2026-12-08") == ""


@pytest.mark.parametrize(("kind", "is_told"), [("public", True), ("plenary", False)])
def test_a_series_in_public_carries_the_reminder_of_an_electoral_period(session, client_as, kind, is_told):
    make.DateToAvoidFactory(
        label="Municipales", kind=AvoidedKind.POLL, start_on=day("2027-07-04"), is_city_council=True
    )
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    client = client_as("mission")
    page = preview(client, body, kind)  # 7 December is out of the period, 4 January is in it
    assert page.text_content().count(TOLD) == int(is_told)
    (first, _) = page.xpath("//tbody//*[@data-conflicts]")
    for on, is_in in (("2026-12-31", False), ("2027-01-01", True)):
        assert (TOLD in said_of(client, first, on)) == (is_in and is_told)
