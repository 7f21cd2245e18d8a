"""Cases of a report that the leader prints herself, with what she chose and planned."""

from datetime import date

from surveyapp.core.choices import LEVELS, Action, Choices, LevelPlan, Priority
from surveyapp.core.report import build
from surveyapp.core.snapshot import Snapshot
from tests.gallery.answers import a_round
from tests.gallery.people_cases import LONG_WORD
from tests.gallery.registry import case

VISITS = LevelPlan(
    level="me",
    goal="Elke week een les bezoeken en er dezelfde dag over praten.",
    behaviour="Leraren zien mij in hun les.\n\nIk vraag, en geef geen oordeel.",
    due=date(2027, 3, 1),
    actions=(
        Action(text="Een rooster maken", state="done", done_on=date(2026, 11, 20)),
        Action(text="Afspreken met de teamleiders", state="doing", due=date(2026, 12, 1)),
        Action(text="Een training volgen", state="dropped"),
    ),
)
TOGETHER = LevelPlan(
    level="school",
    goal="Leraren kijken bij elkaar.",
    behaviour="Iedereen kijkt twee keer per jaar.",
    evidence="Het staat in het jaarplan, en teams vragen erom.",
    help="De werkgroep",
    due=date(2027, 6, 1),
)
SHORT = Choices(
    priorities=(
        Priority(competence="environment", aim="strength", passion=5, need=4),
        Priority(
            competence="people",
            aim="shortcoming",
            need=5,
            reason="De school vraagt erom.\n\nEn ik wil het zelf.",
            plan=(VISITS, TOGETHER),
        ),
    )
)

SENTENCE = f"Ik bezoek lessen, <vraag> door & vertel wat ik zag in het {LONG_WORD}. "


def _entry(start: str) -> str:
    """The longest that fits in a field, in paragraphs."""
    lines = f"{start}: " + "\n".join([SENTENCE * 5] * 9)
    return lines[:2000].strip()


def _everything(competence: str) -> Priority:
    plan = tuple(
        LevelPlan(
            level=level,
            goal=_entry(f"Doel {competence} {level}"),
            behaviour=_entry("Gedrag"),
            evidence=_entry("Bewijs"),
            help=_entry("Hulp"),
            due=date(2027, 9, 30),
            actions=tuple(
                Action(text=f"{number}e: {SENTENCE * 9}"[:500].strip(), due=date(2027, 1, number))
                for number in range(1, 3)
            ),
        )
        for level in LEVELS
    )
    return Priority(
        competence=competence, aim="strength", passion=1, need=1, reason=_entry("Reden"), plan=plan
    )


LONG = Choices(priorities=tuple(map(_everything, ("vision", "people", "environment"))))


@case("two priorities, the second with a plan at two levels", choices=SHORT)
def chosen() -> Snapshot:
    return build(a_round(seed=36))


@case("three priorities with all the words that fit", choices=LONG)
def chosen_at_length() -> Snapshot:
    return build(a_round(seed=37))
