"""One questionnaire in two tabs, on a bad connection, and behind a link that dies meanwhile."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from surveyapp.services import waves
from surveyapp.services.links import OVERVIEW, PAPER, link_of, token
from tests.cast import SECRET, Cast
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import Visitor

LONG = "مدير 🎉 " * 7_143
"""50,000 characters and a space: right to left, and signs that take four bytes."""
QUIETLY = {"sheet.quietly": "1"}
CONTROL = re.compile(r'<(?:button|input type="hidden")[^>]* name="([^"]+)"')
OTHERS = [("p", PAPER), ("o", OVERVIEW)]


class Tab:
    """A page as it lies open in a browser: it sends all its fields, as a form does."""

    def __init__(self, bob: Visitor, page: int) -> None:
        self.bob, self.number, self.fields = bob, page, {}
        for field in bob.page(page).iter():
            name, kind = field.get("name") or "", field.get("type")
            if kind == "hidden" or (kind == "radio" and field.get("checked") is not None):
                self.fields[name] = field.get("value", "")
            elif field.tag == "textarea":
                self.fields[name] = field.text or ""

    def send(self, **more: str) -> TestResponse:
        """Press a button, with what stands on the page."""
        return self.bob.post(self.number, **self.fields | more)

    def save(self, turn: int, **more: str) -> TestResponse:
        """Save by itself, as the script does: it marks what is touched, and counts."""
        self.fields |= more
        for name in more:
            self.fields.pop(f"seen.{name}", None)
        return self.send(**{"sheet.turn": str(turn), "autosave": "1"})


def test_a_tab_that_was_left_open_takes_back_nothing_that_another_one_changed(bob: Visitor) -> None:
    bob.fill(1, "2", "back")
    first, second, *_ = bob.questions(1)
    left, other = Tab(bob, 1), Tab(bob, 1)
    other.send(**{first: "5", "back": "1"})
    left.send(**{second: "4", "back": "1"})
    assert (bob.draft().points[first], bob.draft().points[second]) == (5, 4)


def test_a_text_that_was_written_in_another_tab_stays(bob: Visitor) -> None:
    bob.post(6, keep="Eerst\r\ndit.", next="1")
    left, other = Tab(bob, 6), Tab(bob, 6)
    other.send(keep="Toen dit.", next="1")
    left.send(change="En dat.", next="1")
    assert bob.draft().texts == {"keep": "Toen dit.", "change": "En dat."}


def test_going_back_to_a_page_and_putting_it_as_it_was_counts(bob: Visitor) -> None:
    first = bob.questions(1)[0]
    page = Tab(bob, 1)
    page.send(**{first: "5", "back": "1"})
    page.send(back="1")
    assert bob.draft().points == {first: 5}, "not answered is no answer"
    page = Tab(bob, 1)
    page.send(**{first: "3", "back": "1"})
    page.send(**{first: "5", "back": "1"})
    assert bob.draft().points == {first: 5}


def test_what_was_saved_earlier_and_comes_in_after_next_changes_nothing(bob: Visitor) -> None:
    page = Tab(bob, 6)
    page.save(1, keep="Een half w")
    late = dict(page.fields)
    page.save(3, keep="Een half woord is genoeg.")
    answer = bob.post(6, **late | {"sheet.turn": "2", "autosave": "1"})
    assert answer.status_code == 204
    assert bob.draft().texts == {"keep": "Een half woord is genoeg."}


@pytest.mark.parametrize(
    ("name", "value"), [("sheet.id", "x" * 500), ("sheet.turn", "-1"), ("sheet.turn", "9" * 40)]
)
def test_a_page_that_tells_nonsense_about_itself_is_kept_all_the_same(
    bob: Visitor, name: str, value: str
) -> None:
    page = Tab(bob, 6)
    assert page.send(**{name: value, "keep": "Dit.", "next": "1"}).status_code == 303
    assert bob.draft().texts == {"keep": "Dit."}
    assert bob.draft().sheets == {}


def test_a_page_that_asks_quietly_is_told_where_to_go(bob: Visitor) -> None:
    assert bob.post(1, **dict.fromkeys(bob.questions(1), "4"), **QUIETLY, next="1").json == {
        "to": "2"
    }
    assert bob.post(2, **QUIETLY, back="1").json == {"to": "1"}
    assert bob.post(2, **QUIETLY, language="en").json == {"to": "2"}
    for page in ("", "review", "decline"):
        assert bob.post(page, **QUIETLY, language="nl").json == {"to": page or "./"}
    assert bob.post(2, **QUIETLY, next="1").json == {}, "it has something to say, on its page"
    sent = bob.post("review", **QUIETLY, send="1").get_json()["to"]
    assert "Dank u wel" in bob.client.get(sent).text
    assert bob.post("review", **QUIETLY, send="1").status_code == 410


@pytest.mark.parametrize(
    ("button", "length"), [("language", "50,000"), ("back", "50.000"), ("next", "50.000")]
)
def test_no_button_loses_a_text_that_is_too_long(bob: Visitor, button: str, length: str) -> None:
    answer = Tab(bob, 6).send(**{"keep": LONG, "change": "Kort.", button: "en"})
    assert answer.status_code == 422
    assert length in answer.text
    areas = {area.get("name"): area.text for area in parsed(answer.text, "6").iter("textarea")}
    assert areas["keep"] == LONG.strip()
    assert areas["change"] == "Kort."
    assert bob.draft().texts == {"change": "Kort."}


@pytest.mark.parametrize("way", ["", "autosave", "sheet.quietly"])
def test_what_comes_after_the_questionnaire_closed_is_shown_to_its_writer_and_not_kept(
    app: Flask, bob: Visitor, cast: Cast, way: str
) -> None:
    page = Tab(bob, 6)
    with app.app_context():
        waves.close_wave(waves.of_programme(cast.programme)[0].id)
    answer = page.send(
        **{"keep": "<b>Blijf</b>\nluisteren.", "next": "1"} | ({way: "1"} if way else {})
    )
    assert answer.status_code == 410
    quoted = [text_of(one) for one in parsed(answer.text, "6").iter("blockquote")]
    assert quoted == ["<b>Blijf</b> luisteren."]
    assert "hreflang" not in answer.text  # in another language her words would be gone
    assert "Vraag een nieuwe aan degene die u heeft uitgenodigd" in answer.text
    assert "kwam te laat" not in bob.get(6).text


def test_what_a_page_sends_besides_words_is_not_shown_as_if_she_wrote_it(
    app: Flask, bob: Visitor, cast: Cast
) -> None:
    link = link_of(SECRET, bob.token)
    assert link
    paper, overview = (f"/{path}/{token(SECRET, link, use)}/" for path, use in OTHERS)

    def of(page: object) -> str:
        return f"/r/{bob.token}/{page}"

    asks = bob.post(1, next="1").text
    pages = {of(1): asks, of(6): bob.get(6).text, paper: bob.client.get(paper).text}
    with app.app_context():
        waves.close_wave(waves.of_programme(cast.programme)[0].id)
    for path, page in pages.items():
        sent = dict.fromkeys(CONTROL.findall(page), "not hers") | {"autosave": "not hers"}
        assert len(sent) > 3
        assert "not hers" not in bob.client.post(path, data=sent).text
    choice = {"open": "3fa9c0ff"}
    for path in (overview, of(""), of("review"), of("decline")):
        assert "3fa9c0ff" not in bob.client.post(path, data=choice).text


@pytest.mark.parametrize("cut", ["/r", "/r/", "/r/abcd", "/r/abcd/", "/r/abcd/3"])
def test_a_link_that_was_cut_off_says_what_to_do(bob: Visitor, cut: str) -> None:
    answer = bob.client.get(cut, follow_redirects=True)
    assert answer.status_code == 404
    assert "Kopieer de hele link" in answer.text
    assert "Vraag een nieuwe aan degene die u heeft uitgenodigd" in answer.text


@pytest.mark.parametrize("around", ["%s.", "%s>", "<%s>", "“%s”", "%s),", "%s ", "%s\u200b"])
def test_what_a_mail_program_adds_to_a_link_does_no_harm(bob: Visitor, around: str) -> None:
    assert bob.client.get(f"/r/{around % bob.token}/").status_code == 200
