"""The coordinator reads comments before release and withholds one: with a reason, and for good."""

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from werkzeug.test import TestResponse

from surveyapp.core.comments import shuffled
from surveyapp.extensions import db
from surveyapp.models.report import Report
from surveyapp.services import comments, programmes, reports
from surveyapp.web import limits
from tests import cast as people
from tests.cast import Cast
from tests.readers import reading
from tests.web.conftest import Clock
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import Visitor, press, sign_in

HURTFUL = "Zij kan er <b>niets</b> van & dat weet iedereen."
ARABIC = "هي قائدة جيدة"
WRITTEN = [
    HURTFUL,
    "Luistert goed.",
    "Luistert goed.",
    ARABIC,
    "Vraag het <script>alert(1)</script>",
]
OWN = "Dit vind ik zelf."


@pytest.fixture
def alice(app: Flask, cast: Cast) -> UUID:
    """Alice's frozen assessment, with the comments of five teachers and her own."""
    with app.app_context():
        wave = people.open_wave(cast)
        alice = people.assessment(wave)
        people.answer(people.tokens(alice)[0], texts={"keep": OWN})
        for token, text in zip(people.invite(alice, count=5), WRITTEN, strict=True):
            people.answer(token, texts={"keep": text})
        people.freeze(wave)
        return alice


@pytest.fixture
def wave(app: Flask, alice: UUID) -> UUID:
    with app.app_context():
        return comments.view(alice).wave


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, "Cora")
    return client


def page_of(assessment: UUID) -> str:
    return f"/coordinator/assessments/{assessment}/comments"


def links(app: Flask, assessment: UUID) -> dict[str, str]:
    """The page on which each comment can be withheld."""
    with app.app_context():
        remarks = comments.view(assessment).questions[0].remarks
    return {remark.text: f"{page_of(assessment)}/{remark.mark}" for remark in remarks}


def withhold(client: FlaskClient, path: str, reason: str = "hurtful") -> TestResponse:
    return press(client, path, path, why=reason)


def test_the_wave_leads_to_the_comments_of_those_who_have_any(
    cora: FlaskClient, wave: UUID, alice: UUID
) -> None:
    page = cora.get(f"/coordinator/waves/{wave}").text
    assert f'href="{page_of(alice)}"' in page
    assert page.count("Lees de opmerkingen vóór het uitdelen") == 1, "nobody wrote about Nora"


def test_comments_stand_in_an_order_that_tells_nothing_and_as_the_leader_reads_them(
    cora: FlaskClient, alice: UUID
) -> None:
    page = parsed(cora.get(page_of(alice)).text, "")
    (listed,) = (e for e in page.iter("ul") if e.get("class") == "remarks")
    shown = list(listed.iter("p"))
    assert [text_of(p) for p in shown] == shuffled(set(WRITTEN))
    assert {p.get("dir") for p in shown} == {"auto"}


def test_that_she_read_them_stands_in_the_history_once(
    cora: FlaskClient, wave: UUID, alice: UUID
) -> None:
    said = "De opmerkingen over 1 schoolleider zijn gelezen."
    assert said not in cora.get(f"/coordinator/waves/{wave}").text
    for _ in range(2):
        cora.get(page_of(alice))
    assert said in cora.get(f"/coordinator/waves/{wave}").text


@pytest.mark.rule("P7")
def test_no_group_no_count_and_no_word_of_the_leader_is_on_the_page(
    cora: FlaskClient, alice: UUID
) -> None:
    page = cora.get(page_of(alice)).text
    for hidden in (OWN, "Leraren", "teacher", "Collega", "Bestuur"):
        assert hidden not in page
    assert "2 keer geschreven" in page, "it says how often, not by whom"


def test_a_comment_is_withheld_with_a_reason(app: Flask, cora: FlaskClient, alice: UUID) -> None:
    path = links(app, alice)[HURTFUL]
    assert f'href="{path}"' in cora.get(page_of(alice)).text
    asked = cora.get(path).text
    assert "kan niet ongedaan worden gemaakt" in asked
    assert "Zij kan er &lt;b&gt;niets&lt;/b&gt; van &amp; dat weet iedereen." in asked
    assert "<textarea" not in asked, "nobody can change a comment"
    done = withhold(cora, path)
    assert (done.status_code, done.location) == (303, page_of(alice))
    page = cora.get(done.location).text
    assert "De opmerking is achtergehouden en vernietigd." in page
    assert "dat weet iedereen" not in page
    assert "heeft één opmerking achtergehouden: die was kwetsend." in page


