"""The dump test: a thief with the whole database, its files, backups and logs learns nothing.

A wave is filled through the pages in an order that is known, frozen and handed out. Then every
order that the loot holds of people is laid against every order that it holds of answers. What
pairs them better than chance would be a leak; before the freeze there are some, on purpose.
"""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import SystemRandom
from typing import Any
from uuid import UUID

import pytest
from scipy.stats import poisson
from sqlalchemy import update

from surveyapp.extensions import db
from surveyapp.models.response import Response
from surveyapp.services import results
from tests.conftest import new_app
from tests.leaks.freezes import FREEZES
from tests.leaks.matching import largest, matches, tells
from tests.leaks.robbery import FIRST_LINE, Robbery, rob
from tests.leaks.story import Story
from tests.models.known import TABLES

# Robbed once per database; on several cores, on one of them.
DATABASES = [
    pytest.param(name, marks=pytest.mark.xdist_group(f"dump-{name}"))
    for name in ("sqlite", "postgresql")
]


@pytest.fixture(scope="module", params=DATABASES)
def robbed(
    request: pytest.FixtureRequest, upgraded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Robbery]:
    folder = tmp_path_factory.mktemp("robbed")
    url = f"sqlite:///{folder}/dump.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").fresh()
    else:
        shutil.copy(upgraded, folder / "dump.sqlite")
    app = new_app(url)
    yield rob(app, folder)
    with app.app_context():
        db.engine.dispose()


def test_s2_before_the_freeze_the_same_matchers_do_find_people(robbed: Robbery) -> None:
    found = robbed.matches_before()
    assert tells(found), "a thief who finds nothing here would find nothing anywhere"
    assert found[0].right > 2 * found[0].people * found[0].pure_chance


def test_s2_after_the_freeze_no_order_pairs_people_with_answers(robbed: Robbery) -> None:
    """Every order that there is, in one freeze; below, the main ones in many."""
    assert tells(robbed.matches()) == []


def test_s2_over_many_freezes_no_more_pairs_are_right_than_by_chance(robbed: Robbery) -> None:
    """Who saved and sent when, and how people lie, against how answers lie.

    One run in a million fails by chance. With 24 freezes (of 5,280 pairs) a thief is noticed who is
    right in 16.6 %, of 60 in 15.5 %. A leak by which he would be right in 18 % is noticed in 99 of
    100 runs, or in all but one of ten thousand of 60 freezes; chance gives 13.6 %.
    """
    found = robbed.answered.matches(FREEZES)
    assert tells(found) == []
    people, cells = found[0].people, robbed.story.cells
    assert people == FREEZES * len(robbed.story.sent)
    noticed = largest(cells, FREEZES, len(found)) + 1
    assert poisson.sf(noticed - 1, 0.18 * people) > 0.98


class Unshuffled:
    """Leaves the answers of one assessment in so many as they lie, and people alone."""

    def __init__(self, every: int) -> None:
        self.every, self.times = every, count()

    def __call__(self) -> "Unshuffled":
        return self

    def shuffle(self, rows: list[Any]) -> None:
        if not (isinstance(rows[0], dict) and next(self.times) % self.every == 0):
            SystemRandom().shuffle(rows)


@pytest.mark.parametrize(("every", "freezes"), [(1, 1), (10, 10)])
def test_s2_answers_that_stay_in_order_would_be_noticed(
    robbed: Robbery, monkeypatch: pytest.MonkeyPatch, every: int, freezes: int
) -> None:
    """Of all leaders, or of one in ten: then a thief is right in 22 %.

    It goes unnoticed in one run of a hundred million; on SQLite one in a million finds too much.
    Which of the clues tells most does not matter: where rows came to lie in room that a vacuum
    made, the order in which they were written (``cmin``) tells more than that in which they lie.
    """
    monkeypatch.setattr(results, "SystemRandom", Unshuffled(every))
    found = tells(robbed.answered.matches(freezes))
    if robbed.answered.url.startswith("sqlite"):
        assert found == [], "there new random keys are an order of their own"
    else:
        assert any("sent ~ " in one and "response.order of rows" in one for one in found), found


