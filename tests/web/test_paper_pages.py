"""The questionnaire on paper: printed by whom it is for, and typed in by its code, once."""

import io
import re
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.core.errors import LinkGone
from surveyapp.reporting import at_once
from surveyapp.reporting.questionnaire import render_html
from surveyapp.services import codes, invitations, paper, responses, waves
from surveyapp.services.links import INVITE, PAPER, link_of, token
from surveyapp.web.rater import on_paper
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.reporting.paper import tags
from tests.web.conftest import Clock
from tests.web.visitor import Visitor, sign_in


@pytest.fixture
def place(bob: Visitor) -> str:
    """Where Bob's answers from paper are typed in."""
    return f"/p/{of_paper(bob)}/"


def of_paper(bob: Visitor) -> str:
    link = link_of(SECRET, bob.token, INVITE)
    assert link
    return token(SECRET, link, PAPER)


def words(pdf: bytes) -> list[str]:
    """The text of each page of a document."""
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def test_what_is_printed_asks_what_the_screen_asks_and_reads_back(app: Flask, bob: Visitor) -> None:
    answer = bob.get("questionnaire.pdf")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    letter, *rest = words(answer.data)
    # Letters that stand apart are sometimes read as words, as in "RE JR".
    code = codes.grouped(of_paper(bob)).replace("-", "")
    assert code in letter.replace(" ", "")
    assert "http://localhost/code" in letter
    assert "als minstens 3 mensen een vraag beantwoorden" in letter
    asked = re.findall(r"<legend>(.*?)</legend>", "".join(bob.get(n).text for n in range(1, 6)))
    printed = "".join("".join(rest).replace("☐", "").split())
    assert len(asked) > 40
    for question in asked:
        assert "".join(question.split()) in printed
    assert "Wat moet deze schoolleider vooral blijven doen?" in " ".join(rest)
    everything = answer.data + " ".join([letter, *rest]).encode()
    assert bob.token.encode() not in everything.lower()
    assert code not in "".join(rest).replace(" ", ""), "no code where the answers stand"
    assert "Bob" not in " ".join([letter, *rest])
    with pikepdf.open(io.BytesIO(answer.data)) as opened:
        check_accessible(opened)


def check_accessible(opened: pikepdf.Pdf) -> None:
    root: Any = opened.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "nl"
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Vragenlijst over Alice de Vries"
    found = list(tags(opened))
    assert [str(tag.Alt) for tag in found if tag.S == "/Figure"] == [
        "Vierkante code die naar de pagina voor deze antwoorden leidt"
    ]
    kinds = [str(tag.S) for tag in found]
    assert kinds.count("/H1") == 2
    assert kinds.count("/Table") >= 10, "one for each scale, more where a page ends in it"
    with opened.open_outline() as outline:
        assert [item.title for item in outline.root][-1] == "Vragenlijst over Alice de Vries"


def test_the_letter_and_the_questions_in_english_and_for_other_groups(app: Flask) -> None:
    with app.app_context():
        cast = people.gather(groups=[people.TEACHER, people.KNOWN_BOARD])
        alice = people.assessment(people.open_wave(cast))
        html = {
            group: render_html(on_paper.paper(paper.of_group(alice, group), "en"))
            for group in ("teacher", "board")
        }
        own = invitations.open_link(people.tokens(alice)[0])
        hers = render_html(on_paper.paper(paper.of_invitation(own), "en"))
    assert "This school leader" in html["teacher"]
    assert "Without a code." in html["board"]
    assert "Your own" not in html["teacher"]
    assert "Questionnaire about Alice de Vries" in hers
    assert ">I " in hers


def typed(bob: Visitor, place: str, **data: str) -> Any:
    return bob.client.post(place, data={"vision-1": "4", "keep": "Van papier."} | data)


@pytest.mark.rule("S5", "S6", "S7")
def test_answers_from_paper_are_looked_over_and_sent_once(
    app: Flask, bob: Visitor, place: str
) -> None:
    with app.app_context():
        opened = invitations.open_link(bob.token)
        responses.save(opened, {"vision-1": 5}, {"keep": "Van het scherm."})
    first = bob.client.get(place)
    assert "Set-Cookie" not in first.headers
    assert "Van het scherm" not in first.text
    assert "checked" not in first.text, "nothing of the screen shows"
    over = typed(bob, place, check="1")
    assert over.status_code == 200
    assert "Van papier." in over.text
    assert "Versturen is definitief" in over.text
    assert bob.draft().points == {"vision-1": 5}, "looking it over keeps nothing"
    sent = typed(bob, place, send="1")
    assert (sent.status_code, "/thanks/" in sent.location) == (303, True)
    assert bob.client.get(sent.location).status_code == 200
    assert bob.stored() == (1, ["Van papier."])
    for again in (typed(bob, place, send="1"), bob.client.get(place)):
        assert again.status_code == 410
        assert "werkt één keer" in again.text
    assert bob.stored() == (1, ["Van papier."])


