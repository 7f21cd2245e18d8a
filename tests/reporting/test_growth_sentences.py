"""What the report says about change, checked by hand in both languages."""

import re
from typing import Any

import pytest

from surveyapp.core.snapshot import Change, SelfChange
from surveyapp.languages import language
from surveyapp.reporting.content import content
from surveyapp.reporting.sentences import growth
from tests.reporting import cases

NL, EN = language("nl"), language("en")


def change(word: str = "cannot_tell", **changes: Any) -> Change:
    usual = {
        "before": 3.2,
        "after": 3.8,
        "items": 8,
        "respondents_before": 9,
        "respondents_after": 8,
        "word": word,
    }
    return Change.model_validate(usual | changes)


LOWER: dict[str, Any] = {"before": 3.8, "after": 3.2}
SAME: dict[str, Any] = {"before": 3.52, "after": 3.48}
FEW: dict[str, Any] = {"items": 2}
FLOORED: dict[str, Any] = {"before_floored": True}


@pytest.mark.parametrize(
    ("row", "dutch", "english"),
    [
        (
            change("clear"),
            "van 3,2 naar 3,8. Dat is duidelijk hoger.",
            "from 3.2 to 3.8. That is clearly higher.",
        ),
        (
            change("clear", **LOWER),
            "van 3,8 naar 3,2. Dat is duidelijk lager.",
            "from 3.8 to 3.2. That is clearly lower.",
        ),
        (
            change("chance"),
            "van 3,2 naar 3,8. Met dit aantal beoordelaars kan dat toeval zijn.",
            "from 3.2 to 3.8. With this many raters that could be chance.",
        ),
        (
            change("chance", **LOWER),
            "van 3,8 naar 3,2. Met dit aantal beoordelaars kan dat toeval zijn.",
            "from 3.8 to 3.2. With this many raters that could be chance.",
        ),
        (change("chance", **SAME), "3,5, net als eerder.", "3.5, as before."),
        (change("cannot_tell", **SAME), "3,5, net als eerder.", "3.5, as before."),
        (
            change(),
            "van 3,2 naar 3,8. Er zijn te weinig antwoorden om toeval uit te sluiten.",
            "from 3.2 to 3.8. There are too few answers to rule out chance.",
        ),
        (
            change(**FEW),
            "van 3,2 naar 3,8. Er zijn te weinig stellingen om toeval uit te sluiten.",
            "from 3.2 to 3.8. There are too few statements to rule out chance.",
        ),
        (
            change(**FLOORED),
            "van hoogstens 3,2 naar 3,8. Bij zo’n lage score is toeval niet uit te sluiten.",
            "from at most 3.2 to 3.8. With so low a score we cannot rule out chance.",
        ),
    ],
)
def test_what_became_of_the_score_of_a_group(row: Change, dutch: str, english: str) -> None:
    assert growth.change("Leraren", row, NL) == f"Leraren: {dutch}"
    assert growth.change("Leraren", row, EN) == f"Leraren: {english}"


@pytest.mark.parametrize(
    ("row", "dutch", "english"),
    [
        (change("clear"), "duidelijk hoger", "clearly higher"),
        (change("clear", **LOWER), "duidelijk lager", "clearly lower"),
        (change("chance"), "kan toeval zijn", "could be chance"),
        (change("chance", **SAME), "gelijk", "the same"),
        (change(), "niet te zeggen", "cannot tell"),
        (change(before=1.5, after=1.5, **FLOORED), "niet te zeggen", "cannot tell"),
    ],
)
def test_the_word_for_a_table(row: Change, dutch: str, english: str) -> None:
    assert (growth.word_of(row, NL), growth.word_of(row, EN)) == (dutch, english)


def test_the_words_of_one_competence() -> None:
    lower = change("clear", **LOWER)
    both = {"Leraren": change("clear"), "Bestuur": lower, "Collega’s": change("chance")}
    assert growth.competence(both, NL) == (
        "Duidelijk hoger dan eerder: Leraren. Duidelijk lager dan eerder: Bestuur."
    )
    assert growth.competence(both, EN) == (
        "Clearly higher than before: Leraren. Clearly lower than before: Bestuur."
    )
    nothing = {"Leraren": change("chance")}
    assert growth.competence(nothing, NL) == (
        "Geen enkele groep laat een duidelijke verandering zien."
    )
    assert growth.competence(nothing, EN) == "No group shows a clear change."
    assert growth.competence({}, NL) == (
        "Geen enkele groep heeft cijfers in beide metingen. Alleen uw eigen beeld is te "
        "vergelijken."
    )


