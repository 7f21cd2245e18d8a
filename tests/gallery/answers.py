"""Generated answers: one round of one leader, the same each time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from surveyapp.core.instrument import OTHERS, SELF, Competence, Instrument
from surveyapp.core.library import load_instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.response import Answers, Comment, Round
from tests import builders

FULL = load_instrument("leadership-360")
QUICK = load_instrument("quick-reflection")
TEACHER, PEER, BOARD = FULL.rater_groups
USUAL = {SELF: 1, "teacher": 9, "peer": 6, "board": 3}

WRITTEN = (
    "U luistert goed en vat samen wat u hoort.",
    "Zeg vaker wat u zelf wilt bereiken, dan weten wij waar we aan toe zijn.",
    "De deur staat altijd open.",
    "Besluiten over het rooster komen soms laat. Dat geeft onrust in het team, juist in drukke "
    "weken.",
    "Meer lesbezoek zou ik op prijs stellen.",
    "U kent de ouders bij naam en zij u.",
    "Houd vast wat u met de werkgroepen bent begonnen; het levert echt iets op voor de leerlingen.",
    "Vraag door als iemand stil blijft in een vergadering.",
)


def rules(*groups: RaterGroup, **changes: Any) -> Rules:
    return Rules(groups=groups or (TEACHER, PEER, BOARD), **changes)


def comments(of: Instrument, count: int, texts: Sequence[str] = WRITTEN) -> list[Comment]:
    """So many comments, of all groups, to all questions; each begins with another letter."""
    groups = ("teacher", "teacher", "peer", SELF, "board")
    questions = of.open_questions
    return [
        Comment(groups[n % 5], questions[n // 5 % len(questions)].id, _told(texts, n))
        for n in range(count)
    ]


def _told(texts: Sequence[str], number: int) -> str:
    text = texts[number % len(texts)]
    return text if number < len(texts) else f"{text} {texts[(number * 3 + 1) % len(texts)]}"


def a_round(
    of: Instrument = FULL,
    counts: Mapping[str, int] = USUAL,
    *,
    seed: int = 1,
    promise: Rules | None = None,
    written: Sequence[Comment] | None = None,
    wave: Any = builders.PRE,
    **changes: Any,
) -> Round:
    """A round as it could have been: who is not asked an item has no answer to it."""
    usual = builders.plausible_round(
        of, seed=seed, counts=counts, promise=promise or rules(), wave=wave
    )
    given = {group: _asked(of, group, rows) for group, rows in usual.answers.items()}
    words = comments(of, 12) if written is None else written
    present = [one for one in words if counts.get(one.group)]
    return replace(usual, **({"answers": given, "comments": present} | changes))


def _asked(of: Instrument, group: str, rows: Answers) -> Answers:
    result = rows.copy()
    for item in of.items():
        if group in item.not_asked:
            result[:, of.position[item.id]] = 0
    return result


def answered(one: Round, value: int, groups: Sequence[str], columns: Sequence[str]) -> Round:
    """The same round, where these groups gave that answer wherever they were asked."""
    given = dict(one.answers)
    places = [one.instrument.position[column] for column in columns]
    for group in groups:
        given[group] = given[group].copy()
        part = given[group][:, places]
        given[group][:, places] = (part > 0) * value
    return replace(one, answers=given)


def items_of(competence: Competence) -> list[str]:
    return [item.id for item in competence.items]


TWELVE = (
    ("Visie", "Vision"),
    ("Koers in tijden van verandering", "Direction in times of change"),
    ("Begeleiding van beginnende leraren", "Guiding new teachers"),
    ("Gesprekken", "Conversations"),
    ("Samen leren in het team", "Learning together as a team"),
    ("Onderzoekende houding", "An inquiring mind"),
    ("Kwaliteit van lessen", "Quality of lessons"),
    ("Zicht op de resultaten van leerlingen", "A view of pupils’ results"),
    ("Organisatie en middelen", "Organisation and means"),
    ("Ouders", "Parents"),
    ("Partners in de wijk en de regio", "Partners in the district and the region"),
    ("Persoonlijk leiderschap", "Personal leadership"),
)


def twelve() -> Instrument:
    """The items of the full questionnaire under twelve competences."""
    data = FULL.model_dump()
    items = [item for competence in data["competences"] for item in competence["items"]]
    like = data["competences"][0]
    data["competences"] = [
        like
        | {
            "id": f"c{place}",
            "title": {"nl": nl, "en": en},
            "items": items[place * 3 : place * 3 + 3],
        }
        for place, (nl, en) in enumerate(TWELVE)
    ]
    return Instrument.model_validate(data)


def renamed(of: Instrument, title: str) -> Instrument:
    """The same questionnaire, the first competence and its first item with very long words."""
    data = of.model_dump()
    first = data["competences"][0]
    first["title"] = dict.fromkeys(first["title"], title)
    first["items"][0]["text"][OTHERS] = {"nl": f"… {title}", "en": f"… {title}"}
    return Instrument.model_validate(data)
