"""Every route, walked as a référent of the 5th: no page, file or choice ever names a row of the 7th.

The routes come from the application itself: a new one is walked without being listed here.
"""

from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import object_session

from mdo.kernel.base.context import Context
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.scope.limits import Scope
from mdo.reports.registry import REPORTS
from mdo.tenders.states import CONTRACT_ACTS
from models.accounts import User
from models.meetings import AgendaItem
from tests.access.world import HIDDEN, OWN, build, text_of
from tests.support import SLOW_ON_SQLITE, TODAY
from tests.support.application import account
from tests.support.prepared import prepared

READERS = ["ref5", "saisie5", "elu5"]
# An address that is asked as it is and with words to search, no more.
_AS_TYPED = 2


@prepared
def world(session):
    for name in READERS:
        account(name)
    reader = session.query(User).filter_by(username="elu5").one()
    return build(session, reader)


def addresses(app: Flask, world, *, of_own: bool = False) -> list[str]:
    """Every GET address, with the ids of hidden rows, or of those in sight, of relation fields and of kinds filled in.

    What rows in sight point to out of sight (`world._cross`) must not be named by their own pages either.
    """
    if of_own:
        world = replace(world, hidden={**world.hidden, **world.own, "Meeting": world.own["Network"]})
    views = {type(view).__name__: view for view in app.appbuilder.baseviews}
    found = []
    for rule in app.url_map.iter_rules():
        view = views.get(rule.endpoint.split(".")[0])
        if "GET" not in rule.methods or view is None:
            continue
        model = getattr(view, "model", None)
        fields = sorted({*getattr(view, "form_fields", ()), *(item.name for item in getattr(view, "filters", ()))})
        values = {
            "pk": [world.hidden_id(model)] if model is not None and world.hidden_id(model) else [1],
            "field": fields,
            "kind": list(KINDS),
            "name": list(REPORTS),
            "table": [item.name for item in getattr(view, "tables", ())],
            "token": ["0" * 48],
            "slug": [world.hidden["EventRegistration"].event.slug],
            "filename": ["nothing.css"],
            "page": ["membres-et-mandats"],
            "document": [1],
            "act_name": [act.name for act in CONTRACT_ACTS.acts],
            "contact": [world.hidden["SupplierContact"].id],
            "opinion": [world.hidden["CommitteeOpinion"].id],
            "number": [1],
            "release": [world.hidden["OpenDataRelease"].id],
            "message": [1],
            "change_id": [world.hidden_change_id(model)],
            "item_id": [world.hidden_id(AgendaItem) or 1],
            "meeting_id": [world.hidden["Meeting"].id],
            "line_kind": ["member", "guest"],
        }
        if "meeting_id" in rule.arguments:
            values["pk"] = [world.hidden["Attendance"].id]
        built = [str(rule)]
        for name in rule.arguments:
            slot = next(
                part
                for part in (f"<int:{name}>", f"<string:{name}>", f"<path:{name}>", f"<{name}>")
                if part in str(rule)
            )
            built = [address.replace(slot, str(value)) for address in built for value in values[name]]
        found.extend(built)
    return sorted(found)


def queries(address: str, world) -> list[str]:
    """The address as it is, and with what a curious reader would add to it."""
    hidden = world.hidden
    asked = ["", f"?q={HIDDEN.lower()}"]
    filters = [
        f"f_instance={hidden['Instance'].id}&f_person={hidden['Person'].id}",
        f"f_arrondissement={world.places[7]}&f_arrondissements={world.places[7]}",
    ]
    if "/list/" in address:
        asked += ["?size=100", *(f"?{filtered}" for filtered in filters)]
    elif "/export" in address:  # a file holds all pages, and tells each filter that is set
        asked.append("?" + "&".join(filters))
    if "/show/" in address:
        asked += [
            f"?tab={tab}&fragment=1"
            for tab in ("members", "seats", "mandates", "people", "bodies", "attendance", "assiduity", "history")
        ]
    if "/add" in address or "/enrol" in address:
        asked.append(
            "?"
            + "&".join(
                f"{name}={hidden[model].id}"
                for name, model in {
                    "instance": "Instance",
                    "person": "Person",
                    "organisation": "Organisation",
                    "seat": "Seat",
                    "college": "College",
                    "function": "MandateFunction",
                    "parent": "Instance",
                    "substitute_of": "Mandate",
                }.items()
            )
        )
    return [address + query for query in asked]


def betrayals(client, app: Flask, world, among: set[str] | None = None, *, of_own: bool = False) -> set[str]:
    """The addresses that name the hidden rows, though nobody typed the name; of all, or of some."""
    return walk(client, app, world, among, of_own=of_own)[0]


