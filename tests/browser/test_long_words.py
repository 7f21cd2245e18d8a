"""A language with long words still fits a small screen: English with a third added to it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from surveyapp.extensions import db
from surveyapp.models.wave import Wave
from tests import cast as people
from tests import pseudo
from tests.browser.conftest import PHONE, Opener
from tests.browser.test_staff_journeys import sign_in
from tests.cast import Cast


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[None]:
    with pseudo.spoken(tmp_path / "translations"):
        yield


def test_pages_in_a_long_winded_language_fit_a_small_screen(
    window: Opener, app: Flask, cast: Cast
) -> None:
    with app.app_context():
        first = people.open_wave(cast, days=4)
        key = people.assessment(first)
        (bob,) = people.invite(key, "teacher")
        coming = people.prepared_wave(cast, "post")
        day = date.today() + timedelta(days=2)
        db.session.execute(update(Wave).where(Wave.id == coming).values(proposals_until=day))
        db.session.commit()
        place = people.place(cast, "Alice")
    rater, alice, cora = window(PHONE), window(PHONE), window(PHONE)
    rater.open(f"/r/{bob}/")
    rater.page.locator(f"button[value={pseudo.CODE}]").click()
    expect(rater.page.locator("html")).to_have_attribute("lang", pseudo.CODE)
    rater.check()
    rater.open(f"/r/{bob}/1")
    rater.check()
    for one, name, paths in (
        (alice, "Alice", ("/leader/", f"/leader/waves/{coming}/raters/{place}")),
        (cora, "Cora", (f"/coordinator/waves/{first}", f"/coordinator/waves/{first}/mail")),
    ):
        one.open("/sign-in")
        sign_in(one.page, name)
        for path in paths:
            one.open(f"{path}?lang={pseudo.CODE}")
            one.check()
