"""The cases of a sheet: what a leader ticks of a report that the gate has passed."""

from collections.abc import Callable
from datetime import date
from functools import cache
from uuid import UUID

from surveyapp.core.choices import LEVELS, Action, Choices, Level, LevelPlan, Priority
from surveyapp.core.share import Frame, Looked, LookedBack, Parts, Sheet, sheet
from surveyapp.core.snapshot import Snapshot
from tests.gallery import cases
from tests.gallery.people_cases import LONG_WORD

READ, UNTIL = date(2026, 11, 22), date(2026, 12, 22)

WORDS = "Elke week bezoek ik twee lessen, en spreek ik dezelfde dag met de leraar over wat ik zag."


def _plan(level: Level, text: str) -> LevelPlan:
    return LevelPlan(
        level=level,
        goal=text,
        behaviour=f"{WORDS}\nIk vraag eerst, en zeg daarna wat ik zag.",
        evidence="Leraren zeggen in de volgende meting dat zij mijn vragen herkennen.",
        help="Bob, en mijn coach",
        due=date(2027, 3, 1),
        actions=(
            Action(text="Een rooster voor lesbezoek maken", state="done", done_on=READ),
            Action(text="Met drie leraren beginnen", state="doing", due=date(2027, 1, 11)),
        ),
    )


def choices_of(snapshot: Snapshot, text: str = WORDS) -> Choices:
    """Priorities with a plan at every level."""
    return Choices(
        priorities=tuple(
            Priority(
                competence=one.id,
                aim="strength" if place else "shortcoming",
                passion=4,
                need=5,
                reason=text,
                plan=tuple(_plan(level, text) for level in LEVELS[: 3 - place]),
            )
            for place, one in enumerate(snapshot.competences[:3])
        )
    )


SEEN = UUID(int=1)
LOOKED_BACK = LookedBack(
    standard={"nl": "Beroepsstandaard schoolleiders VO", "en": "Professional standard"},
    day=READ,
    practices=(
        Looked(name={"nl": "Visie", "en": "Vision"}, mean=3.25, note=f"{WORDS}\nEn verder."),
        Looked(name={"nl": "Omgeving", "en": "Surroundings"}),
    ),
)


def shared(snapshot: Snapshot, parts: Parts, text: str = WORDS, recipient: str = "") -> Sheet:
    frame = Frame(
        leader=snapshot.leader,
        school=snapshot.school,
        programme=snapshot.programme,
        recipient=recipient or "mijn gesprek met mevrouw Jansen",
        until=UNTIL,
        read_on=READ,
    )
    return sheet(frame, parts, snapshot, choices_of(snapshot, text), {SEEN: LOOKED_BACK})


def everything_of(snapshot: Snapshot, text: str = WORDS, recipient: str = "") -> Sheet:
    """All that can be ticked."""
    keys = tuple(one.id for one in snapshot.competences)
    ticked = {"scores": keys, "priorities": keys[:3], "reasons": True, "plan": LEVELS}
    parts = Parts.model_validate(ticked | {"reflections": (SEEN,), "notes": True})
    return shared(snapshot, parts, text, recipient)


def whole() -> Sheet:
    return everything_of(cases.snapshot("usual"))


def few() -> Sheet:
    snapshot = cases.snapshot("pooled")
    keys = tuple(one.id for one in snapshot.competences)
    return shared(snapshot, Parts(scores=keys[1:3], priorities=keys[:1]))


def only_plan() -> Sheet:
    snapshot = cases.snapshot("long-names")
    keys = tuple(one.id for one in snapshot.competences)
    text = f"{LONG_WORD} & <b>dit</b> {WORDS}"
    return shared(snapshot, Parts(priorities=keys[:2], plan=("me",)), text, LONG_WORD * 2)


def many() -> Sheet:
    snapshot = cases.snapshot("seven-groups")
    return shared(snapshot, Parts(scores=tuple(one.id for one in snapshot.competences)))


def hidden() -> Sheet:
    snapshot = cases.snapshot("all-hidden")
    return shared(snapshot, Parts(scores=tuple(one.id for one in snapshot.competences[:2])))


def nothing_left() -> Sheet:
    snapshot = cases.snapshot("usual")
    return shared(snapshot, Parts(priorities=("dropped",)))


SHEET_CASES: dict[str, tuple[str, Callable[[], Sheet]]] = {
    "sheet-whole": ("all that can be ticked", whole),
    "sheet-few": ("two competences and a priority without its reason", few),
    "sheet-only-plan": ("a plan, and long names", only_plan),
    "sheet-many": ("the scores of seven groups", many),
    "sheet-hidden": ("nothing of others can be shown", hidden),
    "sheet-nothing-left": ("what was ticked is no longer there", nothing_left),
}


@cache
def sheet_of(name: str) -> Sheet:
    """The sheet of a case."""
    return SHEET_CASES[name][1]()
