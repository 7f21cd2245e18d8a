"""What a leader wrote on her own, and how it went over time."""

from datetime import UTC, date, datetime

from surveyapp.core.library import load_guide
from surveyapp.core.reflection import Page, Written, history

GUIDE = load_guide("vo-2021")
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 4)


def _written(*, done: bool = True, **ratings: int) -> Written:
    at = datetime(2026, 5, 4, tzinfo=UTC) if done else None
    return Written(done_at=at, pages={"vision": Page(ratings=_ids(ratings))})


def _ids(ratings: dict[str, int]) -> dict[str, int]:
    return {name.replace("_", "-"): value for name, value in ratings.items()}


def test_the_mean_is_that_of_the_ratings_she_gave() -> None:
    assert _written(vision_1=4, vision_2=3).mean("vision") == 3.5


def test_what_she_did_not_rate_stays_unrated() -> None:
    assert _written(vision_1=4).mean("people") is None
    assert Written(pages={"people": Page(note="Later.")}).mean("people") is None


def test_the_history_has_every_practice_of_the_guide_and_every_time_that_is_done() -> None:
    written = [(MAY, _written(vision_1=2)), (JUNE, _written(vision_1=4, vision_2=5))]
    found = history(GUIDE, written)
    assert list(found) == [one.id for one in GUIDE.practices]
    assert [(one.day, one.mean) for one in found["vision"]] == [(MAY, 2.0), (JUNE, 4.5)]
    assert [one.mean for one in found["people"]] == [None, None]


def test_what_is_not_done_yet_is_no_part_of_the_history() -> None:
    assert history(GUIDE, [(MAY, _written(done=False, vision_1=2))])["vision"] == ()


def test_a_statement_that_was_taken_out_since_still_counts_for_its_day() -> None:
    assert _written(gone=1, vision_1=4).mean("vision") == 2.5


def test_a_page_takes_the_place_of_the_one_before() -> None:
    first = _written(done=False, vision_1=1)
    second = first.with_page("vision", Page(note="Better.")).with_page("people", Page())
    assert second.page("vision") == Page(note="Better.")
    assert first.page("vision").ratings == {"vision-1": 1}
    assert set(second.pages) == {"vision", "people"}
