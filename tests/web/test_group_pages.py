"""The group report of a wave: explained until it can be made, made once, read and kept."""

import io
from uuid import UUID

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import programmes
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import press, sign_in

NAMES = ("Alice de Vries", "Nora Bakker", "Bea Mol", "Cato Vos", "Dirk Kok")


@pytest.fixture
def many(app: Flask) -> Cast:
    """Cora's programme with five leaders in one group."""
    with app.app_context():
        return people.gather(NAMES, instrument="quick-reflection")


@pytest.fixture
def frozen(app: Flask, many: Cast) -> UUID:
    with app.app_context():
        wave = people.answered_wave(many, teachers=3, peers=0, board=0)
        people.freeze(wave)
        return wave


def test_it_is_made_once_then_read_and_kept(client: FlaskClient, frozen: UUID) -> None:
    sign_in(client, "Cora")
    path = f"/coordinator/waves/{frozen}/group"
    assert f'href="{path}"' in client.get(f"/coordinator/waves/{frozen}").text
    assert client.get(f"{path}.pdf").status_code == 404
    assert press(client, path, path).status_code == 303
    text = client.get(path).text
    assert "5 schoolleiders" in text
    assert "Het groepsrapport is gemaakt." in text
    assert not [name for name in NAMES if name in text]
    assert text.count('class="figure"') == text.count('class="drawing"') == text.count("<table")
    assert 'data-plotly="/static/vendor/plotly/' in text
    answer = client.get(f"{path}.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "filename=360-leren-leiden-beginmeting.pdf" in answer.headers["Content-Disposition"]
    printed = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "Groepsrapport" in printed


def test_it_says_what_it_waits_for(app: Flask, client: FlaskClient, many: Cast) -> None:
    with app.app_context():
        wave = people.open_wave(many)
    sign_in(client, "Cora")
    assert "kan worden gemaakt als" in client.get(f"/coordinator/waves/{wave}/group").text


def test_fewer_than_five_leaders_have_none(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        programmes.add_group(cast.programme, "Groep West")
        wave = people.open_wave(cast)
        people.freeze(wave)
    sign_in(client, "Cora")
    assert "is er geen groepsrapport" in client.get(f"/coordinator/waves/{wave}/group").text


def test_strangers_find_nothing(app: Flask, client: FlaskClient, frozen: UUID) -> None:
    with app.app_context():
        people.strangers()
    sign_in(client, "Zoë")
    for path in ("group", "group.pdf"):
        assert client.get(f"/coordinator/waves/{frozen}/{path}").status_code == 404
