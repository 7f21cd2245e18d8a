"""Mail texts of a programme: kept when they can be, sent to whom they are for, and nobody else."""

from uuid import UUID

import pytest
from flask import Flask

from surveyapp.core.errors import NotFound, Stale
from surveyapp.mailing.mailer import Mailer
from surveyapp.services import audit, delivery, invitations, schedule, texts
from surveyapp.services.texts import Flawed, Text
from tests import cast as people
from tests.cast import Cast
from tests.mailing.letters import part
from tests.postbox import Postbox

HERS = Text("Vraag van {schoolleider}", "Hoi {naam}\n\n{link}\n\nGroet, Cora")
HOSTILE = Text(
    "Hoi\r\nBcc: x@evil.example\r\n\r\n<b>{naam}</b>",
    "<script>alert(1)</script> {{ 7*7 {% raw %\x00\n{link}\n%(name)s مرحبا 👩🏽‍🏫",
)


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """An open wave with two raters of Alice."""
    wave = people.open_wave(cast)
    people.invite(people.assessment(wave), count=2)
    return wave


def _change(cast: Cast, text: Text, kind: str = "invitation", code: str = "nl") -> None:
    seen = texts.editable(cast.programme, kind, code).version
    texts.change(cast.programme, kind, code, text, seen=seen)


def _subjects(postbox: Postbox) -> list[str]:
    return sorted(str(message["Subject"]) for message in postbox.messages)


