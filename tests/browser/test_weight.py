"""What a list page weighs and asks for, in a browser that has nothing yet and in one that has the files."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

FIRST_KB, NEXT_KB, REQUESTS = 120, 15, 8


@pytest.mark.parametrize(
    "address",
    ["/personnes/list/", *(pytest.param(at, marks=pytest.mark.slow) for at in ("/mandats/list/", "/instances/list/"))],
)
def test_a_list_is_light_the_first_time_and_lighter_the_next(page_as: Callable[..., Page], address: str) -> None:
    page = page_as("mission")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    asked: set[str] = set()  # addresses that went to the server: the browser's own store answers the others
    stored: set[str] = set()

    def keep(event: dict[str, Any]) -> None:
        if event["requestId"] not in stored and not event["response"].get("fromDiskCache"):
            asked.add(event["response"]["url"])

    network.on("Network.requestServedFromCache", lambda event: stored.add(event["requestId"]))
    network.on("Network.responseReceived", keep)
    weights = []
    for path in (address, f"{address}?page=2"):
        asked.clear()
        page.goto(path, wait_until="networkidle")
        bodies = [page.request.get(url).body() for url in sorted(asked) if not url.startswith("data:")]
        weights.append((sum(len(gzip.compress(body)) for body in bodies), len(bodies)))
    (first, first_requests), (second, next_requests) = weights
    assert first <= FIRST_KB * 1024, weights
    assert second <= NEXT_KB * 1024, weights
    assert max(first_requests, next_requests) <= REQUESTS, weights
