"""Freezing: once, under the rules promised, and the same figures as the headless path."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from surveyapp.core.checker import Violation, check
from surveyapp.core.errors import NotAllowed, NotCleared, NotFound, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.library import load_instrument
from surveyapp.core.response import CANNOT_JUDGE
from surveyapp.core.response_file import header
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.programme import Programme
from surveyapp.models.response import Comment, Response
from surveyapp.models.wave import FrozenInstrument, Wave
from surveyapp.services import clearing, invitations, reports, results, scoring, waves
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import Cast
from tests.readers import reading
from tests.traces import traces

ON = date(2026, 11, 20)


def frozen(cast: Cast, name: str = "pre", **counts: int) -> UUID:
    wave = people.answered_wave(cast, name, **counts)
    waves.close_wave(wave)
    results.freeze_wave(wave, ON)
    return wave


@pytest.mark.rule("P9")
@pytest.mark.usefixtures("context")
def test_a_frozen_wave_has_a_checked_snapshot_per_leader(cast: Cast) -> None:
    wave = frozen(cast)
    for key in waves.assessments(wave).values():
        snapshot = reports.stored(key)
        assert check(snapshot.to_json()) == []
        assert snapshot.frozen_on == ON
        units = {unit.id: unit.respondents for unit in snapshot.units}
        assert units == {"self": 1, "teacher": 7, "peer": 4}
        left_out = {row.group: row.used for row in snapshot.participation}
        assert left_out["board"] == "left_out"


@pytest.mark.rule("P1")
@pytest.mark.usefixtures("context")
def test_a_frozen_assessment_is_never_frozen_again(cast: Cast) -> None:
    wave = frozen(cast)
    key = waves.assessments(wave)["alice@school.example"]
    before = reports.stored(key).fingerprint
    with pytest.raises(NotAllowed, match="frozen before"):
        results.freeze(key)
    assert reports.stored(key).fingerprint == before


@pytest.mark.usefixtures("context")
def test_the_second_wave_shows_growth_since_the_first(cast: Cast) -> None:
    frozen(cast, "pre")
    later = frozen(cast, "post")
    snapshot = reports.stored(waves.assessments(later)["alice@school.example"])
    assert snapshot.growth
    assert snapshot.growth.since.id == "pre"
    assert set(snapshot.growth.competences[0].units) == {"teacher", "peer"}


@pytest.mark.rule("P1")
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
    snapshot = reports.stored(people.assessment(wave))
    assert snapshot.instrument.id == "leadership-360"
    assert snapshot.rules.minimum_comments == 5


@pytest.mark.usefixtures("context")
def test_the_same_instrument_is_kept_once(cast: Cast) -> None:
    people.open_wave(cast, "pre")
    people.open_wave(cast, "post")
    assert len(db.session.scalars(select(FrozenInstrument.fingerprint)).all()) == 1


@pytest.mark.rule("P9")
@pytest.mark.usefixtures("context")
def test_one_report_that_breaks_a_rule_harms_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = people.answered_wave(cast)
    waves.close_wave(wave)

    def refuses_alice(text: str, earlier: object) -> list[Violation]:
        alice = json.loads(text)["leader"].startswith("Alice")
        return [Violation("P2", "here", "too few")] if alice else check(text)

    with monkeypatch.context() as broken:
        broken.setattr(results, "check", refuses_alice)
        with pytest.raises(SurveyError, match="P2"):
            results.freeze_wave(wave, ON)
    keys = waves.assessments(wave)
    reports.stored(keys["nora@school.example"])
    with pytest.raises(NotFound):
        reports.stored(keys["alice@school.example"])
    results.freeze_wave(wave, ON)
    reports.stored(keys["alice@school.example"])


@pytest.mark.rule("P7")
@pytest.mark.usefixtures("context")
def test_names_of_all_who_were_ever_invited_are_masked_but_not_the_leaders(cast: Cast) -> None:
    wave = people.open_wave(cast)
    key = people.assessment(wave)
    invitations.invite(key, [Rater("teacher", "Zwaantje Smit", "z@school.example", "nl")])
    withdrawn = people.tokens(key, "teacher")[0]
    people.mailed(wave)
    people.withdraw(withdrawn)
    tokens = [t for t in people.invite(key, count=5) if t != withdrawn]
    for number, token in enumerate(tokens):
        people.answer(token, seed=number, texts={"keep": f"Zwaantje en Alice, nummer {number}"})
    people.freeze(wave)
    comments = reports.stored(key).comments
    written = [text for row in comments for block in row.blocks for text in block.texts]
    assert sorted(written) == [f"[…] en Alice, nummer {number}" for number in range(5)]


@pytest.mark.rule("S2")
@pytest.mark.usefixtures("context")
def test_clearing_waits_for_readers_and_says_so_when_it_cannot(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    waves.close_wave(wave)
    monkeypatch.setattr(clearing, "ATTEMPTS", 2)
    with reading(db.engine, Comment), pytest.raises(NotCleared, match="too busy to clear"):
        results.freeze_wave(wave, ON)
    results.freeze_wave(wave, ON)


@pytest.mark.rule("S2")
@pytest.mark.usefixtures("context")
def test_after_freezing_no_order_or_system_column_joins_people_and_answers(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=9, peers=0, board=0)
    people.freeze(wave)
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        # One transaction wrote all people and all answers of an assessment: it tells none apart.
        written = "SELECT count(DISTINCT xmin::text) FROM {0} GROUP BY assessment_id"
        for table in ("invitation", "response"):
            assert set(db.session.scalars(text(written.format(table)))) == {1}
        return
    file = Path(str(db.engine.url.database))
    log = file.with_name(f"{file.name}-wal")
    assert not log.exists() or not log.stat().st_size
    # The only trace of a comment is the snapshot: no row, freed page or log holds a second copy.
    db.engine.dispose()
    sought = b"Wat ik zie uit groep teacher, nummer 3."
    stored = file.read_bytes()
    assert stored.count(sought) == len(cast.leaders), "one snapshot per leader"


@pytest.mark.rule("S3", "P7")
@pytest.mark.usefixtures("context")
def test_comments_are_destroyed_once_the_snapshot_holds_what_may_be_read(cast: Cast) -> None:
    wave = people.open_wave(cast)
    key = people.assessment(wave)
    invitations.invite(key, [Rater("peer", "Zwaantje Smit", "z@school.example", "nl")])
    named = {"keep": "Zwaantje helpt mij."}
    for token in people.invite(key, count=5):
        people.answer(token, texts=named)
    people.answer(people.tokens(key, "peer")[0], texts={"keep": "Dit leest niemand."})
    people.freeze(wave)
    assert db.session.scalars(select(Comment.text)).all() == []
    assert "[…] helpt mij." in reports.stored(key).to_json()
    assert traces(" helpt mij.")
    for gone in ("Zwaantje helpt", "Dit leest niemand"):
        assert traces(gone) == []


@pytest.mark.usefixtures("context")
def test_a_freeze_that_fails_keeps_the_comments(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = people.answered_wave(cast, teachers=5, peers=0, board=0)
    waves.close_wave(wave)
    before = sorted(db.session.scalars(select(Comment.text)))
    monkeypatch.setattr(results, "check", lambda *_: [Violation("P2", "here", "too few")])
    with pytest.raises(SurveyError, match="P2"):
        results.freeze_wave(wave, ON)
    assert sorted(db.session.scalars(select(Comment.text))) == before
    assert len(before) == 5 * len(cast.leaders)


@pytest.mark.rule("P3")
@pytest.mark.usefixtures("context")
def test_the_headless_path_publishes_exactly_the_same() -> None:
    wave = people.answered_wave(people.gather(groups=()))
    key = waves.assessments(wave)["alice@school.example"]
    data = as_csv(key, "Alice de Vries")
    people.freeze(wave)
    web = reports.stored(key)
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