@pytest.mark.parametrize("moment", ["before", "meanwhile"])
def test_what_was_typed_for_a_code_that_died_is_given_back(
    app: Flask, bob: Visitor, place: str, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    if moment == "before":
        with app.app_context():
            people.answer(bob.token)
    else:
        monkeypatch.setattr(responses, "submit", gone)
    late = typed(bob, place, send="1", spoken="en")
    assert late.status_code == 410
    assert "works once" in late.text
    assert re.findall("<blockquote.*?>(.*?)</blockquote>", late.text) == ["Van papier."]


def gone(*_: object) -> None:
    raise LinkGone("This link can no longer be used.")


@pytest.mark.rule("S7")
def test_leak_17_typing_from_paper_leaves_nothing_on_the_computer(bob: Visitor, place: str) -> None:
    """On a shared computer: no cookie, no copy, no script that keeps what was typed."""
    page = bob.client.get(place)
    assert page.headers["Cache-Control"] == "no-store"
    assert re.findall(r'<script src="\S*/(\w+)[^"/]*" defer></script>', page.text) == ["once"]
    assert page.text.count("<script") == 1
    assert 'autocomplete="off"' in page.text


def test_another_language_keeps_what_was_typed_and_sends_nothing(bob: Visitor, place: str) -> None:
    page = typed(bob, place, language="en", spoken="nl")
    assert page.status_code == 200
    assert "Type in answers from paper" in page.text
    assert "Van papier." in page.text
    assert "checked" in page.text
    assert "Sending is final" in typed(bob, place, spoken="en", check="1").text
    assert bob.stored() == (0, [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"vision-1": "", "keep": "  "}, "nog niets om te versturen"),
        ({"vision-1": "9"}, "geen van de antwoorden"),
        ({"keep": "x" * 50_000}, "50.000"),
        (
            {"vision-1": "", "keep": "", "other": "5", "vision-then": "5"},
            "nog niets om te versturen",
        ),
    ],
)
def test_what_cannot_be_sent_is_told_and_kept(
    bob: Visitor, place: str, data: dict[str, str], said: str
) -> None:
    for button in ("check", "send"):
        page = typed(bob, place, **data, **{button: "1"})
        assert page.status_code == 422
        assert said in page.text
    assert bob.stored() == (0, [])


def test_html_emoji_and_other_scripts_are_text(bob: Visitor, place: str) -> None:
    text = "<script>alert(1)</script> 👩‍🏫 مدير"
    over = typed(bob, place, keep=text, check="1")
    assert "<script>alert" not in over.text
    typed(bob, place, keep=text, send="1")
    assert bob.stored() == (1, [text])


@pytest.mark.rule("S4")
def test_a_forged_or_cut_code_is_no_page(bob: Visitor, place: str) -> None:
    for path in (
        f"/p/{bob.token}/",
        f"/p/{'a' * 24}/",
        "/p/x/",
        place[:-3] + "/",
        f"/r{place[2:]}",
    ):
        assert bob.client.get(path).status_code == 404
        assert bob.client.post(path, data={"vision-1": "4", "send": "1"}).status_code == 404
    assert bob.stored() == (0, [])


def test_the_code_of_a_sheet_is_typed_like_any_other(bob: Visitor, place: str) -> None:
    code = codes.grouped(of_paper(bob)).replace("-", " ").lower()
    assert bob.client.post("/code", data={"code": code}).location == place


def test_paper_is_not_printed_without_end(
    bob: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveyapp.web.rater.paper.printed", lambda _: b"%PDF")
    found = [bob.get("questionnaire.pdf").status_code for _ in range(11)]
    assert found == [200] * 10 + [429]


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "De printer is bezig"), ("en", "The printer is busy")],
)
def test_who_would_wait_long_is_asked_to_come_back(
    bob: Visitor, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(at_once._desk, "_places", full)
    answer = bob.get(f"questionnaire.pdf?lang={language}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert told in answer.text


def test_the_pages_set_no_document_themselves() -> None:
    code = "import sys; import surveyapp.web.rater.paper"
    code += "; import surveyapp.web.coordinator.questionnaires; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "surveyapp.reporting.paper" in done.stdout.split()
    assert "weasyprint" not in done.stdout.split()


def test_a_coordinator_prints_the_questions_and_no_code(
    app: Flask, client: FlaskClient, cast: Cast, bob: Visitor, assessment: str
) -> None:
    sign_in(client, "Cora Jansen")
    place = f"/coordinator/assessments/{assessment}/questionnaire/teacher.pdf"
    assert place in client.get(f"/coordinator/assessments/{assessment}/raters").text
    before = client.get(place)
    text = " ".join(words(before.data))
    assert "Zonder code." in text
    assert "Uw code" not in text
    with app.app_context():
        people.answer(bob.token)
    assert client.get(place).data == before.data, "who has answered changes nothing in it"
    assert client.get(place.replace("teacher", "pupils")).status_code == 404
    with app.app_context():
        waves.close_wave(waves.of_programme(cast.programme)[0].id)
    assert client.get(place).status_code == 200
