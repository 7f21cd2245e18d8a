"""Snapshots for the reporting tests: from the usual to the hardest to set on paper."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from surveyapp.core.choices import Action, Choices, LevelPlan, Priority
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import Effect
from surveyapp.core.group_report import GroupSnapshot, LeaderGroup
from surveyapp.core.group_report import build as build_group
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.report import build
from surveyapp.core.response import Comment, Round
from surveyapp.core.snapshot import Reason, Snapshot
from surveyapp.core.withholding import readable, withhold
from tests import builders

SCRIPTS = (
    "Ἑλένη Παπαδοπούλου",
    "Екатерина Щербакова",
    "فاطمة الزهراء",
    "רות בן־דוד",
    "अनुष्का शर्मा",
    "王小明",
    "Þórdís Ľubica Ðurđević Şçğ Nguyễn",
)
LONG_WORD = "Schoolontwikkelingssamenwerkingsverbandscoördinatieoverlegstructuur" * 3
LONG_TITLE = (
    "Leidinggeven aan de gezamenlijke, onderzoeksmatige en duurzame ontwikkeling van onderwijs, "
    "organisatie en verbinding met de bredere omgeving van de school"
)
GROUPS = (
    RaterGroup(
        id="teacher", label={"nl": "Leraren", "en": "Teachers"}, single_rater_reliability=0.3
    ),
    RaterGroup(id="peer", label={"nl": "Collega-schoolleiders", "en": "Fellow leaders"}),
    RaterGroup(id="board", label={"nl": "Bestuur", "en": "Board"}, single_rater_reliability=0.5),
)
Case = Callable[[], Snapshot]

RULES = Rules(groups=GROUPS)
IDENTIFIED = Rules(groups=(*GROUPS[:2], GROUPS[2].model_copy(update={"identified": True})))


def comments(of: Instrument, count: int, texts: Sequence[str] = ("Fijn.",)) -> list[Comment]:
    groups = ("teacher", "teacher", "peer", SELF, "board")
    questions = of.open_questions
    return [
        Comment(groups[n % 5], questions[n % len(questions)].id, f"{texts[n % len(texts)]} {n}")
        for n in range(count)
    ]


def one_round(**changes: Any) -> Round:
    return builders.plausible_round(**({"promise": RULES} | changes))


@cache
def first() -> Snapshot:
    of = builders.instrument(competences=5, items=8, questions=3)
    return build(one_round(of=of, comments=comments(of, 12)))


@cache
def withheld() -> Snapshot:
    """Two comments withheld for one question, all of another."""
    snapshot = first()
    for number, row in enumerate(snapshot.comments[:2]):
        texts = list(readable(row))
        for place, text in enumerate(texts if number else texts[:2]):
            snapshot = withhold(snapshot, row.question, text, REASONS[place % 2])
    return snapshot


REASONS: tuple[Reason, ...] = ("recognisable", "hurtful")


@cache
def sixty_comments() -> Snapshot:
    of = builders.instrument(competences=1, items=2, questions=3)
    return build(one_round(of=of, comments=comments(of, 60, ("Fijn.", LONG_TITLE))))


@cache
def post() -> Snapshot:
    return build(one_round(seed=2, wave=builders.POST), [one_round()])


WORK = Choices(
    priorities=(
        Priority(
            competence="c1",
            aim="shortcoming",
            plan=(
                LevelPlan(
                    level="me",
                    actions=(
                        Action(text="Lesbezoek", state="done", done_on=date(2026, 12, 1)),
                        Action(text="Terugkijken", state="doing"),
                    ),
                ),
            ),
        ),
        Priority(competence="c2", aim="strength"),
    )
)


@cache
def became() -> Effect:
    """What became of two priorities at the end; the second was not asked about halfway."""
    start = one_round()
    few = builders.pulse_of(start.instrument, ["c1-1", "c1-3", "c1-6"])
    half_way = one_round(of=few, seed=3, wave=builders.PULSE, counts=HALF_WAY)
    return effect(WORK, build(start), [build(half_way, [start]), post()])


HALF_WAY = {SELF: 1, "teacher": 8, "peer": 2, "board": 2}


@cache
def only_self() -> Snapshot:
    return build(one_round(counts={SELF: 1, "teacher": 2}))


@cache
def nobody_but_groups() -> Snapshot:
    return build(one_round(counts={"teacher": 9, "peer": 8, "board": 3}))


@cache
def pooled() -> Snapshot:
    return build(one_round(counts={SELF: 1, "teacher": 9, "peer": 2, "board": 2}))


@cache
def identified() -> Snapshot:
    counts = {SELF: 1, "teacher": 9, "peer": 8, "board": 1}
    return build(one_round(counts=counts, promise=IDENTIFIED))


@cache
def floored() -> Snapshot:
    """All teachers give the lowest point to the first two items."""
    usual = one_round()
    teachers = usual.answers["teacher"].copy()
    teachers[:, :2] = 1
    return build(replace(usual, answers={**usual.answers, "teacher": teachers}))


def _learning_group(name: str, size: int, seed: int) -> LeaderGroup:
    leaders = [build(one_round(seed=seed + number)) for number in range(size)]
    return LeaderGroup(id=name.lower(), label=name, leaders=leaders)


@cache
def together() -> GroupSnapshot:
    """Thirteen leaders in two groups of five and more, and two in one that is too small."""
    sizes = {"Oost": 7, "West": 6, "Zuid": 2}
    groups = [
        _learning_group(name, size, 100 * place) for place, (name, size) in enumerate(sizes.items())
    ]
    return build_group(groups, date(2026, 11, 20))


@cache
def one_group() -> GroupSnapshot:
    """Five leaders in the only group: the whole would say the same twice."""
    return build_group([_learning_group("Oost", 5, 0)], date(2026, 11, 20))


@cache
def stress() -> Snapshot:
    """Twelve competences with very long names in every script, 60 comments, a giant word."""
    of = _long_instrument()
    texts = (*SCRIPTS, LONG_WORD, " ".join([LONG_TITLE] * 12))
    usual = one_round(of=of, comments=comments(of, 60, texts), counts=COUNTS, promise=MANY)
    return build(
        replace(
            usual,
            leader=" · ".join(SCRIPTS),
            school=f"{LONG_TITLE} {LONG_WORD}",
            programme=LONG_TITLE,
        ),
        [one_round(of=of, seed=5, counts=COUNTS, promise=MANY)],
    )


MANY = Rules(
    groups=(
        *GROUPS,
        RaterGroup(id="parent", label={"nl": LONG_TITLE, "en": LONG_TITLE}),
        RaterGroup(id="support", label={"nl": LONG_WORD[:66], "en": LONG_WORD[:66]}),
        RaterGroup(id="pupil", label={"nl": "تلاميذ", "en": "تلاميذ"}),
        RaterGroup(id="partner", label={"nl": "Партнёры", "en": "Партнёры"}),
    )
)
COUNTS = {SELF: 1} | dict.fromkeys((group.id for group in MANY.groups), 8)


def _long_instrument() -> Instrument:
    plain = builders.instrument(competences=12, items=8, questions=3)
    data = plain.model_dump()
    for number, competence in enumerate(data["competences"]):
        name = SCRIPTS[number % len(SCRIPTS)]
        competence["title"] = {"nl": f"{name} {LONG_TITLE}", "en": LONG_TITLE}
        competence["description"] = {"nl": " ".join([LONG_TITLE] * 3)}
        competence["look_at"] = {"nl": LONG_TITLE}
        competence["items"][0]["text"]["others"] = {"nl": f"{name}: {LONG_TITLE} {LONG_WORD}"}
    for point, label in zip(data["scale"]["points"], LABELS, strict=True):
        point["label"] = {"nl": label, "en": label}
    return Instrument.model_validate(data)


LABELS = (
    "Helemaal niet van toepassing",
    "Zelden",
    "Soms wel en soms niet",
    "Vaak",
    "Onvoorwaardelijk",
)
