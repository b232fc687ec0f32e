"""The doors by which a référent could change, take or give rows of another arrondissement: all closed."""

import io

import pytest
from openpyxl import Workbook
from sqlalchemy import inspect, select

from models.base import Record
from models.instances import Instance
from models.people import DuplicateCandidate, Mandate, Person
from tests.access.forms import fields_of
from tests.access.world import HIDDEN, build, text_of
from tests.support import ON_SQLITE
from tests.support.application import account
from tests.support.forms import csrf_token, hidden_value, post
from tests.support.prepared import prepared
from views.base.view import BackofficeView

MARK = "7654321"


@prepared
def world(session):
    return build(session, account("ref5"))


@pytest.fixture
def client(client_as):
    return client_as("ref5")


@pytest.fixture
def untouched(session):
    """After the test, no row of any business table has changed, come or gone."""

    def state() -> dict[tuple[str, int], int]:
        session.rollback()
        session.expire_all()
        return {
            (mapper.class_.__name__, row_id): version
            for mapper in Record.registry.mappers
            if issubclass(mapper.class_, Record) and mapper.class_.__name__ not in {"UserSession", "LoginAttempt"}
            for row_id, version in session.execute(select(mapper.class_.id, mapper.class_.version))
        }

    before = []
    yield lambda: before.append(state())
    assert state() == before[0]


def opened(client, address: str) -> dict[str, str]:
    """The fields of a form as a browser would post them back."""
    return fields_of(client.get(address).get_data(as_text=True))


@pytest.mark.parametrize("method", ["show", "edit", "delete"])
@pytest.mark.parametrize(
    ("model", "route"),
    [
        ("Person", "personnes"),
        ("Mandate", "mandats"),
        ("Instance", "instances"),
        ("Seat", "sieges"),
        ("Organisation", "organisations"),
    ],
)
def test_a_hidden_row_does_not_exist(world, client, untouched, model, route, method):
    untouched()
    address = f"/{route}/{method}/{world.hidden[model].id}"
    assert client.get(address).status_code == 404
    if method != "show":
        assert post(client, address, {"last_name": "stolen", "name": "stolen"}).status_code == 404


@pytest.mark.parametrize("route", ["personnes", "mandats", "instances", "sieges", "organisations"])
@pytest.mark.parametrize("mixed", [False, True])
def test_a_hidden_row_is_not_deleted_in_bulk(world, client, untouched, route, mixed):
    untouched()
    model = {
        "personnes": "Person",
        "mandats": "Mandate",
        "instances": "Instance",
        "sieges": "Seat",
        "organisations": "Organisation",
    }[route]
    ids = [world.hidden[model].id] + ([world.own[model].id] if mixed else [])
    answer = post(client, f"/{route}/bulk", {"action": "delete", "rowid": ids, "confirmed": "1"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("model", "route", "data"),
    [
        ("Mandate", "mandats/end", {"ended_on": "24/11/2026", "end_reason": "moved"}),
        ("Instance", "instances/state", {"state": "dissolved", "state_on": "24/11/2026", "state_reason": "Fusion"}),
    ],
)
def test_a_hidden_row_is_neither_ended_nor_dissolved(world, client, untouched, model, route, data):
    untouched()
    address = f"/{route}/{world.hidden[model].id}"
    assert client.get(address).status_code == 404
    assert post(client, address, data).status_code == 404


def test_a_hidden_mandate_is_not_renewed(world, client, untouched):
    untouched()
    ids = [world.hidden["Mandate"].id]
    assert post(client, "/mandats/bulk", {"action": "renew", "rowid": ids}).status_code == 404
    answer = post(client, "/mandats/renew", {"rowid": ids})
    assert HIDDEN not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "field", ["instance", "person", "function", "college", "seat", "organisation", "substitute_of"]
)
def test_a_mandate_takes_no_hidden_row(world, client, untouched, field):
    untouched()
    hidden = {
        "instance": "Instance",
        "person": "Person",
        "function": "MandateFunction",
        "college": "College",
        "seat": "Seat",
        "organisation": "Organisation",
        "substitute_of": "Mandate",
    }[field]
    data = {
        "instance": world.own["Instance"].id,
        "person": world.own["Loner"].id,
        "function": world.own["MandateFunction"].id,
        "designation": "elected",
        "commitment": "unknown",
        "start_on": "2026-01-01",
        "rank": "1",
        field: world.hidden[hidden].id,
    }
    for address in ("/mandats/add", f"/mandats/add?{field}={world.hidden[hidden].id}"):
        answer = post(client, address, data)
        assert answer.status_code == 422
        assert HIDDEN not in answer.get_data(as_text=True)


