"""A browser for the tests: Debian's Chromium, under watch.

BSRGRAPH_CHROMIUM names another one; without any, these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import Watch, clusters_and_countries, show
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("BSRGRAPH_CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    if CHROMIUM is None:
        pytest.skip("needs chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Watch:
    """Keep what the page asks for and complains about."""
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """Give a blank page under watch, without animation."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900},
        reduced_motion="reduce",
        service_workers="block",
        locale="en-GB",
        accept_downloads=True,
    )
    page = context.new_page()
    page.on("request", lambda request: watch.requests.append(request.url))
    page.on("console", lambda message: watch.messages.append(message.text))
    page.on("pageerror", lambda error: watch.messages.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def drawn(page: Page, tmp_path: Path) -> Page:
    """Open the realistic network."""
    return show(page, tmp_path, *clusters_and_countries())
