"""What a page costs the database: counts of statements, as bars, and its weight in HTML."""

from collections import Counter

import pytest
from flask import Flask
from jinja2.runtime import Macro
from lxml import html
from sqlalchemy import select

from models.accounts import Role, User
from models.instances import Instance, MandateFunction
from models.organisations import Organisation
from models.people import Mandate, Person
from tests.access.forms import fields_of
from tests.support import NIGHT_ON_POSTGRESQL, ON_SQLITE
from tests.support import factories as make
from tests.support.forms import csrf_token
from tests.support.statements import count_statements
from views import menu
from views.base.entries import MenuGroup, MenuPage

WHO_ASKS = 1
LIST, RECORD, TAB, FORM = 4, 6, 4, 6
# One asks whether the same form was sent before; one, where « Undo » is offered, who may take what back; one whether a
# deadline of the row was put off.
SAVE = 15
# Lists that ask one thing more: what people hold and how bodies meet beside the rows of a page; of mandates, whom a
# deletion would take out of sight of a reader with limits.
ASK_MORE = frozenset({"instances", "personnes", "mandats"})
MAX_HTML = 102_000  # mandates, a hundred to a page, with their filter of planned ends
MAX_OPTIONS = 200
READERS = ("mission", "ref5")
ROUTES = ("instances", "personnes", "mandats", "organisations", "referents")


class Register:
    """One body, one person, one organisation, one référent, and lists as long as wanted under and beside them."""

    def __init__(self, session):
        self.session = session
        self.place = make.ArrondissementFactory(number=5)
        self.type = make.InstanceTypeFactory()
        self.functions = session.scalars(select(MandateFunction).limit(2)).all()
        self.organisation = make.OrganisationFactory(name="Les Amis du 5e", arrondissement=self.place)
        self.body = make.InstanceFactory(name="Quartiers anciens", type=self.type, arrondissements=[5])
        college = make.CollegeFactory(instance=self.body)
        seat = make.SeatFactory(instance=self.body, college=college)
        self.person = make.PersonFactory(
            last_name="Première", arrondissement=self.place, organisation=self.organisation, with_contact=True
        )
        self.mandate = make.MandateFactory(
            instance=self.body,
            person=self.person,
            organisation=self.organisation,
            function=self.functions[0],
            college=college,
            seat=seat,
            substitute_of=make.MandateFactory(instance=self.body, function=self.functions[0]),
        )
        self.referent = make.ReferentFactory(
            user=make.UserFactory(), arrondissement=self.place, replacement=make.UserFactory()
        )
        session.commit()

    def grow(self, count):
        """As many more rows of each list, with relations of their own."""
        self.session.commit()  # SQLite does not let a session write that read before another wrote
        with make.together():
            for number in range(count):
                organisation = make.OrganisationFactory(name=f"Association {number}", arrondissement=self.place)
                body = make.InstanceFactory(type=self.type, arrondissements=[5, 6 + number % 4][: 1 + number % 2])
                person = make.PersonFactory(arrondissement=self.place, organisation=organisation)
                make.MandateFactory(
                    instance=body, person=person, organisation=organisation, function=self.functions[number % 2]
                )
                make.ReferentFactory(user=make.UserFactory(), arrondissement=self.place, replacement=make.UserFactory())
        self.session.commit()

    def grow_under_the_records(self, count):
        """As many more mandates under the body, the person, the organisation and the seat."""
        self.session.commit()
        with make.together():
            bodies = [make.InstanceFactory(type=self.type, arrondissements=[5]) for _ in range(5)]
            people = [make.PersonFactory(arrondissement=self.place) for _ in range(5)]
        self.session.add_all(
            Mandate(
                instance=self.body if number % 2 else bodies[number % 5],
                person=self.person if number % 3 else people[number % 5],
                organisation=self.organisation if number % 2 == 0 else None,
                function=self.functions[1],
                college=self.mandate.college if number % 2 else None,
                rank=1,
            )
            for number in range(count)
        )
        self.session.commit()

    @property
    def records(self):
        """Address part and id of the record of each list."""
        rows = (self.body, self.person, self.mandate, self.organisation, self.referent)
        return tuple((route, row.id) for route, row in zip(ROUTES, rows, strict=True))


@pytest.fixture
def register(session):
    return Register(session)


@pytest.fixture
def cost(engine):
    """How many statements an address costs this client; the answer must be a page."""

    def of(client, address, posted=None):
        with count_statements(engine) as sent:
            answer = client.post(address, data=posted) if posted else client.get(address)
        assert answer.status_code == (302 if posted else 200), address
        return len(sent)

    return of


