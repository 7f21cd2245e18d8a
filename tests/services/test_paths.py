"""What is told of a path as a whole."""

from datetime import date
from uuid import UUID

import pytest

from surveyapp.core.path import Stand
from surveyapp.services.paths import Chapter, Path

SOMEBODY = UUID(int=0)


def chapter(chosen: int) -> Chapter:
    """A wave in which she chose so many priorities."""
    return Chapter(
        wave=SOMEBODY,
        leader=SOMEBODY,
        label={},
        assessment=None,
        progress=None,
        shut="",
        proposals={},
        labels={},
        reminds_on=None,
        stand=Stand("closed", "released", date(2027, 6, 2), chosen=chosen),
    )


@pytest.mark.parametrize(
    ("chosen", "chose"), [([], False), ([0], False), ([0, 2], True), ([2, 0], True)]
)
def test_who_chose_in_any_wave_has_a_plan(chosen: list[int], chose: bool) -> None:
    chapters = tuple(chapter(number) for number in chosen)
    path = Path(SOMEBODY, "programme", "school", in_group=False, chapters=chapters, next=None)
    assert path.chose is chose
