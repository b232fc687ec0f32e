"""Reading pages as a person does: the form to post back, what is said at a field, the rows of a list."""

from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.access.forms import fields_of
from tests.support.forms import post


def document(answer: TestResponse) -> Any:
    """The page as a tree."""
    return html.fromstring(answer.get_data(as_text=True))


def opened(client: FlaskClient, address: str) -> dict[str, Any]:
    """The fields of a form as a browser would post them back."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return fields_of(answer.get_data(as_text=True))


def save(client: FlaskClient, address: str, /, **changes: Any) -> TestResponse:
    """Opens a form, changes fields, posts it."""
    return post(client, address, opened(client, address) | changes)


def refusals(answer: TestResponse) -> dict[str, str]:
    """The sentence at each field that has one."""
    found = {}
    for item in document(answer).xpath('//p[@class="field__error"]'):
        found[item.get("id").removesuffix("-error")] = " ".join(item.text_content().split())
    return found


def summary(answer: TestResponse) -> str:
    """The list of errors above a form."""
    return " ".join(" ".join(document(answer).xpath('//*[@id="errors"]//text()')).split())


def typed(answer: TestResponse, name: str) -> Any:
    """What a field holds: its text, or the values chosen."""
    tree = document(answer)
    area = tree.xpath(f'//textarea[@name="{name}"]')
    if area:
        return area[0].text_content().strip()
    boxes = tree.xpath(f'//input[@name="{name}" and @type="checkbox"]')
    if boxes:
        return [box.get("value") for box in boxes if "checked" in box.attrib]
    inputs = tree.xpath(f'//input[@name="{name}"]/@value')
    return inputs[0] if inputs else "".join(tree.xpath(f'//select[@name="{name}"]/option[@selected]/@value'))


def conflicts(answer: TestResponse) -> dict[str, list[str]]:
    """The three values of each field in conflict, by its label: at opening, theirs, mine."""
    found = {}
    for item in document(answer).xpath('//fieldset[@class="conflict"]'):
        values = item.xpath('.//span[@class="conflict__text"]')
        label = " ".join(item.find("legend").text_content().split())
        found[label] = [" ".join(value.text_content().split()) for value in values]
    return found


def listed(answer: TestResponse) -> list[int]:
    """The ids of the rows of a list, in order."""
    links = document(answer).xpath('//table//tbody/tr//a[contains(@href, "/show/")]/@href')
    return list(dict.fromkeys(int(link.rsplit("/", 1)[1]) for link in links))