def test_the_leader_reads_that_it_was_withheld_and_why(
    app: Flask, cora: FlaskClient, wave: UUID, alice: UUID
) -> None:
    withhold(cora, links(app, alice)[HURTFUL], "recognisable")
    with app.app_context():
        reports.release_wave(wave)
    reader = app.test_client()
    sign_in(reader, "Alice")
    page = reader.get(f"/leader/assessments/{alice}/report").text
    assert "heeft één opmerking achtergehouden: iemand was daarin te herkennen." in page
    assert "dat weet iedereen" not in page
    assert OWN in page


def test_the_same_words_are_withheld_together(app: Flask, cora: FlaskClient, alice: UUID) -> None:
    path = links(app, alice)["Luistert goed."]
    assert "Dit is 2 keer woordelijk zo geschreven" in cora.get(path).text
    page = cora.get(withhold(cora, path, "unrelated").location).text
    assert "heeft 2 opmerkingen achtergehouden: die gingen niet over uw leiderschap." in page


@pytest.mark.parametrize("data", [{}, {"why": ""}, {"why": "dull"}, {"text": "Mooi werk."}])
def test_without_a_reason_nothing_is_withheld(
    app: Flask, cora: FlaskClient, alice: UUID, data: dict[str, str]
) -> None:
    path = links(app, alice)[HURTFUL]
    refused = press(cora, path, path, **data)
    assert refused.status_code == 422
    assert "Kies een reden" in refused.text
    assert HURTFUL in links(app, alice)


def test_withholding_twice_is_told_the_second_time(
    app: Flask, cora: FlaskClient, alice: UUID
) -> None:
    path = links(app, alice)[HURTFUL]
    withhold(cora, path)
    told = "Deze opmerking is al achtergehouden."
    second = press(cora, links(app, alice)[ARABIC], path, why="unrelated")
    assert told in cora.get(second.location).text
    assert told in cora.get(cora.get(path).location).text
    with app.app_context():
        assert comments.view(alice).questions[0].withheld == ("hurtful",)


def test_nothing_is_withheld_without_the_token_of_a_page(
    app: Flask, cora: FlaskClient, alice: UUID
) -> None:
    assert cora.post(links(app, alice)[HURTFUL], data={"why": "hurtful"}).status_code == 400
    assert HURTFUL in links(app, alice)


def test_withholding_is_costly_and_waits_where_it_is_done_too_often(
    app: Flask, cora: FlaskClient, alice: UUID, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "COSTLY", parse("1 per minute"))
    found = links(app, alice)
    assert withhold(cora, found[HURTFUL]).status_code == 303
    assert withhold(cora, found[ARABIC], "dull").status_code == 422, "asking costs nothing"
    assert withhold(cora, found[ARABIC]).status_code == 429
    assert ARABIC in links(app, alice)


def test_a_busy_database_is_told_and_does_not_undo_it(
    app: Flask, cora: FlaskClient, alice: UUID
) -> None:
    with app.app_context():
        engine = db.engine
    path = links(app, alice)[HURTFUL]
    with reading(engine, Report):
        done = withhold(cora, path)
    assert "worden gewist voordat de rapporten worden uitgedeeld" in cora.get(done.location).text
    assert HURTFUL not in links(app, alice)