def test_raters_get_the_programmes_own_text_and_leaders_the_products(
    cast: Cast, wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    _change(cast, HERS)
    invitations.send(wave)
    delivery.deliver(server)
    assert _subjects(postbox) == [
        *["Uw zelfbeoordeling: Leren leiden"] * 2,
        *["Vraag van Alice de Vries"] * 2,
    ]
    [body] = {part(m, "plain").partition("Groet")[2] for m in postbox.about("Vraag")}
    assert "Uw antwoorden zijn anoniem" in body
    assert "Deze link is persoonlijk" in body


def test_a_text_that_changes_reaches_what_leaves_afterwards(
    cast: Cast, wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    schedule.stop(wave)
    invitations.send(wave)
    delivery.deliver(server)
    _change(cast, HERS)
    schedule.go_on(wave)
    delivery.deliver(server)
    assert len(postbox.about("Vraag van Alice")) == 2


def test_another_programme_and_another_language_keep_the_products_words(
    cast: Cast, wave: UUID
) -> None:
    other = people.strangers()
    _change(cast, HERS)
    assert not texts.editable(other.programme, "invitation", "nl").own
    assert not texts.editable(cast.programme, "invitation", "en").own
    assert texts.changed(cast.programme) == {("invitation", "nl")}


def test_the_products_words_are_nobodys_own(cast: Cast, wave: UUID) -> None:
    before = texts.editable(cast.programme, "reminder", "en")
    _change(cast, Text("From {leader}", "Hi {name}\n{link}"), "reminder", "en")
    assert texts.changed(cast.programme) == {("reminder", "en")}
    _change(cast, texts.product("reminder", "en"), "reminder", "en")
    after = texts.editable(cast.programme, "reminder", "en")
    assert (after.text, after.own) == (before.text, False)
    assert texts.changed(cast.programme) == frozenset()


def test_of_two_who_edit_at_once_the_second_is_told(cast: Cast, wave: UUID) -> None:
    seen = texts.editable(cast.programme, "thanks", "nl").version
    first, second = Text("Een", "Dank, {naam}"), Text("Twee", "Dank")
    texts.change(cast.programme, "thanks", "nl", first, seen=seen)
    with pytest.raises(Stale):
        texts.change(cast.programme, "thanks", "nl", second, seen=seen)
    assert texts.editable(cast.programme, "thanks", "nl").text == first
    _change(cast, second, "thanks")
    assert texts.editable(cast.programme, "thanks", "nl").text == second


def test_what_changes_nothing_is_no_change(cast: Cast, wave: UUID) -> None:
    _change(cast, HERS)
    version = texts.editable(cast.programme, "invitation", "nl").version
    texts.change(cast.programme, "invitation", "nl", HERS, seen=0)
    assert texts.editable(cast.programme, "invitation", "nl").version == version
    told = [event for event in audit.everything() if event.action == "mail text changed"]
    assert [event.details for event in told] == [{"text": "invitation", "language": "nl"}]


FLAWS = {
    "empty": (Text(" \n", "\n"), {("subject", "empty"), ("body", "empty"), ("body", "link")}),
    "huge": (
        Text("x" * 151, f"{'y' * 4001}\n{{link}}"),
        {("subject", "long"), ("body", "long")},
    ),
    "high": (Text("x", "{link}\n" + "y\n" * 80), {("body", "long")}),
    "no link": (Text("x", "y"), {("body", "link")}),
    "in a line": (Text("x", "klik: {link}."), {("body", "link")}),
    "twice": (Text("x", "{link}\n{link}"), {("body", "link")}),
    "template": (Text("x", "{{ 7*7 }} {% raw %}\n{link}"), {("body", "strange")}),
    "strange": (Text("{link}", "{adres}\n{link}"), {("subject", "strange"), ("body", "strange")}),
}


@pytest.mark.parametrize(("text", "found"), FLAWS.values(), ids=FLAWS)
def test_what_cannot_be_kept_is_told_by_field(
    cast: Cast, wave: UUID, text: Text, found: set[tuple[str, str]]
) -> None:
    with pytest.raises(Flawed) as error:
        _change(cast, text)
    assert {(flaw.field, flaw.what) for flaw in error.value.flaws} == found
    with pytest.raises(Flawed):
        texts.preview(cast.programme, "invitation", "nl", text)
    assert texts.changed(cast.programme) == frozenset()


def test_thanks_have_no_link(cast: Cast, wave: UUID) -> None:
    with pytest.raises(Flawed) as error:
        _change(cast, Text("Dank", "{link}"), "thanks")
    assert [(flaw.what, flaw.about) for flaw in error.value.flaws] == [("strange", "link")]


@pytest.mark.parametrize(("kind", "code"), [("invitation", "xx"), ("thank", "nl"), ("", "")])
def test_there_is_no_text_of_another_name(cast: Cast, wave: UUID, kind: str, code: str) -> None:
    with pytest.raises(NotFound):
        texts.editable(cast.programme, kind, code)


def test_hostile_words_arrive_as_words(
    cast: Cast, wave: UUID, server: Mailer, postbox: Postbox
) -> None:
    _change(cast, HOSTILE)
    invitations.send(wave)
    delivery.deliver(server)
    message = postbox.about("Hoi")[0]
    assert message["Bcc"] is None
    assert str(message["Subject"]).startswith("Hoi Bcc: x@evil.example <b>")
    page = part(message, "html")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 {% raw %" in page
    assert "%(name)s مرحبا 👩🏽‍🏫" in page


def test_a_preview_is_the_message_with_invented_people(cast: Cast, wave: UUID) -> None:
    found = texts.preview(cast.programme, "invitation", "nl", HERS)
    assert found.subject == "Vraag van Sam de Boer"
    assert found.receiver == "Robin Bakker <robin@example.org>"
    assert found.plain.startswith("Hoi Robin Bakker\n\nhttp://localhost/r/xxxx")
    assert [type(part).__name__ for part in found.parts] == ["str", "Link", "str", "str"]
    assert found.plain.rstrip().endswith("\n\n".join(found.adds))
    assert "Uw antwoorden zijn anoniem" in found.adds[0]
    assert found.groups == ()


def test_a_preview_tells_what_raters_read_whose_answers_are_shown_as_such(
    context: Flask,
) -> None:
    cast = people.gather(groups=(people.TEACHER, people.KNOWN_BOARD))
    found = texts.preview(cast.programme, "reminder", "nl", texts.product("reminder", "nl"))
    assert found.groups == (people.KNOWN_BOARD.label,)
    [instead] = found.instead
    assert "tot u te herleiden" in instead
    assert "anoniem" in " ".join(found.adds)
    own = texts.preview(cast.programme, "own-reminder", "nl", texts.product("own-reminder", "nl"))
    assert own.receiver.startswith("Sam de Boer")
    assert own.instead == ()


def test_it_is_known_which_waves_a_change_still_reaches(cast: Cast, wave: UUID) -> None:
    [open_] = texts.ahead(cast.programme)
    assert (open_.state, open_.reminders) == ("open", schedule.of_wave(wave).reminders)
    people.freeze(wave)
    assert texts.ahead(cast.programme) == ()