@pytest.mark.parametrize("field", ["instance", "person"])
def test_an_own_mandate_is_not_moved_to_a_hidden_row(world, client, untouched, field):
    untouched()
    address = f"/mandats/edit/{world.own['Mandate'].id}"
    data = opened(client, address) | {field: str(world.hidden["Instance" if field == "instance" else "Person"].id)}
    assert post(client, address, data).status_code == 422


@pytest.mark.parametrize("places", [[7], [5, 7], []])
def test_a_body_is_not_created_or_moved_outside(world, client, session, untouched, places):
    untouched()
    ids = [world.places[number] for number in places]
    new = {
        "name": "Nouveau",
        "code": "N-1",
        "type": world.own["Instance"].type_id,
        "state": "active",
        "arrondissements": ids,
    }
    assert post(client, "/instances/add", new).status_code == 422
    address = f"/instances/edit/{world.own['Instance'].id}"
    data = opened(client, address) | {"arrondissements": ids}
    assert post(client, address, data).status_code == 422


def test_a_person_alone_is_not_created_elsewhere(world, client, untouched):
    untouched()
    data = {"last_name": "Nouvelle", "gender": "unknown", "arrondissement": world.places[7]}
    answer = post(client, "/personnes/add", data)
    assert answer.status_code == 422
    assert "Nouvelle" in answer.get_data(as_text=True)  # what was typed is still there


def test_nobody_is_enrolled_in_a_hidden_body(world, client, untouched):
    untouched()
    data = {
        "last_name": "Nouvelle",
        "gender": "unknown",
        "instance": world.hidden["Instance"].id,
        "function": world.own["MandateFunction"].id,
        "designation": "elected",
        "commitment": "unknown",
        "start_on": "2026-01-01",
    }
    assert post(client, "/personnes/enrol", data).status_code == 422


def test_a_namesake_out_of_sight_is_not_shown_but_joins_the_queue(world, client, session):
    """A référent creates someone whom another arrondissement already knows."""
    data = {
        "last_name": HIDDEN.title(),
        "first_name": "Zoé",
        "gender": "unknown",
        "instance": world.own["Instance"].id,
        "function": world.own["MandateFunction"].id,
        "designation": "elected",
        "commitment": "unknown",
        "start_on": "2026-01-01",
    }
    answer = post(client, "/personnes/enrol", data)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    session.rollback()
    created = session.scalars(select(Person).order_by(Person.id.desc())).first()
    pairs = session.scalars(select(DuplicateCandidate).where(DuplicateCandidate.other_id == created.id)).all()
    assert {pair.person_id for pair in pairs} == {world.hidden["Person"].id, world.hidden["Loner"].id}


def test_a_namesake_in_sight_is_shown_with_a_link_to_its_page(world, client, untouched):
    untouched()
    known = world.own["Person"]
    data = {
        "last_name": known.last_name,
        "first_name": known.first_name,
        "gender": "unknown",
        "instance": world.own["Instance"].id,
        "function": world.own["MandateFunction"].id,
        "designation": "elected",
        "commitment": "unknown",
        "start_on": "2026-01-01",
    }
    answer = post(client, "/personnes/enrol", data)
    assert answer.status_code == 422
    assert f'<a href="/personnes/show/{known.id}"' in answer.get_data(as_text=True)


