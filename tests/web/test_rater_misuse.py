"""The questionnaire in the hands of impatient, confused and malicious people."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from surveyapp.services import invitations, results, waves
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import Visitor

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "Goed 👩‍🏫 werk 🎉",
    "مدير ممتاز يستمع إلينا",
    "{{ 7 * 7 }} %(leader)s %s",
    "'; DROP TABLE response; --",
]


def test_nothing_at_all_is_not_sent(bob: Visitor) -> None:
    assert "nog niets om te versturen" in bob.get("review").text
    assert bob.post("review", send="1").status_code == 422
    assert bob.stored() == (0, [])
    assert bob.get().status_code == 200


def test_answers_taken_away_on_another_device_do_not_use_up_the_link(bob: Visitor) -> None:
    bob.post(6, keep="Blijf luisteren.", next="1")
    assert bob.get("review").status_code == 200
    bob.post(6, keep="", autosave="1")
    refused = bob.post("review", send="1")
    assert refused.status_code == 422
    assert "nog niets om te versturen" in refused.text
    assert bob.stored() == (0, [])
    bob.post(6, keep="Toch dit.", next="1")
    assert bob.post("review", send="1").status_code == 303
    assert bob.stored() == (1, ["Toch dit."])


def test_a_text_of_50_000_characters_is_refused_with_a_remedy(bob: Visitor) -> None:
    answer = bob.post(6, keep="x" * 50_000, change="Kort", next="1")
    assert answer.status_code == 422
    assert "Deze tekst heeft 50.000 tekens en er is ruimte voor 4.000" in answer.text
    assert answer.text.count("x" * 50_000) == 1, "what was pasted stays in its field"
    assert bob.draft().texts == {"change": "Kort"}


def test_the_longest_text_may_have_line_breaks(bob: Visitor) -> None:
    text = "regel\r\n" * 600 + "x" * 400
    assert bob.post(6, keep=text, next="1").status_code == 303
    assert len(bob.draft().texts["keep"]) == 4000


def test_a_form_of_two_megabytes_is_refused(bob: Visitor) -> None:
    answer = bob.post(6, keep="x" * 2_000_000)
    assert answer.status_code == 413
    assert "te veel in één keer" in answer.text


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_kept_as_written_and_shown_as_text(bob: Visitor, text: str) -> None:
    bob.post(6, keep=text, next="1")
    assert bob.draft().texts == {"keep": text}
    shown = ["".join(e.itertext()) for e in bob.page("review").iter("dd")]
    assert shown == [text]
    bob.post("review", send="1")
    assert bob.stored() == (1, [text])


def test_signs_that_no_database_wants_are_left_out(bob: Visitor) -> None:
    bob.post(6, keep="a\x00b\x1b[31mc\td", next="1")
    assert bob.draft().texts == {"keep": "ab[31mc\td"}


@pytest.mark.parametrize("value", ["0", "6", "-1", "256", "3.5", "vier", "4 OR 1=1", "٤", " 4"])
def test_a_value_outside_the_scale_is_refused_and_the_rest_kept(bob: Visitor, value: str) -> None:
    first, second, *_ = bob.questions(1)
    answer = bob.post(1, **{first: value, second: "4", "next": "1"})
    assert answer.status_code == 422
    assert "geen van de antwoorden" in answer.text
    assert bob.draft().points == {second: 4}


def test_saving_while_typing_tells_when_an_answer_cannot_be_kept(bob: Visitor) -> None:
    first, second, *_ = bob.questions(1)
    answer = bob.post(1, **{first: "9", second: "4", "autosave": "1"})
    assert answer.status_code == 422
    assert bob.draft().points == {second: 4}


def test_fields_that_nobody_asked_for_are_ignored(bob: Visitor) -> None:
    data = {"other": "5", "group": "board", "vision-then": "5", "people-2": "5", "next": "1"}
    assert bob.post(1, **data).status_code == 422
    assert bob.draft().empty


@pytest.mark.parametrize("page", ["0", "7", "99", "-1", "1/", "een", "1e9", "review/"])
def test_a_page_that_is_not_there_says_so(bob: Visitor, page: str) -> None:
    assert bob.get(page).status_code == 404
    assert bob.client.post(f"/r/{bob.token}/{page}").status_code == 404


def test_an_unknown_language_changes_nothing(bob: Visitor) -> None:
    bob.post(language="xx")
    assert 'lang="nl"' in bob.get().text


def test_a_second_press_on_send_stores_nothing_more(bob: Visitor) -> None:
    bob.fill(1)
    assert bob.post("review", send="1").status_code == 303
    again = bob.post("review", send="1")
    assert again.status_code == 410
    assert "Hebt u uw antwoorden net verstuurd?" in again.text
    assert bob.stored() == (1, [])


@pytest.mark.parametrize("page", ["", 1, "review", "decline"])
def test_after_sending_every_page_is_gone(bob: Visitor, page: str | int) -> None:
    bob.fill(1)
    bob.post("review", send="1")
    assert bob.get(page).status_code == 410
    assert bob.post(page).status_code == 410


def test_saving_after_sending_keeps_nothing(bob: Visitor) -> None:
    question = bob.questions(1)[0]
    bob.fill(1)
    bob.post("review", send="1")
    assert bob.post(1, **{question: "1", "autosave": "1"}).status_code == 410


def test_declining_after_sending_takes_nothing_back(bob: Visitor) -> None:
    bob.fill(1)
    bob.post("review", send="1")
    assert bob.post("decline", decline="1").status_code == 410
    assert bob.stored() == (1, [])


def test_looking_at_a_page_sends_and_declines_nothing(bob: Visitor) -> None:
    bob.fill(1)
    for page in ("", 1, 6, "review", "decline"):
        assert bob.client.head(f"/r/{bob.token}/{page}").status_code == 200
        bob.get(page)
    assert bob.stored() == (0, [])
    assert bob.get().status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_ways_of_sending_are_refused(bob: Visitor, method: str) -> None:
    answer = bob.client.open(f"/r/{bob.token}/review", method=method)
    assert answer.status_code == 405
    assert bob.get().status_code == 200


def test_capitals_in_a_typed_link_do_no_harm(bob: Visitor) -> None:
    assert bob.client.get(f"/r/{bob.token.upper()}/").status_code == 200


def _close(cast: Cast, bob: Visitor) -> None:
    waves.close_wave(waves.of_programme(cast.programme)[0].id)


def _freeze(cast: Cast, bob: Visitor) -> None:
    _close(cast, bob)
    results.freeze_wave(waves.of_programme(cast.programme)[0].id)


def _expire(cast: Cast, bob: Visitor) -> None:
    wave = waves.of_programme(cast.programme)[0].id
    waves.move_deadline(wave, date.today() - timedelta(days=1))


def _withdraw(cast: Cast, bob: Visitor) -> None:
    people.withdraw(bob.token)


def _decline(cast: Cast, bob: Visitor) -> None:
    invitations.decline(bob.token)


def _answer(cast: Cast, bob: Visitor) -> None:
    people.answer(bob.token)


def _told(page: TestResponse) -> str:
    """What a page says, whichever page the help about it is for."""
    return re.sub(r'href="/help/[^"]*"', "", page.text)


ENDS = [_close, _freeze, _expire, _withdraw, _decline, _answer]


@pytest.mark.parametrize("end", ENDS)
def test_every_dead_link_shows_the_same_page_and_keeps_nothing(
    app: Flask, bob: Visitor, cast: Cast, end: object
) -> None:
    bob.fill(1)
    with app.app_context():
        people.invite(people.assessment(waves.of_programme(cast.programme)[0].id), "peer")
        before = Visitor(app, bob.client, bob.token)
        assert callable(end)
        end(cast, bob)
    page = before.get()
    assert page.status_code == 410
    assert "Alice" not in page.text
    assert "Bob" not in page.text
    assert "Leren leiden" not in page.text
    assert _told(page) == _told(before.get(1)) == _told(before.get("decline"))
    assert bob.post(1, autosave="1").status_code == 410
    assert bob.post("review", send="1").status_code == 410


def test_all_reasons_why_a_link_is_dead_look_alike(app: Flask, bob: Visitor, cast: Cast) -> None:
    pages = set()
    for end in (_withdraw, _close):
        with app.app_context():
            end(cast, bob)
        pages.add(bob.get().text)
    assert len(pages) == 1


@pytest.mark.parametrize("token", ["nope", "a" * 24, "a" * 500, "%00", "🎉", "..%2f..", "0189"])
def test_a_mistyped_link_explains_itself_and_tells_nothing(bob: Visitor, token: str) -> None:
    answer = bob.client.get(f"/r/{token}/")
    assert answer.status_code == 404
    assert _told(answer) == _told(bob.client.get("/r/wrong/"))
    assert "Misschien is het adres niet compleet" in answer.text


def test_one_letter_off_opens_nothing(bob: Visitor) -> None:
    for place in (0, 9, 23):
        letter = "a" if bob.token[place] != "a" else "b"
        mistyped = bob.token[:place] + letter + bob.token[place + 1 :]
        assert bob.client.get(f"/r/{mistyped}/").status_code == 404


def test_the_link_of_one_leader_says_nothing_about_another(
    app: Flask, bob: Visitor, cast: Cast
) -> None:
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
        nora = str(people.assessment(wave, "Nora"))
    carla = Visitor.invited(app, bob.client, nora, "teacher")
    bob.fill(1)
    assert carla.draft().empty
    assert "Alice" not in carla.get().text
