"""Whoever is signed in and has no business with a page is told that there is none."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from surveyapp.services import programme_views, reflections
from tests import cast as people
from tests import shares
from tests.cast import Cast
from tests.web.conftest import Clock
from tests.web.visitor import csrf, sign_in

PARTS = {
    "version": "1",
    "name": "release",
    "mark": "0" * 32,
    "kind": "csv",
    "role": "coordinator",
    "code": "nl",
    "competence": "vision",
    "level": "me",
    "step": "renew",
    "group": "teacher",
    "practice": "vision",
}
"""What stands in an address beside the keys."""

ROOMS = ("/leader", "/coordinator", "/coach", "/research", "/operator")


@pytest.fixture
def keys(app: Flask, cast: Cast) -> dict[str, str]:
    """A wave of Cora's and Alice's assessment in it, with a report that was handed out."""
    with app.app_context():
        wave = people.released_wave(cast)
        shares.chosen(people.assessment(wave))
        people.strangers()
        return {
            "wave": str(wave),
            "assessment": str(people.assessment(wave)),
            "programme": str(cast.programme),
            "group": str(cast.group),
            "reflection": str(reflections.begin(cast.account("Alice"), "vo-2021")),
            "share": str(shares.share(people.assessment(wave))),
            "leader": str(programme_views.whole(cast.programme).groups[0].leaders[0].id),
        }


def with_key(app: Flask) -> Iterator[Rule]:
    """The routes for people who are signed in that load something by its key."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(ROOMS) and "<uuid:" in rule.rule:
            yield rule


def path_of(rule: Rule, key: str) -> str:
    """The address of a page about this wave or assessment."""
    path = re.sub(r"<uuid:\w+>", key, rule.rule)
    return re.sub(r"<(?:\w+(?:\(.*?\))?:)?(\w+)>", lambda part: PARTS[part[1]], path)


@pytest.mark.parametrize("name", ["Zoë Post", "Yara Smit"])
def test_nothing_of_others_can_be_reached_with_its_key(
    client: FlaskClient, keys: dict[str, str], name: str, clock: Clock
) -> None:
    sign_in(client, name)
    form = {"csrf_token": csrf(client, "/leader/" if name.startswith("Yara") else "/coordinator/")}
    for rule in with_key(client.application):
        # Slowly enough for the limit of an account.
        clock.forward(seconds=5)
        for key in keys.values():
            path = path_of(rule, key)
            assert client.get(path).status_code in {404, 405}, path
            if "POST" in (rule.methods or set()):
                assert client.post(path, data=form).status_code == 404, path


def test_a_coordinator_reads_no_report_and_a_leader_sees_no_wave(
    client: FlaskClient, keys: dict[str, str]
) -> None:
    sign_in(client, "Cora Jansen")
    assert client.get(f"/coordinator/waves/{keys['wave']}").status_code == 200
    assert client.get(f"/leader/assessments/{keys['assessment']}/report").status_code == 404
    other = client.application.test_client()
    sign_in(other, "Alice de Vries")
    assert other.get(f"/leader/assessments/{keys['assessment']}/report").status_code == 200
    assert other.get(f"/coordinator/waves/{keys['wave']}").status_code == 404