# The members of a body stand beside its seats, its next meeting, who came to the last ones and what is left to do; its
# composition beside parity and seats.
BESIDE = {"members": 3, "seats": 1}
TABS = {"instances": ("members", "seats"), "personnes": ("mandates",), "organisations": ("mandates", "people")}


def addresses(register):
    """Each page of the base view over these tables, with its bar besides who asks; a tab in its page and alone."""
    for route, row_id in register.records:
        yield f"/{route}/list/", LIST + (route in ASK_MORE)
        for tab in (*TABS.get(route, ()), "history"):
            more = BESIDE.get(tab, 0) if route == "instances" else 0
            yield f"/{route}/show/{row_id}?tab={tab}", RECORD + more
            yield f"/{route}/show/{row_id}?tab={tab}&fragment=1", TAB + more
        yield f"/{route}/edit/{row_id}", FORM
        yield f"/{route}/add", FORM
        yield f"/{route}/add?copy={row_id}", FORM
        yield f"/{route}/add?after={row_id}", FORM
    yield "/personnes/enrol", FORM
    yield f"/personnes/enrol?after={register.mandate.id}", FORM


def allowed(answers, reader):
    """A référent neither writes référents nor organisations of the city."""
    return [
        item for item in answers if reader != "ref5" or not item[0].startswith(("/referents/add", "/referents/edit"))
    ]


def over(cost, client, register, reader):
    found = {}
    for address, bar in allowed(addresses(register), reader):
        total = cost(client, address)
        if total > WHO_ASKS + bar:
            found[address] = total - WHO_ASKS
    return found


def test_who_asks_costs_one_statement(client_as, cost):
    """The page of one's own password shows no row: it only asks who is there."""
    for reader in (*READERS, "admin", "elu5", "stagiaire", "dpo"):
        assert cost(client_as(reader), "/mon-compte/mot-de-passe") <= WHO_ASKS


@pytest.mark.parametrize("reader", READERS)
def test_every_page_keeps_its_bar(register, client_as, cost, reader):
    register.grow(24)
    assert over(cost, client_as(reader), register, reader) == {}


@NIGHT_ON_POSTGRESQL
@pytest.mark.parametrize("reader", READERS)
def test_a_record_with_two_hundred_related_rows_keeps_its_bar(register, client_as, cost, reader):
    register.grow_under_the_records(400)
    assert over(cost, client_as(reader), register, reader) == {}


@NIGHT_ON_POSTGRESQL
@pytest.mark.parametrize("reader", READERS)
def test_pages_cost_the_same_for_one_and_for_25_rows(register, client_as, cost, reader):
    client = client_as(reader)
    pages = [address for address, _ in allowed(addresses(register), reader)]
    one = {address: cost(client, address) for address in pages}
    register.grow(24)
    register.grow_under_the_records(24)
    assert {address: cost(client, address) for address in pages} == one


@ON_SQLITE
@pytest.mark.parametrize("reader", READERS)
def test_a_line_of_a_list_asks_for_no_address_and_calls_no_macro(register, client_as, monkeypatch, reader):
    """Addresses come from one pattern a page, cells are written by the table: some thousand calls on a full page."""
    client, calls = client_as(reader), []

    def counting(asked):
        return lambda *values, **named: calls.append(asked.__name__) or asked(*values, **named)

    monkeypatch.setattr(Flask, "url_for", counting(Flask.url_for))
    monkeypatch.setattr(Macro, "_invoke", counting(Macro._invoke))

    def counted(rows):
        found = {}
        for route in ROUTES:
            client.get(f"/{route}/list/")  # what is kept is made
            calls.clear()
            assert client.get(f"/{route}/list/").get_data(as_text=True).count("<tr>") > rows, route
            found[route] = Counter(calls)
        return found

    register.grow(3)
    few = counted(rows=3)
    register.grow(17)
    assert counted(rows=20) == few


@NIGHT_ON_POSTGRESQL
@pytest.mark.parametrize("reader", READERS)
def test_pages_cost_the_same_for_5_and_for_50_menu_entries(register, client_as, cost, monkeypatch, reader):
    client = client_as(reader)
    pages = [address for address, _ in allowed(addresses(register), reader)]
    entry = MenuPage("PersonView", "People", "person", "list", "can_list", "People")
    found = []
    # The menu of a role is kept: here it is made anew for each page.
    monkeypatch.setattr(menu, "_menu", menu._menu.__wrapped__)
    monkeypatch.setattr(menu, "_texts", menu._texts.__wrapped__)
    for count in (5, 50):
        monkeypatch.setattr("views.menu.MENU", ((MenuGroup.PARTICIPATION, ((entry,),) * count),))
        page = client.get("/personnes/list/").get_data(as_text=True)
        assert page.count('href="/personnes/list/"') >= count
        found.append({address: cost(client, address) for address in pages})
    assert found[0] == found[1]