def test_an_import_writes_nothing_outside(world, client, untouched):
    untouched()
    book = Workbook()
    book.active.append(["Nom", "Prénom", "Instance", "Fonction", "Début"])
    book.active.append(["Importée", "Léa", world.hidden["Instance"].name, "Membre", "01/01/2026"])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    answer = client.post(
        "/import/people",
        data={"csrf_token": csrf_token(client), "file": (stream, "membres.xlsx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    preview = client.get(answer.headers["Location"])
    assert preview.status_code == 422
    for only_valid in ("", "1"):
        plan = hidden_value(preview, "plan")
        post(client, answer.headers["Location"] + "/apply", {"plan": plan, "only_valid": only_valid})


@pytest.mark.parametrize(
    "address",
    [
        "/mandats/action/delete/1",
        "/mandats/action_post",
        "/personnes/download/secret.txt",
        "/personnes/api/column/add/person",
        "/api/v1/security/login",
        "/api/v1/security/refresh",
        "/api/v1/_openapi",
        "/swagger/v1",
        "/api/v1/menu/",
        "/back",
        "/lang/en",
        "/users/userinfo/",
    ],
)
def test_flask_appbuilders_own_doors_are_gone(client, address):
    assert client.get(address).status_code == 404
    assert post(client, address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "order=created_by.password",
        "order=-password",
        "order=limit_reason",
        "f_notes=secret",
        "f_password=x",
        "cols=password",
    ],
)
def test_an_address_neither_sorts_filters_nor_shows_what_is_not_declared(world, client, query):
    plain, asked = client.get("/mandats/list/"), client.get(f"/mandats/list/?{query}")
    assert asked.status_code == 200
    rows = lambda response: response.get_data(as_text=True).count("/mandats/show/")  # noqa: E731  # one-line count
    assert rows(plain) == rows(asked)


def test_personal_columns_are_neither_shown_nor_searched_without_the_right(world, client_as):
    own = world.own["Person"]
    for reader in ("direction", "elu5"):
        client = client_as(reader)
        for address in (
            "/personnes/list/?cols=email,last_name",
            "/personnes/export?cols=email",
            f"/personnes/show/{own.id}",
        ):
            assert own.email not in text_of(client.get(address))
        assert "/personnes/show/" not in text_of(client.get(f"/personnes/list/?q={own.email}"))


@ON_SQLITE
def test_no_list_shows_personal_values_without_the_right(app, world, session, client_as):
    """Whatever columns are asked for, in the lists of other tables too: a mandate knows the phone of its holder."""
    lists = [view for view in app.appbuilder.baseviews if isinstance(view, BackofficeView)]
    for view in lists:
        columns = inspect(view.model).columns
        texts = [name for name in sorted(view.personal & {*columns.keys()}) if columns[name].type.python_type is str]
        for row in session.scalars(select(view.model)) if texts else ():
            for name in texts:
                setattr(row, name, MARK)
    session.commit()

    def showing(reader: str, views) -> set[str]:
        client, found = client_as(reader), set()
        for view in views:
            names = ",".join(column.name for column in view.columns)
            if MARK in text_of(client.get(f"{view.route_base}/list/?cols={names}")):
                found.add(type(view).__name__)
        return found

    assert showing("direction", lists) == set()
    marked = {"PersonView", "MandateView", "OrganisationView", "SupplierView"}
    assert showing("mission", [view for view in lists if type(view).__name__ in marked]) == marked


def test_saisie_neither_deletes_nor_exports(world, client_as):
    client = client_as("saisie5")
    assert client.get("/personnes/export").status_code == 403
    assert post(client, f"/personnes/delete/{world.own['Loner'].id}").status_code == 403
    assert post(client, "/personnes/bulk", {"action": "delete", "rowid": [world.own["Loner"].id]}).status_code == 403


def test_the_world_is_stored(world, session):
    assert session.scalars(select(Mandate)).all()
    assert session.scalars(select(Instance)).all()
