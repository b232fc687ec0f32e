"""Answering the questions of a preview as a person does: by the form that the page gives."""

from collections.abc import Mapping
from copy import deepcopy

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


def values_of(page: HtmlElement) -> MultiDict[str, str]:
    """What the one form of a preview sends: its cells, and the fields that stand elsewhere and are of it."""
    page = deepcopy(page)
    form = page.get_element_by_id("cells")
    for field in page.xpath("//*[@form='cells']"):
        form.append(field)
    return MultiDict(form.form_values())


def questions(page: TestResponse) -> dict[str, HtmlElement]:
    """The questions of a page, those that are answered too, by their words."""
    found = html.fromstring(page.text).xpath("//*[@id='questions']//fieldset")
    return {" ".join(one.find("legend").text_content().split()): one for one in found}


def offered(question: HtmlElement) -> list[str]:
    """The words of its possible answers."""
    words = [label.text_content() for label in question.xpath(".//label[input[@type='radio']]")]
    words += [option.text_content() for option in question.xpath(".//option[@value!='']")]
    return [" ".join(one.split()) for one in words]


def answer(client: FlaskClient, page: TestResponse, answers: Mapping[str, str], *ticked: str) -> TestResponse:
    """The page after these answers, by words of each question: those of a choice, or « =text » that is typed.

    `ticked` are names of boxes of the form.
    """
    root = html.fromstring(page.text)
    data = values_of(root)
    for question in root.xpath("//*[@id='questions']//fieldset"):
        asked = " ".join(question.find("legend").text_content().split())
        for said in (said for words, said in answers.items() if words in asked):
            if said.startswith("="):
                (typed,) = question.xpath(".//input[@type='text']")
                data[typed.get("name")] = said[1:]
                continue
            radios = [one for one in question.xpath(".//label[input]") if said in one.text_content()]
            options = [one for one in question.xpath(".//option") if said in one.text_content()]
            if radios:
                data[radios[0].find("input").get("name")] = radios[0].find("input").get("value")
            else:
                data[options[0].getparent().get("name")] = options[0].get("value")
    for name in ticked:
        data[name] = "1"
    (button,) = root.xpath("//*[@id='questions']//button")
    sent = client.post(button.get("formaction"), data=data)
    assert sent.status_code == 303, sent.text
    return client.get(sent.location)