@NIGHT_ON_POSTGRESQL
def test_pages_cost_the_same_for_one_and_for_five_roles(register, client_as, cost, session):
    pages = [address for address, _ in addresses(register)]
    found = []
    for roles in (["mission"], ["mission", "referent", "saisie", "direction", "donnees_personnelles"]):
        user = make.UserFactory(roles=roles)
        assert len(user.roles) == len(roles)
        client = client_as(user)
        found.append({address: cost(client, address) for address in pages})
    assert found[0] == found[1]
    assert session.scalars(select(Role)).all()


@pytest.mark.parametrize(
    "query",
    [
        "q=amis",
        "f_arrondissement=1&f_arrondissement=2&q=a",
        "f_instance=1&f_person=1&f_status=in_force&f_on=2026-11-24",
        "order=-instance&size=100&page=2",
        "order=arrondissements&cols=person,instance,function,college,seat,organisation,arrondissements",
    ],
)
def test_a_filtered_sorted_list_keeps_its_bar(register, client_as, cost, query):
    register.grow(30)
    client = client_as("mission")
    totals = {route: cost(client, f"/{route}/list/?{query}") for route in ROUTES}
    words = {"personnes": "q=" in query}  # a search of people is one of bodies and functions too
    bars = {route: WHO_ASKS + LIST + (route in ASK_MORE) + words.get(route, False) for route in ROUTES}
    assert all(total <= bars[route] for route, total in totals.items()), totals


def test_every_column_at_once_keeps_the_bar(register, client_as, cost):
    register.grow(24)
    client = client_as("mission")
    for route in ROUTES:
        page = html.fromstring(client.get(f"/{route}/list/").get_data())
        names = page.xpath('//input[@name="cols"]/@value')
        assert len(names) > 3
        assert cost(client, f"/{route}/list/?cols={','.join(names)}") <= WHO_ASKS + LIST + (route in ASK_MORE)


@pytest.mark.parametrize(
    ("index", "field", "value"),
    [(0, "notes", "Relu"), (1, "address", "1 rue du Bœuf"), (2, "limit_reason", "Motif"), (3, "notes", "Relu")],
)
def test_a_save_costs_the_same_beside_one_or_many_rows(register, client_as, cost, index, field, value):
    client = client_as("mission")
    route, row_id = register.records[index]
    address, token = f"/{route}/edit/{row_id}", csrf_token(client)
    totals = []
    for suffix in ("", "."):
        data = fields_of(client.get(address).get_data(as_text=True)) | {field: value + suffix, "csrf_token": token}
        totals.append(cost(client, address, data))
        register.grow_under_the_records(24)
    assert totals[0] == totals[1]
    assert totals[0] <= WHO_ASKS + SAVE


@NIGHT_ON_POSTGRESQL
def test_pages_stay_light_among_thousands_of_rows(register, client_as, session):
    """At most 100 KB of HTML, and no select or group of boxes over 200 choices."""
    kind, place = register.type, register.place
    bodies = [Instance(code=f"C{n}", name=f"Conseil du quartier {n}", type=kind) for n in range(600)]
    people = [
        Person(last_name=f"Durand-Lemaire {n}", first_name="Marie-Christine", arrondissement=place) for n in range(2500)
    ]
    associations = [
        Organisation(name=f"Association des habitants {n}", kind=register.organisation.kind) for n in range(600)
    ]
    accounts = [
        User(
            username=f"agent-{n}", first_name="Camille", last_name=f"Agent {n}", email=f"a{n}@lyon.example", active=True
        )
        for n in range(600)
    ]
    session.add_all([*bodies, *people, *associations, *accounts])
    session.commit()
    register.grow_under_the_records(200)
    session.add_all(
        Mandate(instance=bodies[n % 600], person=person, function=register.functions[0], rank=1)
        for n, person in enumerate(people)
    )
    session.commit()
    client = client_as("mission")
    heavy, long = {}, {}
    for address in (*(item for item, _ in addresses(register)), "/journal/list/"):
        sized = f"{address}?size=100" if address.endswith("/list/") else address
        page = client.get(sized).get_data()
        if len(page) > MAX_HTML:
            heavy[sized] = len(page)
        document = html.fromstring(page)
        counts = [len(item.xpath(".//option")) for item in document.iter("select")]
        counts += [len(item.xpath('.//input[@type="checkbox"]')) for item in document.iter("fieldset")]
        if max(counts, default=0) > MAX_OPTIONS:
            long[address] = max(counts)
    assert (heavy, long) == ({}, {})
