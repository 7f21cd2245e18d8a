"""What the report says, checked by hand in both languages."""

import re
from dataclasses import replace
from datetime import date

import pytest

from surveyapp.core.snapshot import (
    Reason,
    Score,
)
from surveyapp.reporting.content import content
from surveyapp.reporting.sentences import (
    choosing,
    comments,
    competence,
    naming,
    opening,
    overview,
)
from tests.reporting import cases
from tests.reporting.scored import EN, NL, ONE, THREE, TWO, profile, result


@pytest.mark.parametrize(
    ("own", "others", "dutch", "english"),
    [
        (
            3.4,
            3.2,
            "U geeft uzelf 3,4 en de anderen geven u 3,2. U kijkt er ongeveer hetzelfde naar.",
            "You give yourself 3.4 and the others give you 3.2. You see this in much the same way.",
        ),
        (
            4.0,
            3.2,
            "U geeft uzelf 4,0 en de anderen geven u 3,2. Uw eigen beeld is iets positiever.",
            "You give yourself 4.0 and the others give you 3.2. Your own picture is a little "
            "more favourable.",
        ),
        (
            4.5,
            3.2,
            "U geeft uzelf 4,5 en de anderen geven u 3,2. Uw eigen beeld is duidelijk positiever.",
            "You give yourself 4.5 and the others give you 3.2. Your own picture is clearly "
            "more favourable.",
        ),
        (
            2.0,
            3.75,
            "U geeft uzelf 2,0 en de anderen geven u 3,8. Zij zijn duidelijk positiever dan u.",
            "You give yourself 2.0 and the others give you 3.8. They are clearly more favourable "
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


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [(4.0, 4.2), (3.0, 3.1), (3.5, 3.4)],
            f"De anderen beoordelen u het hoogst op {ONE}. Zij beoordelen u het laagst op {TWO}. "
            "U ziet uzelf ongeveer zoals zij u zien.",
        ),
        (
            [(4.5, 3.4), (2.0, 3.6), (3.5, 3.5)],
            "De anderen geven u overal ongeveer dezelfde score. U bent positiever dan de anderen "
            f"over: {ONE}. De anderen zijn positiever dan u over: {TWO}. Over één competentie "
            "denkt u ongeveer hetzelfde.",
        ),
        (
            [(4.5, 4.21), (4.5, 4.19), (3.0, 3.0)],
            f"De anderen beoordelen u het hoogst op {ONE} en {TWO}. Zij beoordelen u het laagst "
            f"op {THREE}. U ziet uzelf ongeveer zoals zij u zien.",
        ),
        (
            [(3.0, None), (4.0, None)],
            "Er zijn te weinig antwoorden van anderen om te laten zien hoe zij u zien. Wat u hier "
            "ziet, is uw eigen beeld.",
        ),
        ([(None, None)], "Er zijn te weinig antwoorden om een cijfer te tonen."),
        (
            [(None, 4.0), (None, 3.0)],
            f"De anderen beoordelen u het hoogst op {ONE}. Zij beoordelen u het laagst op {TWO}. "
            "U hebt uzelf niet beoordeeld.",
        ),
        ([(None, 3.0)], "U ziet hier hoe anderen u beoordelen. U hebt uzelf niet beoordeeld."),
    ],
)
def test_all_competences_at_a_glance(
    rows: list[tuple[float | None, float | None]], said: str
) -> None:
    assert overview.glance(profile(*rows), NL) == said


def test_all_competences_at_a_glance_in_english() -> None:
    assert overview.glance(profile((4.5, 3.4), (2.0, 4.2), (3.5, 3.5)), EN) == (
        "The others rate you highest on “Competentie 2 (en)”. They rate you lowest on "
        "“Competentie 1 (en)”. You are more favourable than the others about: “Competentie 1 (en)”."
        " The others are more favourable than you about: “Competentie 2 (en)”. On one competence "
        "you see much the same."
    )


def test_the_mirror_says_where_its_fields_meet() -> None:
    assert overview.mirror_lines(NL) == (
        "De lijnen liggen bij 3,5. Dicht bij een lijn zegt het vak weinig: kijk dan naar de "
        "cijfers."
    )
    assert overview.mirror_lines(EN) == (
        "The lines lie at 3.5. Close to a line the field says little: look at the figures."
    )


def test_the_mirror_where_all_or_none_agree() -> None:
    assert overview.mirror(profile((4.0, 4.2), (3.0, 3.1)), NL) == (
        "Bij alle competenties staan u en de anderen aan dezelfde kant."
    )
    assert overview.mirror(profile((4.0, 3.2), (3.0, 3.9)), NL) == (
        "Bij geen enkele competentie staan u en de anderen aan dezelfde kant. Anderen zien meer "
        f"kracht dan u bij: {TWO}. U ziet meer kracht dan anderen bij: {ONE}."
    )


