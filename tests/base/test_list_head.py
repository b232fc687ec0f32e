"""The head of a list: one main action, two others, the rest in a menu that the browser opens itself."""

import pytest

from tests.base.pages import document

HEAD = '//div[contains(@class, "page-head--list")]//div[@class="actions"]'


@pytest.mark.parametrize("address", ["/personnes/list/?all=1", "/mandats/list/?all=1", "/instances/list/?all=1"])
def test_three_buttons_stand_in_the_head_and_the_others_in_its_menu(client_as, address):
    (head,) = document(client_as("mission").get(address)).xpath(HEAD)
    beside = head.xpath("./a | ./form/button")
    assert [item.get("class").split("-")[-1] for item in beside] == ["primary", "secondary", "secondary"]
    assert "Excel" in [" ".join(item.text_content().split()) for item in beside]
    (more,) = head.xpath("./button")
    (menu,) = head.xpath("./div[@popover]")
    assert more.get("popovertarget") == menu.get("id")
    every = {" ".join(item.text_content().split()) for item in head.xpath(".//a | .//form/button")}
    assert {"Ajouter", "Importer", "Excel", "Exporter pour modifier"} <= every


def test_a_list_of_few_actions_has_a_menu_on_a_phone_alone(client_as):
    (head,) = document(client_as("mission").get("/journal/list/")).xpath(HEAD)
    assert len(head.xpath("./a")) < 4
    for more in head.xpath("./button"):
        assert "on-phone" in more.get("class").split()
    assert all("on-phone" in item.get("class", "").split() for item in head.xpath("./div[@popover]/*"))
