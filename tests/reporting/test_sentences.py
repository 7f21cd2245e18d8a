"""What the report says, checked by hand in both languages."""

import re
from dataclasses import replace

import pytest

from surveyapp.core.scores import standing
from surveyapp.core.snapshot import (
    Change,
    CompetenceResult,
    Reason,
    Score,
    SelfChange,
    Suppressed,
)
from surveyapp.languages import language
from surveyapp.reporting.content import content
from surveyapp.reporting.sentences import (
    comments,
    competence,
    growth,
    naming,
    opening,
    overview,
)
from tests.reporting import cases

NL, EN = language("nl"), language("en")


def result(own: float | None, teacher: float | None, *, floored: bool = False) -> CompetenceResult:
    gap = own - teacher if own is not None and teacher is not None else None
    scores = {
        "self": Score(mean=own, items=1) if own else Suppressed(reason="too_few"),
        "teacher": Score(mean=teacher, items=1, floored=floored)
        if teacher
        else Suppressed(reason="too_few"),
    }
    stands = standing(gap) if gap is not None else None
    return CompetenceResult(
        id="c1", scores=scores, others=teacher, gap=gap, standing=stands, items=()
    )


@pytest.mark.parametrize(
    ("own", "others", "dutch", "english"),
    [
        (
            3.4,
            3.2,
            "U geeft uzelf 3,4 en de anderen geven u 3,2: u ziet dit ongeveer hetzelfde.",
            "You give yourself 3.4 and the others give you 3.2: you see this about the same.",
        ),
        (
            4.0,
            3.2,
            "U geeft uzelf 4,0 en de anderen geven u 3,2: uw eigen beeld is iets positiever.",
            "You give yourself 4.0 and the others give you 3.2: your own picture is a little "
            "more favourable.",
        ),
        (
            4.5,
            3.2,
            "U geeft uzelf 4,5 en de anderen geven u 3,2: uw eigen beeld is duidelijk positiever.",
            "You give yourself 4.5 and the others give you 3.2: your own picture is clearly "
            "more favourable.",
        ),
        (
            2.0,
            3.75,
            "U geeft uzelf 2,0 en de anderen geven u 3,8: zij zijn duidelijk positiever dan u.",
            "You give yourself 2.0 and the others give you 3.8: they are clearly more favourable "
            "than you are.",
        ),
        (
            3.0,
            None,
            "U geeft uzelf 3,0. Te weinig anderen hebben ingevuld om er een cijfer naast te "
            "zetten.",
            "You give yourself 3.0. Too few others answered to show a figure beside it.",
        ),
        (
            None,
            3.0,
            "De anderen geven u 3,0. U hebt uzelf hier niet beoordeeld.",
            "The others give you 3.0. You did not rate yourself here.",
        ),
        (
            None,
            None,
            "Hier is geen cijfer: er zijn te weinig antwoorden gegeven.",
            "There is no figure here: too few answers were given.",
        ),
    ],
)
def test_self_beside_the_others(
    own: float | None, others: float | None, dutch: str, english: str
) -> None:
    assert competence.self_and_others(result(own, others), NL) == dutch
    assert competence.self_and_others(result(own, others), EN) == english


def test_a_floored_score_is_said_to_be_an_upper_bound() -> None:
    row = result(3.0, 1.5, floored=True)
    assert "de anderen geven u hoogstens 1,5" in competence.self_and_others(row, NL)
    assert "the others give you at most 1.5" in competence.self_and_others(row, EN)


def change(word: str) -> Change:
    return Change.model_validate(
        {
            "before": 3.2,
            "after": 3.8,
            "items": 8,
            "respondents_before": 9,
            "respondents_after": 8,
            "word": word,
        }
    )


@pytest.mark.parametrize(
    ("word", "dutch", "english"),
    [
        (
            "clear",
            "Leraren: van 3,2 naar 3,8. Dat is een duidelijke verandering.",
            "Leraren: from 3.2 to 3.8. That is a clear change.",
        ),
        (
            "chance",
            "Leraren: van 3,2 naar 3,8. Met dit aantal beoordelaars kan dat toeval zijn.",
            "Leraren: from 3.2 to 3.8. With this many raters that could be chance.",
        ),
    ],
)
def test_change_is_told_with_its_certainty(word: str, dutch: str, english: str) -> None:
    assert growth.change("Leraren", change(word), NL) == dutch
    assert growth.change("Leraren", change(word), EN) == english


@pytest.mark.parametrize(
    ("why", "dutch", "english"),
    [
        ({}, "te weinig antwoorden", "too few answers"),
        ({"items": 2}, "te weinig stellingen", "too few statements"),
        ({"before_floored": True}, "van ≤ 3,2 naar 3,8. Bij zo’n lage score", "from ≤ 3.2 to 3.8"),
    ],
)
def test_why_a_change_cannot_be_told_from_chance_is_said(
    why: dict[str, int], dutch: str, english: str
) -> None:
    unclear = change("cannot_tell").model_copy(update=why)
    assert dutch in growth.change("Leraren", unclear, NL)
    assert english in growth.change("Leraren", unclear, EN)


def test_the_growth_of_every_group_is_told_beside_its_chart() -> None:
    part = content(cases.post(), EN).growth
    assert part
    text = part.competences[0].chart.description
    assert re.match(r"[A-Z][^:]+: from \d\.\d to \d\.\d\.", text)
    assert "teacher" not in text.split()


