"""A teacher at her link, and what she does on a page of questions."""

from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def assessment(app: Flask, cast: Cast) -> UUID:
    """Alice's assessment, open."""
    with app.app_context():
        return people.assessment(people.open_wave(cast))


@pytest.fixture
def token(app: Flask, assessment: UUID) -> str:
    """The link of a teacher."""
    with app.app_context():
        return people.invite(assessment)[0]


def answer_page(page: Page, value: str = "4") -> None:
    page.wait_for_load_state()
    for radio in page.locator(f'.item input[value="{value}"]').all():
        radio.check()


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(" · opgeslagen")
