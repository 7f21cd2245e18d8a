"""Two coordinators change the same thing at once: the second is told, and keeps what she typed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.extensions import db
from surveyapp.models.programme import Coordination
from surveyapp.services import organisations, preparing, programme_views, waves
from tests import cast as people
from tests.cast import Cast
from tests.services.test_preparing import PRE
from tests.web.proofreader import Proofreader, parsed
from tests.web.visitor import sign_in


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """A prepared wave of a programme that Cora and Dora coordinate."""
    with app.app_context():
        dora = people.account("Dora Vos")
        organisations.join(cast.organisation, dora, "coordinator")
        db.session.add(Coordination(programme_id=cast.programme, account_id=dora))
        db.session.commit()
        return preparing.make(cast.programme, PRE)


def browser(app: Flask, name: str) -> FlaskClient:
    app.test_client_class = Proofreader
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    sign_in(client, name)
    return client


def filled(client: FlaskClient, path: str) -> dict[str, str]:
    """The form of a page as it would be sent."""
    return _fields(client.get(path).text)


def _fields(text: str) -> dict[str, str]:
    form = list(parsed(text, "").iter("form"))[-1]
    return {
        field.get("name", ""): field.get("value", "")
        for field in form.iter("input")
        if field.get("type") != "radio" or field.get("checked") is not None
    }


DAY, LATER = ((date.today() + timedelta(days=days)).isoformat() for days in (25, 32))
FORMS = {
    "/coordinator/programmes/{programme}/edit": ("name", "Van Cora", "Van Dora"),
    "/coordinator/programmes/{programme}/raters/board": ("label-nl", "Raad", "Toezicht"),
    "/coordinator/waves/{wave}/edit": ("label-nl", "Nulmeting", "Startmeting"),
    "/coordinator/waves/{wave}/deadline": ("closes_on", DAY, LATER),
}


@pytest.mark.parametrize("place", FORMS)
def test_the_second_is_told_keeps_her_text_and_may_store_it_knowingly(
    app: Flask, cast: Cast, wave: UUID, place: str
) -> None:
    path = place.format(programme=cast.programme, wave=wave)
    field, first, second = FORMS[place]
    cora, dora = browser(app, "Cora"), browser(app, "Dora")
    of_cora, of_dora = filled(cora, path), filled(dora, path)
    assert cora.post(path, data=of_cora | {field: first}).status_code == 303
    told = dora.post(path, data=of_dora | {field: second})
    assert told.status_code == 409
    assert "Iemand anders heeft dit veranderd" in told.text
    kept = _fields(told.text)
    assert kept[field] == second, "what she typed stands in the form"
    if field != "closes_on":
        assert f"nu: {first}" in told.text
        assert f"u typte: {second}" in told.text
    assert filled(dora, path)[field] == first, "nothing of hers was stored"
    assert "Het mijne ervoor in de plaats bewaren" in told.text
    assert dora.post(path, data=kept).status_code == 303
    assert filled(cora, path)[field] == second


@pytest.mark.parametrize("place", FORMS)
@pytest.mark.parametrize("version", ["", "x", "-1", "0", "9" * 30, "²"])
def test_a_version_that_nobody_had_stores_nothing(
    app: Flask, cast: Cast, wave: UUID, place: str, version: str
) -> None:
    path = place.format(programme=cast.programme, wave=wave)
    field, text, _ = FORMS[place]
    cora = browser(app, "Cora")
    before = filled(cora, path)
    told = cora.post(path, data=before | {field: text, "version": version})
    assert told.status_code == 409
    assert filled(cora, path)[field] == before[field]


def test_a_group_removed_meanwhile_can_be_added_again_with_what_was_typed(
    app: Flask, cast: Cast, wave: UUID
) -> None:
    cora, dora = browser(app, "Cora"), browser(app, "Dora")
    path = f"/coordinator/programmes/{cast.programme}/raters/board"
    typed = filled(dora, path) | {"label-nl": "Toezicht", "minimum": "4"}
    assert cora.post(f"{path}/remove", data=filled(cora, f"{path}/remove")).status_code == 303
    told = dora.post(path, data=typed)
    assert told.status_code == 409
    assert "nu: verwijderd" in told.text
    assert dora.get(path).status_code == 404
    added = f"/coordinator/programmes/{cast.programme}/raters"
    assert f'action="{added}"' in told.text
    assert dora.post(added, data=_fields(told.text)).status_code == 303
    with app.app_context():
        groups = programme_views.whole(cast.programme).rules.groups
        assert (groups[-1].label["nl"], groups[-1].minimum) == ("Toezicht", 4)


@pytest.mark.parametrize("what", ["raters/board", "wave"])
def test_what_was_changed_meanwhile_is_not_removed_unseen(
    app: Flask, cast: Cast, wave: UUID, what: str
) -> None:
    cora, dora = browser(app, "Cora"), browser(app, "Dora")
    edit = f"/coordinator/waves/{wave}/edit"
    remove = f"/coordinator/waves/{wave}/remove"
    if what != "wave":
        edit = f"/coordinator/programmes/{cast.programme}/{what}"
        remove = f"{edit}/remove"
    seen = filled(dora, remove)
    assert cora.post(edit, data=filled(cora, edit) | {"label-nl": "Anders"}).status_code == 303
    told = dora.post(remove, data=seen)
    assert told.status_code == 409
    assert "kijk nog eens" in told.text
    assert "Anders" in told.text
    assert dora.post(remove, data=_fields(told.text)).status_code == 303


def test_a_wave_opened_meanwhile_says_so(app: Flask, cast: Cast, wave: UUID) -> None:
    cora = browser(app, "Cora")
    edit, remove = (f"/coordinator/waves/{wave}/{what}" for what in ("edit", "remove"))
    of_edit, of_remove = filled(cora, edit), filled(cora, remove)
    with app.app_context():
        waves.open_wave(wave)
    for path, form in ((edit, of_edit), (remove, of_remove)):
        assert cora.get(path).status_code == 404
        assert cora.post(path, data=form).status_code == 404