def test_growth_counts_only_what_there_is() -> None:
    changes = [change("clear"), change("chance"), change("chance")]
    assert growth.growth(changes, NL) == (
        "Eerder en nu vergeleken, per groep en competentie: 1 duidelijke verandering en "
        "2 verschillen die toeval kunnen zijn."
    )
    assert growth.growth(changes, EN) == (
        "Earlier and now compared, per group and competence: 1 clear change and "
        "2 differences that could be chance."
    )


@pytest.mark.parametrize(
    ("then", "dutch", "english"),
    [
        (2.0, "strenger voor uzelf geworden", "stricter with yourself"),
        (4.0, "milder geworden over uw begin", "milder about your start"),
        (3.0, "ongeveer de 3,2 die u destijds gaf", "about the 3.2 you gave at the time"),
    ],
)
def test_looking_back_tells_whether_the_yardstick_moved(
    then: float, dutch: str, english: str
) -> None:
    own = SelfChange(before=3.2, after=3.9, then=then, word="cannot_tell")
    assert dutch in growth.looking_back(own, NL)
    assert english in growth.looking_back(own, EN)
    assert f"begin een {then:.0f}" in growth.looking_back(own, NL)


def test_nothing_is_said_of_a_start_that_is_unknown() -> None:
    own = SelfChange(before=None, after=3.9, then=3, word="cannot_tell")
    assert growth.looking_back(own, NL) == growth.own_change(own, NL) == ""


def test_the_mirror_names_where_the_pictures_part() -> None:
    text = overview.mirror(cases.first(), NL)
    fields = [row.mirror for row in cases.first().competences]
    same = fields.count("open_strength") + fields.count("known_development_point")
    assert text.startswith(f"Bij {same} van de 5 competenties staan u en de anderen aan dezelfde")


def test_the_mirror_says_what_is_missing() -> None:
    assert overview.mirror(cases.only_self(), EN) == (
        "The mirror needs your own scores and those of others; one of them is missing."
    )


@pytest.mark.parametrize(
    ("respondents", "needed", "dutch"),
    [
        (9, 6, "Genoeg beoordelaars voor een stabiel beeld."),
        (
            4,
            6,
            "Een eerste indruk: voor een stabiel beeld zijn ongeveer 6 beoordelaars nodig.",
        ),
        (4, None, ""),
    ],
)
def test_enough_raters(respondents: int, needed: int | None, dutch: str) -> None:
    unit = cases.first().units[1].model_copy(update={"respondents": respondents, "needed": needed})
    assert opening.enough_raters(unit, NL) == dutch


def test_left_out_groups_are_told_why() -> None:
    board = cases.first().participation[2]
    assert opening.use(board, cases.first(), NL) == (
        "Telt in geen enkel cijfer mee: om beoordelaars anoniem te houden zijn 3 antwoorden nodig."
    )
    assert opening.use(board, cases.first(), EN) == (
        "Left out of every figure: it takes 3 answers to keep raters anonymous."
    )


def test_pooled_groups_are_told_where_they_went() -> None:
    peers = cases.pooled().participation[1]
    assert "meegeteld bij “Andere beoordelaars”" in opening.use(peers, cases.pooled(), NL)


def test_large_differences_within_a_group_are_worth_a_question() -> None:
    score = Score(mean=3, items=2, agreement="weak")
    row = result(3.0, 3.0).model_copy(update={"scores": {"teacher": score}})
    assert competence.agreement(cases.first(), row, NL) == (
        "Binnen deze groep lopen de ervaringen uiteen: Leraren. Het gemiddelde verbergt dat; het "
        "loont om te vragen wat erachter zit."
    )


def test_a_name_from_right_to_left_stays_in_its_place() -> None:
    assert naming.isolated("تلاميذ") == "\u2068تلاميذ\u2069"
    assert naming.isolated("Leraren") == "Leraren"


@pytest.mark.parametrize("case", [cases.first, cases.post, cases.only_self, cases.floored])
def test_no_jargon_no_blame(case: cases.Case) -> None:
    for words, banned in (
        (EN, r"significan|wrong|fail|bad\b|weak"),
        (NL, r"significan|fout|slecht|zwak"),
    ):
        report = replace(content(case(), words), account=None)  # type: ignore[arg-type]
        assert not re.search(banned, repr(report), re.IGNORECASE)


def test_the_leader_reads_how_many_comments_were_withheld_and_why() -> None:
    first, second, *_ = content(cases.withheld(), NL).words.questions
    start = "De programmabegeleider heeft één opmerking achtergehouden:"
    reasons = {f"{start} die was kwetsend.", f"{start} iemand was daarin te herkennen."}
    assert set(first.withheld) == reasons
    assert second.withheld
    assert not [voice for voice in second.voices if voice.label != "Uzelf"]
    assert (first.empty, second.empty) == ("", ""), "something was written"


@pytest.mark.parametrize(
    ("reason", "one", "two"),
    [
        (
            "recognisable",
            "One comment was withheld by the coordinator: somebody could be recognised by it.",
            "2 comments were withheld by the coordinator: somebody could be recognised by them.",
        ),
        (
            "hurtful",
            "One comment was withheld by the coordinator: it was hurtful.",
            "2 comments were withheld by the coordinator: they were hurtful.",
        ),
        (
            "unrelated",
            "One comment was withheld by the coordinator: it was not about your leadership.",
            "2 comments were withheld by the coordinator: they were not about your leadership.",
        ),
    ],
)
def test_each_reason_has_its_sentence(reason: Reason, one: str, two: str) -> None:
    assert comments.withheld_by_coordinator([reason], EN) == [one]
    assert comments.withheld_by_coordinator([reason] * 2, EN) == [two]
