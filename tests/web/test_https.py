"""Behind a proxy that speaks https, as the product is meant to run."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.extensions import db
from tests.cast import SECRET, Cast
from tests.web.visitor import press, sign_in

BASE = "https://feedback.school.example"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The app under an https address."""
    settings = {"secret": SECRET, "database": database_url, "base_url": BASE}
    app = create_app(Settings.model_validate(settings))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def secure(client: FlaskClient) -> FlaskClient:
    """A browser that speaks https and, as our pages ask it to, sends no referrer."""
    client.environ_base["wsgi.url_scheme"] = "https"
    client.environ_base["HTTP_HOST"] = "feedback.school.example"
    return client


def test_forms_work_on_https_though_no_referrer_is_sent(secure: FlaskClient, cast: Cast) -> None:
    sign_in(secure, "Cora")
    assert secure.get("/coordinator/").status_code == 200
    assert press(secure, "/coordinator/", "/sign-out").status_code == 303
    assert secure.get("/coordinator/").status_code == 303


def test_a_form_from_elsewhere_is_still_refused_on_https(secure: FlaskClient, cast: Cast) -> None:
    sign_in(secure, "Cora")
    assert secure.post("/sign-out").status_code == 400


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_browsers_are_told_to_stay_on_https_however_the_proxy_asks(
    client: FlaskClient, scheme: str
) -> None:
    answer = client.get("/", base_url=f"{scheme}://feedback.school.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_a_product_on_http_does_not_demand_https(database_url: str) -> None:
    settings = {"secret": SECRET, "database": database_url, "base_url": "http://localhost"}
    app = create_app(Settings.model_validate(settings))
    for scheme in ("http", "https"):
        answer = app.test_client().get("/declined", base_url=f"{scheme}://localhost")
        assert "Strict-Transport-Security" not in answer.headers
    with app.app_context():
        db.engine.dispose()
