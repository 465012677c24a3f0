"""The documentation in a real browser: `make docs-test` builds it, finds a browser, and runs this.

It has an environment of its own, and is no part of `make test`, which needs no browser. Where there is none, these
tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SITE = Path(__file__).resolve().parents[2] / "docs" / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOUND = next((path for name in BROWSERS if (path := shutil.which(name))), None)

pytestmark = pytest.mark.skipif(
    FOUND is None,
    reason=f"NO BROWSER: the documentation was not opened. None of {', '.join(BROWSERS)} is installed; "
    "make browser installs one where apt-get can",
)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1300, "height": 900}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: a test says what was wrong."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the built site is served."""
    assert (SITE / "index.html").exists(), "The site is not built: run make docs."
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Chromium's sandbox does not work for root, as which containers run.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=FOUND, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str) -> dict[str, Visit]:
    """Every page, opened once."""
    page = browser.new_page(viewport=DESK)
    pages = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
    found = {name: Visit(page, address, name) for name in pages}
    page.close()
    return found


class Visit:
    """What opening a page brought to light."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        listeners = {
            "console": lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None,
            "pageerror": lambda error: self.complaints.append(str(error)),
            "requestfailed": lambda request: self.complaints.append(f"failed: {request.url}"),
            "response": lambda reply: (
                self.complaints.append(f"{reply.status}: {reply.url}") if reply.status >= 400 else None
            ),
            "request": lambda request: self.requests.append(request.url),
        }
        for event, listener in listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]
        page.goto(address + name, wait_until="load")
        self.ids: set[str] = set(page.eval_on_selector_all("[id]", "found => found.map(one => one.id)"))
        self.links: list[str] = page.eval_on_selector_all("a[href]", "found => found.map(one => one.href)")
        self.title = page.title()
        self.text = page.inner_text("body")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.width_on_a_phone: int = page.evaluate("document.scrollingElement.scrollWidth")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        for event, listener in listeners.items():
            page.remove_listener(event, listener)


def test_no_page_complains(visits: dict[str, Visit]) -> None:
    assert len(visits) > 30
    assert {name: visit.complaints for name, visit in visits.items() if visit.complaints} == {}


def test_nothing_is_loaded_from_elsewhere(visits: dict[str, Visit], address: str) -> None:
    elsewhere = {url for visit in visits.values() for url in visit.requests if not url.startswith((address, "data:"))}
    assert elsewhere == set()


def test_no_link_within_the_site_is_broken(visits: dict[str, Visit], address: str) -> None:
    broken = []
    for name, visit in visits.items():
        for link in visit.links:
            target, anchor = urldefrag(urljoin(address + name, link))
            if not target.startswith(address):
                continue
            path = unquote(target.removeprefix(address)).partition("?")[0] or "index.html"
            if path in visits:
                if anchor and unquote(anchor) not in visits[path].ids:
                    broken.append(f"{name} -> {path}#{anchor}")
            elif not (SITE / path).is_file():
                broken.append(f"{name} -> {path}")
    assert broken == []


def test_every_page_can_be_reached(visits: dict[str, Visit], address: str) -> None:
    reached, ahead = set(), ["index.html"]
    while ahead:
        name = ahead.pop()
        if name in visits and name not in reached:
            reached.add(name)
            ahead += [urldefrag(link)[0].removeprefix(address) for link in visits[name].links]
    # The theme leaves these two to the search box and to nobody.
    assert set(visits) - reached <= {"search.html", "genindex.html", "py-modindex.html"}


def test_every_page_fits_a_phone(visits: dict[str, Visit]) -> None:
    too_wide = {name: visit.width_on_a_phone for name, visit in visits.items()}
    assert {name: width for name, width in too_wide.items() if width > PHONE["width"]} == {}


def test_every_page_says_what_it_is(visits: dict[str, Visit]) -> None:
    for name, visit in visits.items():
        assert "aurorax-typed" in visit.title, name
        assert len(visit.text) > 200 or name == "search.html", name


@pytest.mark.parametrize(
    ("word", "page"),
    [
        ("conjunctions", "how-to/conjunctions.html"),
        ("proxy", "how-to/proxies-and-tls.html"),
        ("SearchTimeoutError", "reference/errors.html"),
        ("to_parquet", "reference/searches.html"),
    ],
)
def test_searching_finds(browser: Browser, address: str, word: str, page: str) -> None:
    view = browser.new_page(viewport=DESK)
    view.goto(address)
    view.keyboard.press("Control+k")
    view.keyboard.type(word)
    view.keyboard.press("Enter")
    view.wait_for_selector("#search-results ul.search li a")
    view.wait_for_function("document.querySelector('#search-results .search-summary').textContent.match(/found/i)")
    links = view.eval_on_selector_all("#search-results li a", "found => found.map(one => one.href)")
    assert any(link.startswith(address + page) for link in links), links
    view.close()


def test_a_word_that_is_nowhere_is_not_found(browser: Browser, address: str) -> None:
    view = browser.new_page(viewport=DESK)
    view.goto(f"{address}search.html?q=xylophone")
    view.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent.length > 40")
    assert view.query_selector("#search-results li") is None
    view.close()


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_light_and_dark(browser: Browser, address: str, scheme: str, is_dark: bool) -> None:
    view = browser.new_page(viewport=DESK, color_scheme=scheme)  # type: ignore[arg-type]
    view.goto(address + "explanation/life-of-a-search.html")
    colour = "getComputedStyle(document.querySelector(%r)).%s.match(/\\d+/g).slice(0, 3).map(Number)"
    background = sum(view.evaluate(colour % ("body", "backgroundColor")))
    ink = sum(view.evaluate(colour % ("svg.life text", "fill")))
    assert (background < ink) == is_dark
    assert abs(background - ink) > 300  # the picture can be read
    view.close()


def test_the_colours_that_were_chosen_stay(browser: Browser, address: str) -> None:
    view = browser.new_page(viewport=DESK, color_scheme="light")
    view.goto(address)
    view.click(".bd-header .theme-switch-button >> visible=true")
    view.click(".bd-header .theme-change-button[data-mode=dark] >> visible=true")
    view.wait_for_function("document.documentElement.dataset.theme == 'dark'")
    view.goto(address + "start.html")
    assert view.evaluate("document.documentElement.dataset.theme") == "dark"
    view.close()