def test_importance_is_asked_and_answered() -> None:
    row = cases.first().competences[0]
    without = row.model_copy(update={"importance_others": None})
    assert competence.importance(without, EN).startswith(
        "How important is this for the school now? You say "
    )
    nobody = without.model_copy(update={"importance": {}})
    assert competence.importance(nobody, EN) == ""


def test_the_mirror_names_where_the_pictures_part() -> None:
    text = overview.mirror(cases.first(), NL)
    fields = [row.mirror for row in cases.first().competences]
    same = fields.count("open_strength") + fields.count("known_development_point")
    assert text.startswith(f"Bij {same} van de 5 competenties staan u en de anderen aan dezelfde")


def test_the_mirror_says_what_is_missing() -> None:
    assert overview.mirror(cases.only_self(), EN) == (
        "The mirror needs your own scores and those of others. One of them is missing."
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


def test_groups_with_other_minimums_are_told_as_a_choice() -> None:
    snapshot = cases.first()
    assert opening.minimum(snapshot, NL) == "3"
    teacher, peer, board = snapshot.rules.groups
    groups = (
        teacher.model_copy(update={"minimum": 5}),
        peer,
        board.model_copy(update={"identified": True, "minimum": 4}),
    )
    rules = snapshot.rules.model_copy(update={"groups": groups})
    changed = snapshot.model_copy(update={"rules": rules})
    assert (opening.minimum(changed, NL), opening.minimum(changed, EN)) == ("3 of 5", "3 or 5")


def test_groups_whose_score_is_printed_alike_are_named_together() -> None:
    scores = {
        "teacher": Score(mean=4.21, items=2),
        "peer": Score(mean=4.19, items=2),
        "board": Score(mean=3.0, items=2),
    }
    row = result(3.0, 3.0).model_copy(update={"scores": scores})
    assert competence.highest_and_lowest(cases.first(), row, NL) == (
        "Hoogste score: Leraren en Collega-schoolleiders (4,2). Laagste score: Bestuur (3,0)."
    )


def test_her_own_word_on_importance_stands_where_no_other_was_counted() -> None:
    snapshot = cases.first()
    first = snapshot.competences[0].model_copy(update={"importance_others": None})
    changed = snapshot.model_copy(update={"competences": (first, *snapshot.competences[1:])})
    row = snapshot.suggestions[0].model_copy(update={"importance": 4.0})
    told = choosing.evidence(row, changed, EN)
    assert told.endswith("Importance for the school: 4.0.")


@pytest.mark.parametrize(("own", "others"), [(59 / 12, 47 / 12), (47 / 12, 59 / 12)])
def test_exactly_one_point_is_not_clearly_more(own: float, others: float) -> None:
    """In a computer these two are a little more than a point apart."""
    assert "duidelijk" not in competence.self_and_others(result(own, others), NL)
    assert "clearly" not in competence.self_and_others(result(own, others), EN)


def test_where_others_are_missing_the_rule_says_nothing() -> None:
    snapshot = cases.only_self()
    assert {choosing.verdict(row, NL) for row in snapshot.suggestions} == {"Geen suggestie"}
    assert choosing.lead(snapshot, NL).startswith(
        "Te weinig anderen hebben ingevuld, dus de regel zegt niets. De keuze is vrij."
    )
    assert choosing.lead(snapshot, EN).startswith("Too few others answered for the rule")
    kept = snapshot.suggestions[0].model_copy(update={"others": 3.4})
    assert choosing.verdict(kept, NL) == "Zo houden"


def test_english_writes_days_as_europe_does() -> None:
    assert EN.date(date(2026, 11, 2)) == "2 November 2026"
    assert EN.join(["one", "two", "three"]) == "one, two and three"
    assert EN.name == "English"


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
    assert "meegeteld bij ‘Andere beoordelaars’" in opening.use(peers, cases.pooled(), NL)


def test_large_differences_within_a_group_are_worth_a_question() -> None:
    score = Score(mean=3, items=2, agreement="weak")
    row = result(3.0, 3.0).model_copy(update={"scores": {"teacher": score}})
    assert competence.agreement(cases.first(), row, NL) == (
        "De ervaringen lopen uiteen binnen: Leraren. Het gemiddelde laat dat niet zien. Het loont "
        "om te bespreken wat erachter zit."
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