def walk(
    client, app: Flask, world, among: set[str] | None = None, *, of_own: bool = False
) -> tuple[set[str], Counter[int]]:
    """The same, and how many answers of each status were read for it."""
    taken = [address for address in addresses(app, world, of_own=of_own) if among is None or address in among]
    if of_own:  # what names no row is walked with the others
        taken = sorted(set(taken) - set(addresses(app, world)))
    walked = [queries(address, world) for address in taken]
    counts: Counter[int] = Counter()
    own = object_session(world.own["Person"])
    assert own is not None
    own.rollback()  # the walk lasts longer than PostgreSQL lets a transaction be idle
    found = set()
    for variants in walked:
        for asked in variants:
            answer = client.get(asked)
            assert answer.status_code < 500, asked
            counts[answer.status_code] += 1
            if HIDDEN in text_of(answer):
                found.add(asked)
            if answer.status_code == 403:
                break  # the right is missing: nothing of the view has run, nor would with other arguments
            if answer.status_code == 404 and ("fragment" in asked or len(variants) == _AS_TYPED):
                break  # the row is not found: with words to search, and for the other tabs, the same code looks for it
    return found, counts


@pytest.mark.parametrize(
    ("database", "reader"),
    [
        ("postgresql", "ref5"),
        pytest.param("sqlite", "ref5", marks=pytest.mark.night),
        pytest.param("sqlite", "elu5", marks=pytest.mark.slow),
        pytest.param("sqlite", "saisie5", marks=pytest.mark.night),
        pytest.param("postgresql", "elu5", marks=pytest.mark.night),
        pytest.param("postgresql", "saisie5", marks=pytest.mark.night),
    ],
    indirect=["database"],
)
def test_no_route_names_a_row_of_another_arrondissement(app, world, client_as, reader):
    assert betrayals(client_as(reader), app, world) == set()


# At least so many pages and files of rows in sight are read: a walk that is refused everywhere proves nothing.
READ = {"ref5": 100, "saisie5": 80, "elu5": 20}


@pytest.mark.parametrize(
    ("database", "reader"),
    [
        pytest.param("postgresql", "ref5", marks=pytest.mark.slow),
        pytest.param("sqlite", "elu5", marks=pytest.mark.night),
        pytest.param("postgresql", "saisie5", marks=pytest.mark.night),
    ],
    indirect=["database"],
)
def test_no_page_of_a_row_in_sight_names_what_it_points_to_out_of_sight(app, world, client_as, reader, record_property):
    found, counts = walk(client_as(reader), app, world, of_own=True)
    record_property("answers", dict(counts))
    assert found == set()
    assert counts[200] >= READ[reader], counts


# What was seen of another arrondissement, each where it was: who reads it, and where.
SEEN = [
    ("ref5", "/presences/{network}"),
    ("ref5", "/courrier/reunion/{network}"),
    ("ref5", "/instances/show/{body}?tab=attached"),
    ("elu5", "/demandes/list/"),
    ("ref5", "/demandes/list/"),
]


@pytest.mark.parametrize(("reader", "address"), SEEN)
def test_what_is_out_of_sight_is_said_to_be(world, client_as, reader, address):
    asked = address.format(network=world.own["Network"].id, body=world.own["Instance"].id)
    answer = client_as(reader).get(asked)
    assert answer.status_code == 200
    assert HIDDEN not in text_of(answer)
    assert "hors de vos arrondissements" in text_of(answer)


@SLOW_ON_SQLITE
def test_the_walk_would_see_a_leak(app, world, client_as, monkeypatch):
    """With the reading event off, lists, files, records and choices betray: the walk is not blind."""
    client = client_as("ref5")
    monkeypatch.setattr("mdo.kernel.scope.reading.context_of", lambda session: Context(Scope.everything(), TODAY))
    hidden = world.hidden
    leaking = {
        "/personnes/list/",
        "/personnes/export",
        f"/personnes/show/{hidden['Person'].id}",
        "/mandats/lookup/person",
        "/mandats/add",
        "/instances/list/",
        f"/instances/show/{hidden['Instance'].id}",
    }
    assert {address.split("?")[0] for address in betrayals(client, app, world, leaking)} == leaking


@pytest.mark.parametrize("address", ["/personnes/list/", "/mandats/list/", "/instances/list/", "/sieges/list/"])
def test_the_own_rows_are_there(app, world, client_as, address):
    for reader in READERS[:2]:
        assert OWN in text_of(client_as(reader).get(address))
