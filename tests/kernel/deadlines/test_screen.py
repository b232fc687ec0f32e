"""The page of deadlines and its rules, as a reader uses them."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from mdo.kernel.deadlines.kinds import Bucket
from models.deadlines import DeadlineRule
from models.journal import JournalChange
from models.people import EndReason
from tests.base.pages import document, save
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.database import db

DAY = dt.timedelta(days=1)
WHO_ASKS, LIST = 2, 5


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


@prepared
def mandates(session):
    """Mandates of the 5th that end 100 days ago, and 0, 20, 60 and 89 days from now, then one of the 7th."""
    body = make.InstanceFactory(arrondissements=[5], type__term_months=36)
    made = [
        make.MandateFactory(instance=body, planned_end_on=TODAY + days * DAY, start_on=dt.date(2020, 1, 1))
        for days in (-100, 0, 20, 60, 89)
    ]
    make.MandateFactory(
        instance=make.InstanceFactory(arrondissements=[7]), planned_end_on=TODAY, start_on=dt.date(2020, 1, 1)
    )
    session.commit()
    return made


def number_in(text):
    return int(re.sub(r"\D", "", text))


def titles(answer):
    return [" ".join(cell.text_content().split()) for cell in document(answer).xpath('//table//th[@scope="row"]/a')]


def total(answer):
    return number_in(document(answer).xpath('//*[@class="list__count"]')[0].text_content())


def links(answer, group):
    """The address and the number of each link of a group of counters."""
    found = []
    for link in document(answer).xpath(f'//nav[@aria-label="{group}"]//a'):
        number = link.xpath('.//*[@class="counter__value" or @class="count"]')[0]
        found.append((link.get("href"), number_in(number.text_content())))
    return found


@pytest.mark.parametrize("reader", ["mission", "ref5", "elu5"])
def test_each_counter_is_the_length_of_the_list_that_it_opens(mandates, client_as, reader):
    client = client_as(reader)
    first = client.get("/echeances/list/")
    groups = document(first).xpath("//main//nav/@aria-label")
    pairs = [pair for group in groups for pair in links(first, group)] if reader != "elu5" else []
    assert len(pairs) == (len(Bucket) + 3 if reader != "elu5" else 0)
    for address, number in pairs:
        answer = client.get(address)
        assert total(answer) == number == len(titles(answer)), address


def test_a_referent_opens_on_the_own_arrondissement(mandates, client_as):
    answer = client_as("ref5").get("/echeances/list/?f_kind=mandate_end")
    assert titles(answer) == [str(mandate.person) for mandate in mandates]


def test_ending_or_renewing_a_mandate_takes_its_line_off_at_once(mandates, client_as):
    client = client_as("ref5")
    address = "/echeances/list/?f_kind=mandate_end"
    assert total(client.get(address)) == 5
    answer = save(
        client,
        f"/mandats/edit/{mandates[0].id}",
        ended_on=TODAY.isoformat(),
        end_reason=EndReason.TERM.value,
    )
    assert answer.status_code == 302
    assert titles(client.get(address)) == [str(mandate.person) for mandate in mandates[1:]]


def test_the_action_of_a_line_opens_what_closes_it(mandates, client_as):
    client = client_as("ref5")
    page = document(client.get("/echeances/list/?f_kind=mandate_end"))
    form = page.xpath("//table//form")[1]
    fields = {item.get("name"): item.get("value") for item in form.xpath(".//input")}
    preview = client.post(form.get("action"), data=fields)
    assert preview.status_code == 200
    assert str(mandates[1].person) in preview.get_data(as_text=True)


@ON_SQLITE
def test_lines_of_the_whole_city_are_read_by_a_referent_without_action(session, client_as):
    make.MandateFactory(instance=make.InstanceFactory(), planned_end_on=TODAY)
    page = document(client_as("ref5").get("/echeances/list/?f_whose=all&f_kind=mandate_end"))
    assert len(page.xpath("//table/tbody/tr")) == 1
    assert page.xpath("//table//form | //table//td/a") == []


def test_the_excel_file_is_the_list_in_its_order(mandates, client_as):
    client = client_as("mission")
    query = "f_whose=all&f_bucket=week&f_bucket=month&f_bucket=quarter&f_kind=mandate_end"
    page = client.get(f"/echeances/list/?{query}")
    address = document(page).xpath('//a[contains(@href, "/echeances/export")]/@href')[0]
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).data))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[4] for row in rows] == titles(page)
    assert {row[3] for row in rows} == {"Fin de mandat"}
    assert [row[0].date() for row in rows] == [TODAY, TODAY, *(TODAY + days * DAY for days in (20, 60, 89))]


@ON_SQLITE
def test_the_export_without_arguments_is_what_the_page_shows(mandates, client_as):
    client = client_as("ref5")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/echeances/export").data))
    assert book.worksheets[0].max_row - 1 == total(client.get("/echeances/list/"))


@ON_SQLITE
def test_pages_keep_the_filters(session, client_as):
    body = make.InstanceFactory(arrondissements=[5])
    for number in range(30):
        make.MandateFactory(instance=body, planned_end_on=TODAY + number * DAY)
    client = client_as("mission")
    first = client.get("/echeances/list/?f_whose=all&f_kind=mandate_end&size=25")
    following = document(first).xpath('//a[@rel="next"]/@href')[0]
    second = client.get(following)
    assert (len(titles(first)), len(titles(second))) == (25, 5)
    assert not set(titles(first)) & set(titles(second))
    assert "f_kind=mandate_end" in following


@ON_SQLITE
def test_a_page_past_the_last_is_the_last(session, client_as):
    body = make.InstanceFactory(arrondissements=[5])
    for number in range(30):
        make.MandateFactory(instance=body, planned_end_on=TODAY + number * DAY)
    client = client_as("mission")
    last, past = (
        document(client.get(f"/echeances/list/?f_whose=all&f_kind=mandate_end&size=25&page={page}")) for page in (2, 9)
    )
    for part in ("list__range", "pages"):
        words = [page.xpath(f'string(//*[@class="{part}"])').split() for page in (last, past)]
        assert words[0] == words[1] != []
    assert past.xpath('//*[@class="pages"]//*[@aria-current="page"]/text()') == ["2"]


@ON_SQLITE
@pytest.mark.parametrize(
    "query", ["f_bucket=never&f_kind=x&f_whose=y", "page=99999&size=7", "f_arrondissement=abc", "q=%25"]
)
def test_an_address_that_asks_for_nonsense_is_answered(mandates, client_as, query):
    assert client_as("mission").get(f"/echeances/list/?{query}").status_code == 200


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "query", "told"),
    [
        ("mission", "", "Pour qui : Les miennes"),  # nobody answers for these bodies
        ("direction", "", "Pour qui : Toutes"),
        ("mission", "f_whose=mine&q=conseil", "Pour qui : Les miennes"),
        ("ref5", "", "Pour qui : Celles de mon arrondissement"),
        ("ref5", "f_whose=all", "Pour qui : Toutes"),
        ("direction", "f_whose=place", "Pour qui : Toutes"),
    ],
)
def test_the_file_says_whose_lines_it_holds_even_when_nobody_asked(mandates, client_as, reader, query, told):
    book = openpyxl.load_workbook(io.BytesIO(client_as(reader).get(f"/echeances/export?{query}").data))
    about = dict(row[:2] for row in book.worksheets[-1].iter_rows(values_only=True) if row[0])
    assert told in about["Filtres"].replace("\N{NO-BREAK SPACE}", " ")


@ON_SQLITE
def test_an_empty_list_says_where_there_is_something(mandates, client_as):
    page = document(client_as("direction").get("/echeances/list/?f_whose=mine"))
    (link,) = page.xpath('//*[@class="empty-state"]//a/@href')
    assert "f_whose=all" in link


def test_a_manager_changes_a_rule_and_the_list_follows(session, mandates, client_as):
    manager = client_as("direction")
    rule = session.query(DeadlineRule).filter_by(kind="mandate_end").one()
    listed = {}
    for days in (30, 60):
        answer = save(manager, f"/regles-echeances/edit/{rule.id}", days_before=str(days))
        assert answer.status_code == 302
        listed[days] = total(manager.get("/echeances/list/?f_whose=all&f_kind=mandate_end"))
    assert listed == {30: 4, 60: 5}
    session.rollback()  # SQLite would go on reading what it first read
    of_rule = select(JournalChange).filter_by(model="DeadlineRule", row_id=rule.id).order_by(JournalChange.id)
    assert [change.fields["days_before"] for change in session.scalars(of_rule)] == [[None, 90], [90, 30], [30, 60]]
    refused = save(manager, f"/regles-echeances/edit/{rule.id}", days_before="1096")
    assert refused.status_code == 422


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "status"),
    [("admin", 200), ("responsable", 200), ("direction", 200), ("mission", 403), ("ref5", 403), ("dpo", 403)],
)
def test_rules_are_edited_by_managers_and_the_head_of_mission(session, client_as, reader, status):
    rule = make.DeadlineRuleFactory(kind="mandate_end")
    assert client_as(reader).get(f"/regles-echeances/edit/{rule.id}").status_code == status


@ON_SQLITE
def test_the_role_of_a_rule_is_said_in_words(session, client_as):
    rule = session.query(DeadlineRule).filter_by(kind="convention_end").one()
    client = client_as("direction")
    (chosen,) = document(client.get(f"/regles-echeances/edit/{rule.id}")).xpath(
        '//select[@name="role"]/option[@selected]/text()'
    )
    assert chosen.strip() == "Chargé·e de mission"
    assert "Chargé·e de mission" in client.get(f"/regles-echeances/show/{rule.id}").get_data(as_text=True)


@ON_SQLITE
def test_the_history_of_a_rule_tells_its_kind_in_words(client_as, session):
    rule = session.scalars(select(DeadlineRule).filter_by(kind="absence_uncovered")).one()
    history = client_as("responsable").get(f"/regles-echeances/show/{rule.id}?tab=history").get_data(as_text=True)
    assert "Absence sans remplacement" in history.split("Historique")[-1]
    assert "absence_uncovered" not in history


@ON_SQLITE
def test_a_rule_is_neither_added_nor_deleted(session, client_as):
    rule = make.DeadlineRuleFactory(kind="mandate_end")
    client = client_as("admin")
    assert client.get("/regles-echeances/add").status_code == 404
    assert post(client, f"/regles-echeances/delete/{rule.id}", {}).status_code == 404


@pytest.mark.parametrize("reader", ["mission", "ref5"])
def test_the_page_costs_the_same_for_few_and_for_many_lines(app, session, mandates, client_as, reader):
    client = client_as(reader)
    with app.app_context():
        engine = db.engine
    totals = []
    for _ in range(2):
        with count_statements(engine) as sent:
            client.get("/echeances/list/?f_whose=all")
        totals.append(len(sent))
        session.commit()
        for number in range(20):
            make.MandateFactory(
                instance=make.InstanceFactory(arrondissements=[5, 1 + number % 3]), planned_end_on=TODAY + number * DAY
            )
        session.commit()
    assert totals[0] == totals[1]
    assert totals[0] <= WHO_ASKS + LIST
