"""How somebody rated herself over time, on one practice of a standard."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.core.reflection import Moment
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.figures import Value


@dataclass(frozen=True)
class Spot:
    """Her own mean on a day; without a number where she did not rate it."""

    day: str
    value: Value


@dataclass(frozen=True)
class OverTime:
    """One line over the days on which she reflected. ``description`` is the sentence above it.

    The days stand at equal distances, however much time lies between them.
    """

    id: str
    title: str
    description: str
    spots: tuple[Spot, ...]


def over_time(key: str, title: str, moments: Sequence[Moment], language: Language) -> OverTime:
    """The line of one practice."""
    spots = tuple(Spot(language.date(one.day), figures.mean(one.mean, language)) for one in moments)
    return OverTime(f"over-time-{key}", title, _told(spots, language), spots)


def _told(spots: Sequence[Spot], language: Language) -> str:
    rated = [one for one in spots if one.value.number is not None]
    if not rated:
        return language.gettext("You have not rated this yet.")
    first, last = rated[0], rated[-1]
    if len(rated) == 1:
        return language.gettext(
            "%(value)s on %(day)s, the one time that you rated it.",
            value=first.value.text,
            day=first.day,
        )
    return language.gettext(
        "%(first)s on %(from)s, %(last)s on %(until)s.",
        first=first.value.text,
        last=last.value.text,
        **{"from": first.day, "until": last.day},
    )