def test_s2_keys_that_grow_with_time_would_be_noticed(
    robbed: Robbery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As UUIDs of version 7 do, at the submission and at the freeze."""
    clock = (UUID(int=moment) for moment in count(2**64))
    monkeypatch.setattr(results, "uuid4", lambda: next(clock))
    found = tells(robbed.answered.matches(1, lambda: _key_by_time(robbed.story)))
    assert found
    assert "sent" in found[0]
    assert "response.id" in found[0]


def _key_by_time(story: Story) -> None:
    for moment, number in enumerate(story.sent):
        query = update(Response).where(Response.answers == story.people[number].vector)
        db.session.execute(query.values(id=UUID(int=moment)))
    db.session.commit()


def test_s2_the_thief_has_seen_every_person_and_every_answer(robbed: Robbery) -> None:
    sent = set(robbed.story.sent)
    assert len(sent) >= 200
    people, answers = robbed.of_people, robbed.of_answers
    assert set(people["invitation.order of rows"]) == sent
    assert set(answers["response.order of rows"]) == sent
    withheld = robbed.story.sent[0]
    assert set(answers["report.place in the row"]) == sent - {withheld}
    assert robbed.after.traces([robbed.story.people[withheld].marker]) == []


def test_s2_when_somebody_sent_her_answers_cannot_be_read_from_her_row(robbed: Robbery) -> None:
    happened = {name: robbed.known[name] for name in ("first saved", "sent")}
    assert tells(matches(happened, robbed.of_people, robbed.story.cells)) == []


def test_s3_comments_pair_with_no_answers(robbed: Robbery) -> None:
    answers = {n: {"answers": marks["answers"]} for n, marks in robbed.answers.items()}
    comments = {n: {"comment": marks["comment"]} for n, marks in robbed.answers.items()}
    found = [
        tells(matches(loot.clues(answers), loot.clues(comments), robbed.story.cells))
        for loot in (robbed.control, robbed.after)
    ]
    assert found[1] == []
    assert found[0], "before the freeze they lie in the same order"


def test_s1_no_row_names_a_person_and_holds_her_answers(robbed: Robbery) -> None:
    for loot in (robbed.before, robbed.after):
        assert loot.rows_with_both(robbed.people, robbed.answers) == []
    named = set(robbed.after.rows_with_both(robbed.people, robbed.people))
    # PostgreSQL samples the keys of invitations wherever they stand.
    assert named - {"pg_stats"} == {"invitation", "outbox"}


def test_s5_what_was_deleted_cannot_be_recovered(robbed: Robbery) -> None:
    drafts = [robbed.before.tables["draft"][0]["sealed"], *_silent_drafts(robbed)]
    keys = [
        UUID(str(row["id"])) for t in ("response", "comment") for row in robbed.before.tables[t]
    ]
    sent = robbed.story.sent
    silent = [robbed.story.people[number].marker for number in robbed.story.silent]
    assert len(keys) >= 2 * 200
    assert robbed.before.traces([drafts[0][:64]])
    assert robbed.before.traces(keys)
    assert robbed.after.traces([draft[:64] for draft in drafts]) == []
    assert robbed.after.traces(keys) == []
    assert robbed.after.traces(silent) == []
    assert "pg_statistic" not in robbed.after.traces(robbed.story.people[n].marker for n in sent)


def _silent_drafts(robbed: Robbery) -> list[bytes]:
    return [robbed.story.people[number].draft for number in robbed.story.silent]


def test_s8_statistics_hold_no_sample_of_what_was_written(robbed: Robbery) -> None:
    if "pg_stats" not in robbed.after.tables:
        assert not any(name.startswith("sqlite_stat") for name in robbed.after.tables)
        return
    marks = [marks["comment"][0] for marks in robbed.answers.values()]
    before, after = (
        b"".join(row["whole row"] for row in loot.tables["pg_stats"])
        for loot in (robbed.before, robbed.after)
    )
    assert any(mark in before for mark in marks), "nothing was sampled: this test saw nothing"
    assert not any(mark in after for mark in marks)


def test_s7_logs_name_nobody_and_mails_hold_no_answer(robbed: Robbery) -> None:
    assert FIRST_LINE in robbed.log
    mails = "".join(mail.as_string() for mail in robbed.story.mails)
    for person in robbed.story.people:
        assert person.token in mails
        assert person.marker not in mails
        for secret in (person.token, person.email, person.name, person.marker):
            assert secret not in robbed.log


def test_s4_no_link_of_a_mail_stands_in_the_loot(robbed: Robbery) -> None:
    links = [person.token for person in robbed.story.people]
    for loot in (robbed.before, robbed.after):
        assert loot.traces([*links, *(link.upper() for link in links)]) == []


def test_every_table_and_every_file_is_searched_and_known(robbed: Robbery) -> None:
    known = set(TABLES) | {"pg_stats"}
    new = set(robbed.after.tables) - known
    assert not new, f"say in tests/models/known.py what these tables hold: {new}"
    if "pg_stats" in robbed.after.tables:
        left_over = [name for name in robbed.after.files if name.isdigit()]
        assert left_over == [], "files of tables that were written anew are still there"
        return
    names = {name.removeprefix("dump.sqlite") for name in robbed.after.files}
    queue = {"-jobs", "-jobs-wal", "-jobs-shm"}
    assert names - queue == {"", "-wal", "-shm", "backup.sqlite", "compact.sqlite"}


def test_all_answers_and_all_drafts_are_equally_long(robbed: Robbery) -> None:
    assert len({len(row["answers"]) for row in robbed.after.tables["response"]}) == 1
    assert len({len(row["sealed"]) for row in robbed.before.tables["draft"]}) == 1
    assert len({len(person.comment) for person in robbed.story.people}) > 100
