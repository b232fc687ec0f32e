"""Every list, whatever its table, finds the words that it shows: none may fall back on a lesser search."""

import re
from enum import Enum

import pytest
from sqlalchemy import inspect

from mdo.kernel.fields.columns import Kind
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.search.matching import _BY_ROLE, BY_READING
from mdo.kernel.search.sources import SOURCES
from models.applications import Application
from models.contracts import ProcurementStep
from models.events import EventRegistration
from models.instances import Instance
from models.live_links import LiveLink
from models.meetings import Meeting
from models.people import Mandate
from models.preferences import SavedView
from models.search import SEARCH_TABLES
from models.text import PRIVATE_WORDS, fold
from tests.base.pages import document
from tests.kernel.search.rows import ROWS
from tests.support import ON_SQLITE, TODAY
from views.base.filters import RelationFilter
from views.base.relations import CHOICES
from views.base.view import BackofficeView

_TEXTS = {Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.PHONE}
_TRIGRAM = 3
# What the code names, in the reader's language, without a closed list of its own; and the article of the law that the
# rules find for a step on the day that is read: no stored text can follow it, and the legal delays have their own list.
# Whom a mandate stands in for is the holder of another mandate, found by a line of its own in the same list; the body
# that a body is a part of too, and its name in the text of a part would tell it to who does not see it. What is left to
# prepare for a meeting changes with the days and with what its kind needs. What somebody needs to come is kept in its
# own column alone, from which it is erased. The expenses of an application are told with their amounts, and are found in
# their own list.
_SAID_BY_SCREENS = {
    (SavedView, "list_name"),
    (LiveLink, "list_name"),
    (ProcurementStep, "article"),
    (Mandate, "substitute_of"),
    (Instance, "parent"),
    (Meeting, "to_prepare"),
    (EventRegistration, "access_needs"),
    (Application, "expenses"),
}


def list_views(app):
    """The views that have a list of their own table; one that writes its own page has no search."""
    return [
        view
        for view in app.appbuilder.baseviews
        if isinstance(view, BackofficeView)
        and "list" not in view.exclude_route_methods
        and type(view).list is BackofficeView.list
    ]


def text_columns(view, rows):
    """The columns of a list that say words of the rows: those of closed lists have a filter, save the roles."""
    columns, empty = [], []
    for column in view.columns:
        values = [value for row in rows if (value := column.value(row, TODAY)) is not None]
        members = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
        is_closed_list = any(isinstance(item, Enum) and not isinstance(item, RoleCode) for item in members)
        if column.kind in _TEXTS and not is_closed_list and (view.model, column.name) not in _SAID_BY_SCREENS:
            (columns if members else empty).append(column.name)
    assert empty == [], "fill these columns in tests/<domain>/search_rows.py"
    return columns


def shown(client, view, columns, query=""):
    """What each row of the list says, one text a column."""
    address = f"{view.route_base}/list/"
    answer = client.get(address, query_string={"size": 100, "cols": ",".join(columns), "q": query})
    assert answer.status_code == 200, (address, query)
    rows = document(answer).xpath('//table[contains(@class, "table-box")]/tbody/tr')
    cells = './th[@scope="row"] | ./td[not(contains(@class, "cell-box") or contains(@class, "cell-actions"))]'
    return [tuple(" ".join(cell.text_content().split()) for cell in row.xpath(cells)) for row in rows]


def pieces_of(text):
    """Folded ends of long words, short words whole: what someone may type of it. Days have filters of their own."""
    text = re.sub(r"\b\d{2}/\d{2}/\d{4}\b", "", text)
    return " ".join([word[1:] if len(word) > _TRIGRAM else word for word in fold(text).split()][:8])


def is_searchable(model):
    """Whether the rows of this mapped class can be found by their words."""
    return model in SEARCH_TABLES or model in _BY_ROLE or model in BY_READING


def test_every_list_can_be_searched(app):
    assert [type(view).__name__ for view in list_views(app) if not is_searchable(view.model)] == []


def test_every_choice_searched_on_the_server_can_be_searched(app):
    targets = {
        inspect(view.model).relationships[name].mapper.class_
        for view in list_views(app)
        for name in {*view.form_fields, *(item.name for item in view.filters), *view.lookups}
        if name in inspect(view.model).relationships
    }
    assert targets
    assert {target.__name__ for target in targets | set(CHOICES) if not is_searchable(target)} == set()


@ON_SQLITE
def test_every_filter_that_is_searched_on_the_server_answers(app, client_as):
    client = client_as("admin")
    searched = [
        f"{view.route_base}/lookup/{item.name}"
        for view in list_views(app)
        for item in view.filters
        if isinstance(item, RelationFilter) and not item.is_short
    ]
    assert searched
    assert [address for address in searched if client.get(address).status_code != 200] == []


def test_each_text_has_its_table_and_each_table_its_words():
    assert SOURCES.keys() == SEARCH_TABLES.keys()
    with_private = {model for model, source in SOURCES.items() if source.private_words}
    assert with_private == {model for model, texts in SEARCH_TABLES.items() if PRIVATE_WORDS in texts.c}


def test_every_list_has_a_row_to_look_for(app):
    assert {type(view).__name__ for view in list_views(app) if view.model not in ROWS} == set()


@pytest.mark.parametrize("model", ROWS, ids=[model.__name__ for model in ROWS])
def test_every_list_finds_each_word_that_it_shows(app, session, client_as, model):
    (view,) = [view for view in list_views(app) if view.model is model]
    client = client_as("admin")
    with app.test_request_context():
        columns = text_columns(view, [build() for build in ROWS[model]])
    session.rollback()
    before = shown(client, view, columns)
    for build in ROWS[model]:
        build()
    session.commit()
    after = shown(client, view, columns)
    rows = [row for row in after if row not in before]
    found = {text: shown(client, view, columns, pieces_of(text)) for row in rows for text in row if text}
    assert [(row, text) for row in rows for text in row if text and row not in found[text]] == []
    assert any(len(answer) == 1 for answer in found.values()), "no search leaves a row alone"
