"""A coordinator copies a wave, or a whole programme."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services import preparing, programme_views, programmes
from tests import cast as people
from tests.cast import Cast
from tests.services.test_preparing import PRE
from tests.web.visitor import press, sign_in

DAY = (date.today() + timedelta(days=21)).isoformat()
PLAN = replace(PRE, kind="post")


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Cora, signed in."""
    sign_in(client, "Cora")
    return client


@pytest.fixture
def answered(app: Flask, cast: Cast) -> UUID:
    """A wave in which three teachers answered about each of two leaders."""
    with app.app_context():
        return people.answered_wave(cast, teachers=3, peers=0, board=0)


def test_a_wave_is_copied_with_its_raters_and_days_a_year_later(
    cora: FlaskClient, answered: UUID
) -> None:
    path = f"/coordinator/waves/{answered}/copy"
    assert f'href="{path}"' in cora.get(f"/coordinator/waves/{answered}").text
    form = cora.get(path).text
    assert "De 6 beoordelaars opnieuw voordragen" in form
    day = date.today() + timedelta(days=14 + 364)
    assert f'value="{day.isoformat()}"' in form
    assert 'value="pre"' not in form, "there is one already"
    made = press(cora, path, path, kind="post", closes_on=DAY, raters="y")
    page = cora.get(made.location).text
    assert "De meting staat klaar. 6 beoordelaars zijn opnieuw voorgedragen." in page
    assert "kopie van een eerdere meting, met 6 beoordelaars" in page
    for name in people.RATERS[:3]:
        assert f"{name} " not in page, "the page of a wave names nobody"


def test_a_third_wave_gets_a_name_with_its_year(cora: FlaskClient, answered: UUID) -> None:
    path = f"/coordinator/waves/{answered}/copy"
    made = press(cora, path, path, kind="post", closes_on=DAY)
    third = made.location + "/copy"
    year = (date.fromisoformat(DAY) + timedelta(days=364)).year
    assert f'value="Eindmeting {year}"' in cora.get(third).text
    again = press(
        cora,
        third,
        third,
        kind="other",
        closes_on=DAY,
        **{"label-nl": f"Eindmeting {year}", "label-en": f"Final wave {year}"},
    )
    assert f"Eindmeting {year}" in cora.get(again.location).text
    assert "beoordelaars opnieuw voordragen" not in cora.get(third).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"closes_on": "2020-01-01"}, "al voorbij"),
        ({"kind": "pre"}, "Kies een van deze."),
        ({"sends_on": DAY}, "vóór de laatste dag"),
    ],
)
def test_what_is_wrong_with_a_copy_is_said_and_nothing_is_lost(
    cora: FlaskClient, answered: UUID, change: dict[str, str], said: str
) -> None:
    path = f"/coordinator/waves/{answered}/copy"
    form = {"kind": "post", "closes_on": DAY, "label-nl": "Tweede keer", "raters": "y"}
    refused = press(cora, path, path, **form | change)
    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="Tweede keer"' in refused.text
    assert "checked" in refused.text.split('name="raters"')[1].split(">")[0]
    assert "Tweede keer" not in cora.get("/coordinator/").text


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("kept", ["leaders", "groups", "none"])
def test_a_programme_is_copied_without_its_waves(
    app: Flask, cora: FlaskClient, cast: Cast, kept: str
) -> None:
    path = f"/coordinator/programmes/{cast.programme}/copy"
    assert 'value="Kopie van Leren leiden"' in cora.get(path).text
    made = press(cora, path, path, name="Volgend jaar", people=kept)
    page = cora.get(made.location).text
    assert "Het programma is gekopieerd." in page
    assert "Nu: zet een meting klaar." in page
    assert ("Alice de Vries" in page) == (kept == "leaders")
    assert "Het programma is gemaakt als kopie van een ander." in page
    for wrong in ({"name": "", "people": "none"}, {"name": "X", "people": "answers"}):
        assert press(cora, path, path, **wrong).status_code == 422
    with app.app_context():
        assert len(programmes.overview(cast.coordinator)) == 2


@pytest.mark.parametrize("number", [3, 40])
def test_the_forms_take_few_queries_whatever_the_number(
    app: Flask, client: FlaskClient, queries: list[str], number: int
) -> None:
    with app.app_context():
        cast = people.gather([f"Leider{place} Jansen" for place in range(number)])
        wave = people.open_wave(cast)
        for leader in ("Leider0", "Leider1"):
            people.invite(people.assessment(wave, leader), "teacher", number)
        leader_key = programme_views.whole(cast.programme).groups[0].leaders[0].id
        preparing.make(cast.programme, PLAN)
    sign_in(client, "Cora")
    for path in (
        f"/coordinator/waves/{wave}/copy",
        f"/coordinator/programmes/{cast.programme}/copy",
        f"/coordinator/programmes/{cast.programme}/edit",
        f"/coordinator/programmes/{cast.programme}/raters/board",
        f"/coordinator/programmes/{cast.programme}/raters/board/remove",
        f"/coordinator/waves/{wave}/deadline",
        f"/coordinator/groups/{cast.group}",
        f"/coordinator/groups/{cast.group}/leaders",
        f"/coordinator/leaders/{leader_key}",
        f"/coordinator/leaders/{leader_key}/remove",
    ):
        queries.clear()
        assert client.get(path).status_code == 200
        asked = [query for query in queries if not query.startswith("BEGIN")]
        assert len(asked) <= 10, (path, asked)


def test_a_copy_with_many_raters_takes_as_many_queries_as_one_with_few(
    app: Flask, client: FlaskClient, queries: list[str]
) -> None:
    counts = []
    for number, name in ((2, "Cora"), (40, "Dora")):
        with app.app_context():
            cast = people.gather([f"{name}leider Jansen"], coordinator=name)
            wave = people.open_wave(cast)
            people.invite(people.assessment(wave, name), "teacher", number)
        browser = app.test_client()
        sign_in(browser, name)
        path = f"/coordinator/waves/{wave}/copy"
        form = {"kind": "post", "closes_on": DAY, "raters": "y"}
        queries.clear()
        assert press(browser, path, path, **form).status_code == 303
        counts.append(len(queries))
    assert counts[0] == counts[1]
