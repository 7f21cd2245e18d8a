"""Rules that must hold at every moment of a wave, tried on generated histories of it."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given

from surveyapp.core.errors import LinkGone, NotFound
from surveyapp.extensions import db
from surveyapp.services import comments, invitations, reports
from tests import cast
from tests.services.history import HISTORIES, LIVED, Held, History, Stage, Step


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    built = Stage.built(tmp_path_factory.mktemp("history"))
    yield built
    with built.app.app_context():
        db.engine.dispose()


@LIVED
@given(steps=HISTORIES)
def test_p1_no_figure_exists_before_the_freeze_and_none_changes_after_it(
    stage: Stage, steps: list[Step]
) -> None:
    for now in stage.lives(steps):
        held = [row["snapshot"] for row in now.now["report"]]
        assert now.now["group_report"] == []
        assert len(held) == now.frozen
        if not now.frozen:
            _only_counts(now)
        earlier = [row["snapshot"] for row in now.before.get("report", [])]
        if earlier and (now.done != "withhold" or now.refused):
            assert held == earlier
        if now.done == "withhold" and not now.refused:
            assert now.state == "frozen"
            assert held != earlier


def _only_counts(now: History) -> None:
    """How many of those asked from the beginning answered can be told; nothing can be read."""
    row = cast.rows(now.wave)[0]
    answered = now.count("answered")
    assert {group.group: group.answered for group in row.groups} == {
        group.group: 0 if group.too_few_invited else min(answered[group.group], group.asked)
        for group in row.groups
    }
    assert comments.view(now.assessment).questions == ()
    for read in (reports.stored, reports.open_report):
        with pytest.raises(NotFound):
            read(now.assessment)


@LIVED
@given(steps=HISTORIES)
def test_s6_there_are_as_many_responses_as_submitted_invitations_and_drafts_of_others_only(
    stage: Stage, steps: list[Step]
) -> None:
    for now in stage.lives(steps):
        rows = now.now["invitation"]
        submitted = [row for row in rows if row["state"] in {"submitted", "retired"}]
        assert _groups(submitted) == _groups(now.now["response"]) == now.count("answered")
        begun = {rating.key.hex for rating in now.ratings if rating.begun and not now.frozen}
        assert {row["invitation_id"] for row in now.now["draft"]} == begun
        if not now.frozen:
            assert _groups(now.now["comment"]) == now.count("answered")


@LIVED
@given(steps=HISTORIES)
def test_s6_what_is_refused_changes_nothing(stage: Stage, steps: list[Step]) -> None:
    for now in stage.lives(steps):
        if now.refused and now.done != "answer":  # which is several steps
            assert now.now == now.before


def _groups(rows: list[dict[str, str]]) -> Counter[str]:
    return Counter(row["group"] for row in rows)


@LIVED
@given(steps=HISTORIES)
def test_s4_a_link_opens_as_long_as_it_can_be_answered_and_no_longer(
    stage: Stage, steps: list[Step]
) -> None:
    for now in stage.lives(steps):
        for rating in now.ratings:
            alive = rating.state == "waiting" and now.state == "open" and not now.last_day_over
            assert _opens(rating.token) == alive, (rating, now.done)
        if now.done in {"answer", "save", "send"} and not now.refused:
            assert now.was == "open"


def _opens(token: str) -> bool:
    try:
        invitations.open_link(token)
    except LinkGone:
        return False
    return True


@pytest.mark.rule("S1")
@LIVED
@given(steps=HISTORIES)
def test_s2_every_key_is_new_at_the_freeze_and_stands_nowhere_else(
    stage: Stage, steps: list[Step]
) -> None:
    for now in stage.lives(steps):
        keys = _keys(now.now)
        said = "\n".join(_values(now.now))
        assert all(said.count(key) == 1 for key in keys)
        if now.done == "freeze" and not now.refused:
            assert not keys & _keys(now.before)
            assert _without_keys(now.now) == _without_keys(now.before)
        elif now.frozen:
            assert now.now["response"] == now.before["response"]


def _keys(held: Held) -> set[str]:
    return {row["id"] for table in ("response", "comment") for row in held[table]}


def _without_keys(held: Held) -> Counter[tuple[str, str, bytes]]:
    return Counter((r["assessment_id"], r["group"], r["answers"]) for r in held["response"])


def _values(held: Held, but: str = "") -> Iterator[str]:
    """All that stands in the tables; bytes in hexadecimal."""
    for table, rows in held.items():
        for row in rows if table != but else ():
            for value in row.values():
                yield value.hex() if isinstance(value, bytes) else str(value)


@pytest.mark.rule("S5", "P7")
@LIVED
@given(steps=HISTORIES)
def test_s3_after_the_freeze_words_stand_in_the_report_or_nowhere(
    stage: Stage, steps: list[Step]
) -> None:
    for now in stage.lives(steps):
        if not now.frozen:
            continue
        assert now.now["comment"] == now.now["draft"] == []
        elsewhere = "\n".join(_values(now.now, but="report"))
        report = now.now["report"][0]["snapshot"]
        for rating in now.ratings:
            assert rating.word not in elsewhere
            assert rating.state == "answered" or rating.word not in report


def test_histories_come_to_everything(stage: Stage) -> None:
    """The steps do what they are named after: nothing above is true of an empty wave only."""
    steps = [("look", 1), *(("answer", n) for n in range(6)), ("save", 0), ("look", 6), ("save", 7)]
    steps += [("decline", 7), ("withdraw", 8), ("invite", 0), ("move", 3), ("move", 4), ("mail", 0)]
    steps += [("left", 0), ("renew", 1), ("readdress", 6), ("withdraw", 2)]
    steps += [(name, 0) for name in ("close", "freeze", "withhold", "freeze", "release", "read")]
    refused = [now.done for now in stage.lives(steps) if now.refused]
    assert refused == ["save", "freeze"]
    *_, end = stage.lives(steps)
    assert (end.state, end.withheld) == ("released", 1)
    assert end.count("answered").total() == 6
