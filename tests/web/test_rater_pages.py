"""The questionnaire behind a link, as a willing rater walks through it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.models.invitation import Invitation
from surveyapp.services import waves
from tests import cast as people
from tests.cast import KNOWN_BOARD, PEER, TEACHER, Cast
from tests.web.visitor import Visitor


def test_the_first_page_tells_whom_how_long_and_until_when(bob: Visitor) -> None:
    text = bob.get().text
    assert "Alice de Vries van De Brug" in text
    assert "12 minuten" in text
    closes_on = date.today() + timedelta(days=14)
    assert f"{closes_on.day} {_month(closes_on)} {closes_on.year}" in text


def _month(day: date) -> str:
    names = (
        "januari februari maart april mei juni juli augustus september oktober november december"
    )
    return names.split()[day.month - 1]


def test_the_first_page_tells_how_my_group_stays_anonymous(bob: Visitor) -> None:
    text = bob.get().text
    assert "Zo blijft u anoniem" in text
    assert "Leraren" in text
    assert "minstens 3 mensen" in text
    assert "minstens 5 mensen" in text


def test_untraceable_is_only_promised_from_the_moment_it_is_true(bob: Visitor) -> None:
    bob.fill(1)
    before_sending = [bob.get().text, bob.get("review").text]
    thanks = bob.client.get(bob.post("review", send="1").location)
    for page in (*before_sending, thanks.text):
        assert "zonder uw naam of link" in page
        before, promise, after = page.partition("de cijfers vastliggen")
        assert promise
        assert "ook wij niet" not in before
        assert "ook wij niet" in after


def test_an_identified_group_is_told_so_on_the_first_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cast = people.gather(groups=(TEACHER, PEER, KNOWN_BOARD))
        assessment = str(people.assessment(people.open_wave(cast)))
    board = Visitor.invited(app, client, assessment, "board")
    text = board.get().text
    assert "Uw antwoorden zijn herkenbaar" in text
    assert "Zo blijft u anoniem" not in text
    teacher = Visitor.invited(app, client, assessment, "teacher")
    assert "Uw antwoorden zijn herkenbaar" not in teacher.get().text


def test_the_leader_reads_what_becomes_of_her_own_answers(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    alice = Visitor.invited(app, client, assessment, "self")
    text = alice.get().text
    assert "Wie ziet uw antwoorden?" in text
    assert "liever niet mee" not in text


def test_a_rater_answers_page_after_page_and_sends_once(bob: Visitor) -> None:
    for page in range(1, 6):
        answer = bob.fill(page)
        assert answer.status_code == 303
        assert answer.location == str(page + 1)
    assert bob.post(6, keep="Blijf luisteren.", next="1").location == "review"
    assert "Blijf luisteren." in bob.get("review").text
    sent = bob.post("review", send="1")
    assert "Dank u wel" in bob.client.get(sent.location).text
    assert bob.stored() == (1, ["Blijf luisteren."])


def test_open_questions_are_asked_about_once_and_may_stay_open(bob: Visitor) -> None:
    first, *rest = bob.questions(1)
    answer = bob.post(1, **{first: "4", "next": "1"})
    assert answer.status_code == 422
    assert f"{len(rest)} vragen hebben nog geen antwoord" in answer.text
    assert answer.text.count("Nog geen antwoord.") == len(rest)
    assert bob.post(1, **{first: "4", "anyway": "1"}).location == "2"


def test_cannot_judge_is_an_answer(bob: Visitor) -> None:
    assert bob.fill(1, "255").location == "2"
    assert set(bob.draft().points.values()) == {255}


def test_back_keeps_what_was_filled_in(bob: Visitor) -> None:
    question = bob.questions(2)[0]
    assert bob.post(2, **{question: "3", "back": "1"}).location == "1"
    assert bob.draft().points == {question: 3}
    assert bob.post(1, back="1").location == "./"


def test_the_first_page_leads_back_to_where_one_was(bob: Visitor) -> None:
    bob.fill(1)
    text = bob.get().text
    assert "Verder waar u was" in text
    assert 'href="2"' in text


def test_another_device_goes_on_with_the_same_link(app: Flask, bob: Visitor) -> None:
    question = bob.questions(1)[0]
    bob.post(1, **{question: "5", "autosave": "1"})
    phone = Visitor(app, app.test_client(), bob.token)
    chosen = [e for e in phone.page(1).iter("input") if e.get("checked") is not None]
    assert [(e.get("name"), e.get("value")) for e in chosen] == [(question, "5")]


def test_a_page_sent_from_a_second_device_takes_nothing_away(bob: Visitor) -> None:
    first, second = bob.questions(1)[:2]
    bob.post(1, **{first: "5", "autosave": "1"})
    bob.post(1, **{second: "2", "autosave": "1"})
    assert bob.draft().points == {first: 5, second: 2}
    refused = bob.post(1, **{second: "2", "next": "1"})
    assert refused.text.count("checked") == 2


def test_a_text_can_be_taken_away_again(bob: Visitor) -> None:
    bob.post(6, keep="Iets", autosave="1")
    bob.post(6, keep="  ", autosave="1")
    assert bob.draft().texts == {}


def test_another_language_half_way_keeps_the_answers(bob: Visitor) -> None:
    question = bob.questions(1)[0]
    assert bob.post(1, **{question: "5", "language": "en"}).location == "1"
    page = bob.get(1).text
    assert 'lang="en"' in page
    assert "Page 1 of 6" in page
    assert bob.draft().points == {question: 5}
    assert "Your feedback for" in bob.get().text


@pytest.mark.parametrize("page", ["", "review", "decline"])
def test_every_page_speaks_another_language_on_request(bob: Visitor, page: str) -> None:
    assert bob.post(page, language="en").location == (page or "./")
    assert 'lang="en"' in bob.get(page).text


@pytest.mark.parametrize("end", ["review", "decline"])
def test_a_chosen_language_leaves_no_trace_in_the_database(
    app: Flask, bob: Visitor, end: str
) -> None:
    assert bob.post(language="en").status_code == 303
    assert bob.post(6, keep="Keep listening.", next="1").status_code == 303
    done = bob.post(end, **{"send": "1", "decline": "1"})
    assert done.location.endswith("?lang=en")
    with app.app_context():
        rows = [
            str(tuple(row))
            for table in metadata.sorted_tables
            if table.name in {"invitation", "draft", "response"}
            for row in db.session.execute(select(table))
        ]
        languages = set(db.session.scalars(select(Invitation.language)))
    assert rows
    assert not [row for row in rows if "'en'" in row]
    assert languages == {"nl"}


@pytest.mark.parametrize("page", ["", 1, 6, "review", "decline"])
def test_a_page_asks_the_database_two_things(
    bob: Visitor, queries: list[str], page: str | int
) -> None:
    bob.get(page)
    queries.clear()
    bob.get(page)
    asked = [query for query in queries if query.startswith("SELECT")]
    assert len(asked) == 2, asked


def test_every_answer_is_saved_as_it_is_given(bob: Visitor) -> None:
    question = bob.questions(1)[0]
    answer = bob.post(1, **{question: "5", "autosave": "1"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert bob.draft().points == {question: 5}


def test_an_item_that_a_group_cannot_observe_is_not_asked(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    board = Visitor.invited(app, client, assessment, "board")
    teacher = Visitor.invited(app, client, assessment, "teacher")
    assert "people-1" not in board.questions(2)
    assert "people-1" in teacher.questions(2)
    board.post(2, **{"people-1": "4", "autosave": "1"})
    assert board.draft().points == {}


def test_a_group_reads_its_own_wording(app: Flask, client: FlaskClient, assessment: str) -> None:
    teacher = Visitor.invited(app, client, assessment, "teacher")
    peer = Visitor.invited(app, client, assessment, "peer")
    assert "laat ons als leraren meedenken" in teacher.get(1).text
    assert "laat ons als leraren meedenken" not in peer.get(1).text
    alice = Visitor.invited(app, client, assessment, "self")
    assert "Ik vertel" in alice.get(1).text


def test_the_then_test_is_for_the_leader_in_a_later_wave_only(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        first, later = people.open_wave(cast), people.open_wave(cast, "post")
        early, late = str(people.assessment(first)), str(people.assessment(later))
    assert "vision-then" not in Visitor.invited(app, client, early, "self").questions(1)
    assert "vision-then" in Visitor.invited(app, client, late, "self").questions(1)
    assert "vision-then" not in Visitor.invited(app, client, late, "teacher").questions(1)


def test_a_moved_deadline_shows_at_once(app: Flask, bob: Visitor, cast: Cast) -> None:
    with app.app_context():
        wave = waves.of_programme(cast.programme)[0].id
        waves.move_deadline(wave, date(2099, 3, 9))
    assert "9 maart 2099" in bob.get().text


def test_declining_asks_no_reason_and_closes_the_link(bob: Visitor) -> None:
    bob.fill(1)
    assert "hoeft geen reden te geven" in bob.get("decline").text
    answer = bob.post("decline", decline="1")
    assert "Dank u wel" in bob.client.get(answer.location).text
    assert bob.get().status_code == 410
    assert bob.stored() == (0, [])


def test_the_leader_cannot_decline_her_own_questionnaire(
    app: Flask, client: FlaskClient, assessment: str
) -> None:
    alice = Visitor.invited(app, client, assessment, "self")
    assert alice.get("decline").status_code == 404
    assert alice.post("decline").status_code == 404
    assert alice.get().status_code == 200


def test_when_all_is_answered_no_minutes_are_left(bob: Visitor) -> None:
    for page in range(1, 6):
        bob.fill(page)
    bob.post(6, keep="a", change="b", advice="c", next="1")
    assert "Alles ingevuld" in bob.get().text
    assert "alles is ingevuld" in bob.get(6).text
