"""The mandates that end first: what was renewed asks nothing any more, and does not come first."""

import datetime as dt

import pytest

from tests.base.pages import document, listed
from tests.support import factories as make

NEAR, LATER = dt.date(2026, 12, 31), dt.date(2027, 12, 31)


@pytest.fixture
def mandates(session, server_today):
    """One renewed already, one that ends as soon, one that ends a year later."""
    body, held = make.InstanceFactory(arrondissements=[5]), {}
    for name, end in (("Renouvelée", NEAR), ("Proche", NEAR), ("Lointaine", LATER)):
        person = make.PersonFactory(last_name=name, first_name="Zoé")
        held[name] = make.MandateFactory(instance=body, person=person, planned_end_on=end)
    first = held["Renouvelée"]
    held["Suivante"] = make.MandateFactory(
        instance=body, person=first.person, start_on=NEAR + dt.timedelta(days=1), planned_end_on=LATER, previous=first
    )
    session.commit()
    return {name: row.id for name, row in held.items()}


def test_the_list_of_those_that_end_first_leaves_out_what_was_renewed(client_as, mandates):
    client = client_as("mission")
    (tab,) = document(client.get("/mandats/list/?all=1")).xpath('//nav//a[contains(., "fin la plus proche")]/@href')
    assert listed(client.get(tab)) == [mandates["Proche"], mandates["Lointaine"]]


@pytest.mark.parametrize(("value", "names"), [("1", {"Renouvelée"}), ("0", {"Lointaine", "Proche", "Suivante"})])
def test_mandates_are_filtered_by_whether_another_follows(client_as, mandates, value, names):
    found = listed(client_as("mission").get(f"/mandats/list/?f_renewed={value}"))
    assert set(found) == {mandates[name] for name in names}