def test_before_the_freeze_there_is_nothing_to_read(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.answered_wave(cast)
        key = people.assessment(wave)
    assert "/comments" not in cora.get(f"/coordinator/waves/{wave}").text
    page = cora.get(page_of(key)).text
    assert "Er valt nog niets te lezen" in page
    assert "Wat ik zie" not in page
    refused = press(cora, "/coordinator/", f"{page_of(key)}/{'0' * 32}", why="hurtful")
    assert refused.status_code == 409


@pytest.mark.rule("P7")
def test_after_the_release_there_is_nothing_to_read_or_withhold(
    app: Flask, cora: FlaskClient, wave: UUID, alice: UUID
) -> None:
    path = links(app, alice)[HURTFUL]
    with app.app_context():
        reports.release_wave(wave)
    assert "/comments" not in cora.get(f"/coordinator/waves/{wave}").text
    page = cora.get(page_of(alice)).text
    assert "Dit rapport is uitgedeeld" in page
    assert "dat weet iedereen" not in page
    assert cora.get(path).status_code == 409
    assert press(cora, "/coordinator/", path, why="hurtful").status_code == 409
    with app.app_context():
        assert reports.stored(alice).comments[0].withheld == ()


def test_handing_out_warns_that_withholding_ends(cora: FlaskClient, wave: UUID) -> None:
    page = cora.get(f"/coordinator/waves/{wave}/release").text
    assert "er kan geen opmerking meer uit worden achtergehouden" in page


def test_a_leader_about_whom_nobody_wrote_has_an_empty_page(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    with app.app_context():
        nora = people.assessment(wave, "Nora")
    assert "Er zijn hier geen opmerkingen van anderen" in cora.get(page_of(nora)).text


def test_two_hundred_paragraphs_can_be_read_and_each_withheld(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        wave = people.open_wave(cast)
        key = people.assessment(wave)
        for number, token in enumerate(people.invite(key, count=5)):
            lines = "\n".join(f"Alinea {number}-{place} {'w' * 40}" for place in range(40))
            people.answer(token, texts={"keep": lines})
        people.freeze(wave)
    page = cora.get(page_of(key)).text
    marks = re.findall(r'/comments/(\w+)"', page)
    assert len(set(marks)) == len(marks) == 200


@pytest.mark.parametrize("who", ["Zoë", "Alice"])
def test_strangers_are_told_that_there_is_no_such_page(
    app: Flask, client: FlaskClient, alice: UUID, who: str
) -> None:
    path = links(app, alice)[HURTFUL]
    with app.app_context():
        people.strangers()
    sign_in(client, who)
    for address in (page_of(alice), path):
        stranger = client.get(address)
        assert stranger.status_code == 404
        assert stranger.text == client.get(address.replace(str(alice), str(uuid4()))).text
    home = "/coordinator/" if who == "Zoë" else "/leader/"
    assert press(client, home, path, why="hurtful").status_code == 404
    assert HURTFUL in links(app, alice)


@pytest.mark.rule("P7")
def test_who_coordinates_herself_cannot_read_or_withhold_what_is_said_about_her(
    app: Flask, cora: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        who = {"name": "Cora Jansen", "email": people.address("Cora")}
        programmes.add_leader(cast.group, **who, school="De Brug", language="nl")
        wave = people.open_wave(cast)
        hers = people.assessment(wave, "Cora")
        for token, text in zip(people.invite(hers, count=5), WRITTEN, strict=True):
            people.answer(token, texts={"keep": text})
        people.freeze(wave)
    page = cora.get(f"/coordinator/waves/{wave}").text
    assert "Cora Jansen" in page
    assert "/comments" not in page
    path = links(app, hers)[HURTFUL]
    for address in (page_of(hers), path):
        assert cora.get(address).status_code == 404
    assert press(cora, "/coordinator/", path, why="hurtful").status_code == 404
    assert HURTFUL in links(app, hers)


def test_a_report_that_was_changed_is_told_and_the_wave_still_opens(
    app: Flask, cora: FlaskClient, wave: UUID, alice: UUID
) -> None:
    with app.app_context():
        report = db.session.get_one(Report, alice)
        report.snapshot = report.snapshot.replace("De Brug", "De Boog")
        db.session.commit()
    assert cora.get(f"/coordinator/waves/{wave}").status_code == 200
    refused = cora.get(page_of(alice))
    assert refused.status_code == 400
    assert "is na het maken gewijzigd" in refused.text
    path = f"/coordinator/waves/{wave}/release"
    press(cora, path, path)
    with app.app_context():
        people.work_off()
    page = cora.get(f"/coordinator/waves/{wave}").text
    assert "Een rapport dat een regel van de anonimiteit schendt" in page
    assert "Tegengehouden: Alice de Vries" in page


@pytest.mark.rule("P7")
@pytest.mark.parametrize("group", ["teacher", "board"])
def test_raters_know_beforehand_who_reads_their_words(
    app: Flask, client: FlaskClient, group: str
) -> None:
    with app.app_context():
        cast = people.gather(groups=(people.TEACHER, people.KNOWN_BOARD))
        key = people.assessment(people.open_wave(cast))
    page = Visitor.invited(app, client, str(key), group).get().text
    assert "De programmabegeleider kan de opmerkingen eerst lezen" in page
    own = Visitor.invited(app, client, str(key), "self").get().text
    assert "programmabegeleider" not in own, "she does not read the leader's own words"
