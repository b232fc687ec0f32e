"""A choice on offer is told from its namesakes, and found by the words that tell it."""

import pytest
from lxml import html
from sqlalchemy import event, func, select

from models.instances import MandateFunction
from tests.base.pages import document
from tests.support import factories as make
from views.base.fields import MAX_OPTIONS


@pytest.fixture
def bodies(session):
    """Two bodies, each with a seat no. 1, of two types that have a college of the same name."""
    for name in ("Mermoz", "Duchère"):
        kind = make.InstanceTypeFactory(label=f"Conseil {name}")
        make.CollegeFactory(name="Habitantes et habitants", type=kind, instance=None)
        make.SeatFactory(instance=make.InstanceFactory(name=f"Conseil citoyen {name}", type=kind), number=1)
    session.commit()


def texts_of(answer):
    assert answer.status_code == 200
    return [choice["text"] for choice in answer.get_json()["results"]]


@pytest.mark.parametrize(
    ("words", "seats"),
    [
        ("", ["Conseil citoyen Mermoz – n° 1", "Conseil citoyen Duchère – n° 1"]),
        ("mermoz", ["Conseil citoyen Mermoz – n° 1"]),
        ("DUCHERE", ["Conseil citoyen Duchère – n° 1"]),
        ("vaise", []),
    ],
)
@pytest.mark.usefixtures("bodies")
def test_a_seat_is_found_by_the_name_of_its_body(client_as, words, seats):
    assert texts_of(client_as("mission").get("/mandats/lookup/seat", query_string={"q": words})) == seats


@pytest.mark.parametrize("address", ["/mandats/add", "/personnes/enrol"])
def test_a_seat_gives_its_college_while_one_chooses_it(client_as, session, address):
    """On each form of a mandate, by the address that its field asks; of none, none."""
    body = make.InstanceFactory(name="Conseil de Vaise")
    college = make.CollegeFactory(name="Associations", type=body.type, instance=None)
    make.SeatFactory(instance=body, number=1, college=college)
    make.SeatFactory(instance=body, number=2, college=None)
    session.commit()
    client = client_as("mission")
    (lookup,) = document(client.get(address)).xpath('//select[@name="seat"]/@data-lookup')
    found = client.get(f"{lookup}&q=vaise").get_json()["results"]
    assert [choice["gives"] for choice in found] == [{"college": college.id}, {"college": None}]
    (other,) = document(client.get(address)).xpath('//select[@name="instance"]/@data-lookup')
    assert all("gives" not in choice for choice in client.get(other).get_json()["results"])


@pytest.mark.parametrize("address", ["/mandats/add", "/personnes/enrol", "/sieges/add"])
@pytest.mark.usefixtures("bodies")
def test_colleges_of_one_name_are_told_by_their_type(client_as, address):
    options = document(client_as("mission").get(address)).xpath('//select[@name="college"]/option/text()')
    ours = [option.strip() for option in options if "Mermoz" in option or "Duchère" in option]
    assert ours == ["Habitantes et habitants – Conseil Mermoz", "Habitantes et habitants – Conseil Duchère"]


@pytest.mark.parametrize(("count", "is_select"), [(50, True), (51, False)])
def test_a_short_table_that_grew_long_is_searched_on_the_server(client_as, session, count, is_select):
    there = session.scalar(select(func.count(MandateFunction.id)))
    make.MandateFunctionFactory.create_batch(count - there)
    page = html.fromstring(client_as("mission").get("/mandats/add").get_data(as_text=True))
    (field,) = page.xpath("//select[@name='function']")
    assert (field.get("data-lookup") is None) == is_select
    assert len(field.xpath("option")) == (count + 1 if is_select else 1)


def test_a_long_table_is_not_read_whole_to_find_that_it_is_long(client_as, session):
    make.MandateFunctionFactory.create_batch(3 * MAX_OPTIONS)
    client, loaded = client_as("mission"), []

    def keep(row, context):
        loaded.append(row)

    event.listen(MandateFunction, "load", keep)
    try:
        assert client.get("/mandats/add").status_code == 200
    finally:
        event.remove(MandateFunction, "load", keep)
    assert 0 < len(loaded) <= MAX_OPTIONS + 1


@pytest.mark.parametrize(
    ("reader", "status"), [("admin", 200), ("mission", 200), ("direction", 200), ("dpo", 200), ("ref5", 403)]
)
def test_who_did_something_is_searched_on_the_server(client_as, session, reader, status):
    user = make.UserFactory(first_name="Zoë", last_name="Brûlé", roles=["mission"])
    client = client_as(reader)
    answer = client.get("/journal/lookup/actor?q=brule")
    assert answer.status_code == status
    if status == 200:
        assert texts_of(answer) == ["Zoë Brûlé"]
        page = document(client.get(f"/journal/list/?f_actor={user.id}"))
        assert page.xpath('//select[@name="f_actor"]/option[@selected]/text()') == ["Zoë Brûlé"]
        assert page.xpath('//input[@name="f_actor" and @type="checkbox"]') == []
        assert page.xpath('//*[@class="chip"]')[0].text_content().split()[-2:] == ["Zoë", "Brûlé"]


def test_the_account_of_the_elected_is_one_of_theirs_and_the_agent_never(client_as, session):
    make.UserFactory(last_name="Zébulon", first_name="Élu", username="zelu", roles=["elu"])
    make.UserFactory(last_name="Zébulon", first_name="Agente", username="zagent", roles=["mission"])
    make.UserFactory(last_name="Zébulon", first_name="Partie", username="zpartie", roles=["elu"], active=False)
    session.commit()
    client = client_as("mission")
    [elected] = texts_of(client.get("/instances/lookup/elected_user?q=zebulon"))
    [agent] = texts_of(client.get("/instances/lookup/agent?q=zebulon"))
    assert "Élu" in elected
    assert "Agente" in agent
