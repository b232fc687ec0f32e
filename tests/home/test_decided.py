"""What waits for a decision, and how full the contracts are, on the first page of the management."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.base.pages import document
from tests.support import TODAY
from tests.support import orders as make

DAY = dt.timedelta(days=1)


def part(client: FlaskClient, name: str) -> Any:
    """A part of the first page, None where it is not shown."""
    return next(iter(document(client.get("/")).xpath(f'//section[@aria-labelledby="{name}"]')), None)


def test_a_decision_waits_for_the_management_and_opens_what_it_is_about(
    session: Session, client_as: Callable[..., FlaskClient], server_today: None
) -> None:
    waits = make.DeliverableFactory(
        name="Carnet de bord", received_on=TODAY - 20 * DAY, contract__verification_months=1
    )
    make.DeliverableFactory(name="À recevoir")
    session.commit()
    number = waits.contract.number
    client = client_as("direction")
    found = part(client, "home-decisions")
    assert "Carnet de bord" in found.text_content()
    assert number in found.text_content()
    assert "À recevoir" not in found.text_content()
    (address,) = found.xpath(".//a/@href")
    assert "Carnet de bord" in client.get(address).get_data(as_text=True)
    assert part(client_as("mission"), "home-decisions") is None


def test_contracts_past_eighty_per_cent_are_told_together(
    session: Session, client_as: Callable[..., FlaskClient], server_today: None
) -> None:
    full, roomy = (make.RunningContractFactory(title=title) for title in ("Animation", "Plateforme"))
    for row in (full, roomy):
        row.maximum_excl_tax = 10_000
    make.order_of(full, "8000")
    make.order_of(roomy, "7999")
    session.commit()
    client = client_as("direction")
    found = part(client, "home-used")
    assert found.xpath("string(.//h2)") == "1 marché a consommé 80\xa0% ou plus"
    assert "8\u202f000,00\xa0€ consommés sur 10\u202f000,00\xa0€ HT, reste 2\u202f000,00\xa0€." in " ".join(
        found.xpath("string(.//p)").split(" ")
    )
    rows = found.xpath(".//tbody/tr")
    assert [row.xpath("string(./th)") for row in rows] == ["Animation", "Plateforme"]
    assert "Animation" in client.get(rows[0].xpath(".//a/@href")[0]).get_data(as_text=True)
