"""Cases by who answers, in which words, and what everything is called."""

from collections.abc import Iterable

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Comment
from surveyapp.core.snapshot import Snapshot
from surveyapp.core.withholding import readable, withhold
from tests.gallery.answers import (
    BOARD,
    FULL,
    PEER,
    TEACHER,
    WRITTEN,
    a_round,
    comments,
    renamed,
    rules,
)
from tests.gallery.registry import case


@case("a first wave with three groups")
def usual() -> Snapshot:
    return build(a_round())


@case("nobody wrote anything")
def no_comments() -> Snapshot:
    return build(a_round(seed=2, written=()))


@case("sixty comments")
def sixty_comments() -> Snapshot:
    return build(a_round(seed=3, written=comments(FULL, 60)))


@case("a few very long comments")
def long_comments() -> Snapshot:
    texts = [" ".join([*WRITTEN[n:], *WRITTEN[:n]] * 7)[:3900] for n in range(5)]
    return build(a_round(seed=4, written=comments(FULL, 10, texts)))


@case("comments that the coordinator withheld")
def withheld() -> Snapshot:
    made = build(a_round(seed=5))
    for row in made.comments[:2]:
        text = next(iter(readable(row)))
        made = withhold(made, row.question, text, "recognisable")
    return made


@case("one group only")
def one_group() -> Snapshot:
    return build(a_round(counts={SELF: 1, "teacher": 8}, seed=6, promise=rules(TEACHER)))


@case("two small groups that are shown together")
def pooled() -> Snapshot:
    return build(a_round(counts={SELF: 1, "teacher": 9, "peer": 2, "board": 2}, seed=7))


@case("nothing of others can be shown")
def all_hidden() -> Snapshot:
    return build(a_round(counts={SELF: 1, "teacher": 2}, seed=8))


@case("nobody but the leader answered")
def self_only() -> Snapshot:
    return build(a_round(counts={SELF: 1}, seed=9))


@case("the leader did not rate herself")
def no_self() -> Snapshot:
    return build(a_round(counts={"teacher": 9, "peer": 8, "board": 3}, seed=10))


LONG_SCHOOL = (
    "Openbare Scholengemeenschap voor Praktijkonderwijs, Voorbereidend Middelbaar Beroepsonderwijs "
    "en Internationale Schakelklassen “Het Samenwerkingsverband Zuidoost-Drenthe en Omstreken”"
)
LONG_GROUP = "Medewerkers van het regionale samenwerkingsverband passend onderwijs"
LONG_WORD = "Schoolontwikkelingssamenwerkingsverbandscoördinatieoverlegstructuur"


@case("very long names of everything")
def long_names() -> Snapshot:
    group = RaterGroup(id="teacher", label={"nl": LONG_GROUP, "en": LONG_GROUP})
    return build(
        a_round(
            renamed(FULL, f"Leidinggeven aan {LONG_WORD} in een netwerk van scholen"),
            seed=11,
            promise=rules(group, PEER, BOARD),
            leader="Maximiliana-Alexandra van Oosterhout-Vrijbergen van Santvoort Coster",
            school=LONG_SCHOOL,
            programme=f"Leren leiden in {LONG_WORD}",
        )
    )


@case("names that are written from right to left", borrowed=True)
def right_to_left() -> Snapshot:
    group = RaterGroup(id="teacher", label={"nl": "معلمون", "en": "معلمون"})
    return build(
        a_round(
            seed=12,
            promise=rules(group, PEER, BOARD),
            leader="فاطمة الزهراء بن يوسف",
            school="בית ספר רות בן־דוד",
            written=comments(FULL, 10, ("المعلمة تستمع جيدا.", *WRITTEN[:3])),
        )
    )


@case("Greek, Cyrillic, Devanagari and many accents", borrowed=True)
def other_letters() -> Snapshot:
    texts = ("Η πόρτα είναι ανοιχτή.", "Дверь всегда открыта.", "दरवाज़ा हमेशा खुला है।")
    return build(
        a_round(
            seed=13,
            leader="Ἑλένη Щербакова-Ðurđević अनुष्का",
            school="Şçğ Nguyễn Þórdís Ľubica",
            written=comments(FULL, 15, (*texts, *WRITTEN[:2])),
        )
    )


@case("letters that no font here has", borrowed=True)
def missing_letters() -> Snapshot:
    return build(a_round(seed=14, leader="王小明 \U000f0001", school="小学校 De Brug"))


@case("names and comments with HTML in them")
def markup() -> Snapshot:
    texts = ('<b>Luistert</b> & vat samen; "goed" <img src=x onerror=alert(1)>', "</p></body>")
    return build(
        a_round(
            seed=31,
            leader="<i>Alice</i> & </title> de Vries",
            school="De <script>alert('Brug')</script>",
            written=comments(FULL, 10, texts),
        )
    )


@case("a group of forty")
def forty_raters() -> Snapshot:
    return build(a_round(counts={SELF: 1, "teacher": 40, "peer": 12, "board": 4}, seed=32))


MORE = {
    "parent": ("Ouders", "Parents"),
    "support": ("Ondersteuners", "Support staff"),
    "pupil": ("Leerlingen", "Pupils"),
    "partner": ("Partners in de wijk", "Partners in the district"),
}


@case("seven groups")
def seven_groups() -> Snapshot:
    more = [RaterGroup(id=key, label={"nl": nl, "en": en}) for key, (nl, en) in MORE.items()]
    groups = (TEACHER, PEER, BOARD, *more)
    counts = {SELF: 1} | {group.id: 7 for group in groups}
    return build(a_round(counts=counts, seed=33, promise=rules(*groups)))


def written_by(groups: Iterable[str]) -> list[Comment]:
    return [one for one in comments(FULL, 30) if one.group in groups]


@case("a small group wrote: its words stand without a name")
def unnamed_words() -> Snapshot:
    counts = {SELF: 1, "teacher": 9, "peer": 4, "board": 3}
    return build(a_round(counts=counts, seed=34, written=written_by(("peer", "board"))))