@pytest.mark.parametrize(
    ("changes", "dutch", "english"),
    [
        (
            [change("clear"), change("chance"), change("chance"), change()],
            "1 van de 4 groepsscores is duidelijk hoger dan eerder. 2 verschillen kunnen toeval "
            "zijn. Van 1 is het niet te zeggen.",
            "1 of 4 scores of groups is clearly higher than before. 2 differences could be chance. "
            "For 1 we cannot tell.",
        ),
        (
            [change("clear"), change("clear"), change("clear", **LOWER)],
            "2 van de 3 groepsscores zijn duidelijk hoger dan eerder. 1 van de 3 groepsscores is "
            "duidelijk lager dan eerder.",
            "2 of 3 scores of groups are clearly higher than before. 1 of 3 scores of groups is "
            "clearly lower than before.",
        ),
        (
            [change("chance", **SAME), change("chance")],
            "Geen enkele groepsscore is duidelijk veranderd. 1 is gelijk gebleven. 1 verschil kan "
            "toeval zijn.",
            "No score of a group has clearly changed. 1 is the same as before. 1 difference could "
            "be chance.",
        ),
        (
            [],
            "Geen enkele groep heeft cijfers in beide metingen. Alleen uw eigen beeld is te "
            "vergelijken.",
            "No group has figures in both waves. Only your own picture can be compared.",
        ),
    ],
)
def test_growth_in_short(changes: list[Change], dutch: str, english: str) -> None:
    assert growth.growth(changes, NL) == dutch
    assert growth.growth(changes, EN) == english


def own(before: float | None, after: float | None, then: float | None, word: str) -> SelfChange:
    return SelfChange.model_validate({"before": before, "after": after, "then": then, "word": word})


@pytest.mark.parametrize(
    ("row", "dutch", "english"),
    [
        (own(3.2, 3.9, None, "clear"), "van 3,2 naar 3,9. Dat is duidelijk hoger.", "higher."),
        (own(3.9, 3.2, None, "clear"), "van 3,9 naar 3,2. Dat is duidelijk lager.", "lower."),
        (own(3.2, 3.4, None, "chance"), "van 3,2 naar 3,4. Dat kan toeval zijn.", "be chance."),
        (own(3.2, 3.4, None, "cannot_tell"), "van 3,2 naar 3,4.", "from 3.2 to 3.4."),
        (own(3.2, 3.2, None, "chance"), "3,2, net als eerder.", "3.2, as before."),
    ],
)
def test_how_the_leader_sees_her_own_growth(row: SelfChange, dutch: str, english: str) -> None:
    assert growth.own_change(row, NL) == f"In uw eigen ogen: {dutch}"
    assert growth.own_change(row, EN).startswith("In your own eyes: ")
    assert growth.own_change(row, EN).endswith(english)


@pytest.mark.parametrize(
    ("then", "dutch", "english"),
    [
        (
            2,
            "Terugkijkend geeft u uw begin een 2. Destijds gaf u een 3,2. Uw maatstaf is strenger "
            "geworden. U kunt dus meer gegroeid zijn dan de scores zeggen.",
            "Looking back, you put your start at 2. At the time you gave 3.2. Your yardstick has "
            "become stricter. So you may have grown more than your scores show.",
        ),
        (
            4,
            "Terugkijkend geeft u uw begin een 4. Destijds gaf u een 3,2. Uw maatstaf is milder "
            "geworden. U kunt dus minder gegroeid zijn dan de scores zeggen.",
            "Looking back, you put your start at 4. At the time you gave 3.2. Your yardstick has "
            "become milder. So you may have grown less than your scores show.",
        ),
        (
            3,
            "Terugkijkend geeft u uw begin een 3. Dat is ongeveer de 3,2 die u destijds gaf.",
            "Looking back, you put your start at 3, about the 3.2 you gave then.",
        ),
    ],
)
def test_looking_back_tells_whether_the_yardstick_moved(
    then: int, dutch: str, english: str
) -> None:
    row = own(3.2, 3.9, then, "cannot_tell")
    assert growth.looking_back(row, NL) == dutch
    assert growth.looking_back(row, EN) == english


def test_of_a_start_that_is_unknown_only_the_look_back_is_said() -> None:
    row = own(None, 3.9, 3, "cannot_tell")
    assert growth.own_change(row, NL) == growth.own_word(row, NL) == ""
    assert growth.looking_back(row, NL) == "Terugkijkend geeft u uw begin een 3."
    assert growth.looking_back(own(3.2, 3.9, None, "clear"), NL) == ""


def test_the_words_that_are_used_are_explained() -> None:
    assert growth.meanings([], [], NL) == ()
    unchanged = change("cannot_tell", **SAME)
    assert growth.meanings([change("chance"), unchanged], [own(3.2, 4.4, None, "clear")], NL) == (
        "‘Duidelijk’: meer dan toeval gemakkelijk geeft.",
        "‘Kan toeval zijn’: het verschil is klein voor dit aantal beoordelaars.",
    )


def test_of_her_own_score_it_is_explained_why_nothing_can_be_told() -> None:
    hers = own(3.2, 3.9, None, "cannot_tell")
    nothing = own(None, 3.9, None, "cannot_tell"), own(3.92, 3.9, None, "cannot_tell")
    assert growth.meanings([], nothing, EN) == ()
    assert growth.meanings([], [hers], NL) == (
        "Bij uw eigen score staat ‘niet te zeggen’: er is nog niet gemeten hoeveel die score "
        "vanzelf schommelt.",
    )
    assert growth.meanings([], [hers], EN) == (
        "Your own score has “cannot tell”: nobody measured yet how much it goes up and down by "
        "itself.",
    )


def test_the_growth_of_every_group_is_told_beside_its_chart() -> None:
    part = content(cases.post(), EN).growth
    assert part
    text = part.competences[0].chart.description
    assert re.match(r"[A-Z][^:]+: from \d\.\d to \d\.\d\.", text)
    assert "teacher" not in text.split()
