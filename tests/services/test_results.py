"""Freezing: once, under the rules promised, and the same figures as the headless path."""

import csv
import io
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from surveyapp.core.checker import check
from surveyapp.core.errors import NotAllowed
from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_instrument
from surveyapp.core.response import CANNOT_JUDGE
from surveyapp.core.response_file import header
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.programme import Programme
from surveyapp.models.response import Comment, Response
from surveyapp.models.wave import FrozenInstrument, Wave
from surveyapp.services import reports, results, scoring, waves
from tests import cast as people
from tests.cast import Cast

ON = date(2026, 11, 20)


def frozen(cast: Cast, name: str = "pre", **counts: int) -> UUID:
    wave = people.answered_wave(cast, name, **counts)
    waves.close_wave(wave)
    results.freeze_wave(wave, ON)
    return wave


@pytest.mark.usefixtures("context")
def test_a_frozen_wave_has_a_checked_snapshot_per_leader(cast: Cast) -> None:
    wave = frozen(cast)
    for key in waves.assessments(wave).values():
        snapshot = reports.snapshot(key)
        assert check(snapshot.to_json()) == []
        assert snapshot.frozen_on == ON
        units = {unit.id: unit.respondents for unit in snapshot.units}
        assert units == {"self": 1, "teacher": 7, "peer": 4}
        left_out = {row.group: row.used for row in snapshot.participation}
        assert left_out["board"] == "left_out"


@pytest.mark.usefixtures("context")
def test_a_frozen_assessment_is_never_frozen_again(cast: Cast) -> None:
    wave = frozen(cast)
    key = waves.assessments(wave)["alice@school.example"]
    before = reports.snapshot(key).fingerprint
    with pytest.raises(NotAllowed, match="frozen before"):
        results.freeze(key)
    assert reports.snapshot(key).fingerprint == before


@pytest.mark.usefixtures("context")
def test_the_second_wave_shows_growth_since_the_first(cast: Cast) -> None:
    frozen(cast, "pre")
    later = frozen(cast, "post")
    snapshot = reports.snapshot(waves.assessments(later)["alice@school.example"])
    assert snapshot.growth
    assert snapshot.growth.since.id == "pre"
    assert set(snapshot.growth.competences[0].units) == {"teacher", "peer"}


@pytest.mark.usefixtures("context")
def test_an_instrument_or_rule_changed_after_opening_changes_nothing(cast: Cast) -> None:
    wave = people.open_wave(cast)
    before = db.session.get_one(Wave, wave)
    promised = (before.fingerprint, before.rules)
    programme = db.session.get_one(Programme, cast.programme)
    programme.instrument = "quick-reflection"
    programme.rules = {**programme.rules, "minimum_comments": 3}
    db.session.commit()
    token = people.tokens(people.assessment(wave))[0]
    people.answer(token)
    people.freeze(wave)
    after = db.session.get_one(Wave, wave)
    assert (after.fingerprint, after.rules) == promised
    snapshot = reports.snapshot(people.assessment(wave))
    assert snapshot.instrument.id == "leadership-360"
    assert snapshot.rules.minimum_comments == 5


@pytest.mark.usefixtures("context")
def test_the_same_instrument_is_kept_once(cast: Cast) -> None:
    people.open_wave(cast, "pre")
    people.open_wave(cast, "post")
    assert len(db.session.scalars(select(FrozenInstrument.fingerprint)).all()) == 1


@pytest.mark.usefixtures("context")
def test_the_headless_path_publishes_exactly_the_same() -> None:
    wave = people.answered_wave(people.gather(groups=()))
    key = waves.assessments(wave)["alice@school.example"]
    data = as_csv(key, "Alice de Vries")
    people.freeze(wave)
    web = reports.snapshot(key)
    instrument = load_instrument(people.INSTRUMENT)
    headless = scoring.score(
        data, "answers.csv", instrument, frozen_on=web.frozen_on, programme=web.programme
    )[0]
    assert figures(headless) == figures(web)


def figures(snapshot: Snapshot) -> dict[str, object]:
    """What is published about the answers; names of schools and invited counts stand apart."""
    data = snapshot.model_dump(mode="json", exclude={"school", "participation", "wave"})
    used = [(row.group, row.answered, row.used) for row in snapshot.participation]
    return data | {"used": used}


def as_csv(assessment: UUID, leader: str) -> bytes:
    """What lies in the database of one assessment, as somebody else would have collected it."""
    instrument = load_instrument(people.INSTRUMENT)
    columns = header(instrument)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    comments: dict[str, list[tuple[str, str]]] = {}
    query = select(Comment).where(Comment.assessment_id == assessment)
    for comment in db.session.scalars(query):
        comments.setdefault(comment.group, []).append((comment.question, comment.text))
    query_responses = select(Response).where(Response.assessment_id == assessment)
    for response in db.session.scalars(query_responses):
        row = {"leader": leader, "wave": "pre", "group": response.group}
        for column, value in zip(instrument.columns, response.answers, strict=True):
            if value:
                row[column] = "na" if value == CANNOT_JUDGE else str(value)
        if waiting := comments.get(response.group):
            question, text = waiting.pop()
            row[question] = text
        writer.writerow(row)
    assert not any(comments.values())
    assert SELF in {row.split(",")[2] for row in stream.getvalue().splitlines()[1:]}
    return stream.getvalue().encode()
