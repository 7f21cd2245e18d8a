"""Mail about an invitation: text and HTML say the same, in either language, to whoever is asked."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.errors import SurveyError
from surveyapp.mailing import placeholders
from surveyapp.mailing.messages import added
from surveyapp.mailing.texts import KINDS, Kind, Text, flaws, of_product, tidied
from surveyapp.services.checked import checked_name
from tests.mailing.letters import LINK, Page, invite, part, sent

RATERS: tuple[dict[str, object], ...] = ({"identified": True}, {})
LETTERS = [
    (kind, {"language": code, "own": kind.startswith("own-"), **who})
    for kind in KINDS
    for code in ("nl", "en")
    for who in (RATERS if not kind.startswith("own-") else ({"identified": True},))
]
"""Every kind of mail in every language, to every kind of person."""


def _same(kind: Kind, who: dict[str, object], text: Text | None = None) -> None:
    """Both parts say the same words in the same order, and the page leads to the same link."""
    message = sent(kind, invite(**who), text=text)
    page = Page(part(message, "html"))
    said = part(message, "plain")
    assert page.words == said.split()
    assert page.links == ([LINK] if kind != "thanks" else [])
    assert said.split().count(LINK) == len(page.links)
    for paragraph in added(kind, invite(**who)):
        assert paragraph in said
    assert said.rstrip().endswith(added(kind, invite(**who))[-1])


@pytest.mark.parametrize(("kind", "who"), LETTERS)
def test_text_and_html_of_the_product_say_the_same(kind: Kind, who: dict[str, object]) -> None:
    _same(kind, who)


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "opent al uw vragenlijsten"), ("en", "opens all your questionnaires")],
)
def test_who_has_several_questionnaires_reads_that_the_message_opens_them_all(
    language: str, told: str
) -> None:
    assert told not in part(sent("invitation", invite(language=language)), "plain")
    several = invite(language=language, overview=LINK.replace("/r/", "/o/"))
    message = sent("invitation", several)
    said = part(message, "plain")
    assert said.index(several.overview) < said.index(told)
    assert Page(part(message, "html")).words == said.split()


def test_who_is_not_anonymous_reads_so_before_the_first_page() -> None:
    said = part(sent("invitation", invite(language="en", identified=True)), "plain")
    assert "your group is not anonymous" in " ".join(said.split())


@st.composite
def _texts(draw: st.DrawFn, kind: Kind) -> Text:
    """Texts as somebody may type them, of any letters, that can be kept."""
    names = [n for n in placeholders.NAMES if n != "link" and (kind != "thanks" or n != "minutes")]
    pieces = st.one_of(
        st.text(alphabet=st.characters(exclude_characters="{}"), min_size=1, max_size=40),
        st.sampled_from([f"{{{name}}}" for name in names]),
        st.sampled_from(HOSTILE),
    )
    some = st.lists(pieces, min_size=1, max_size=6).map("".join)
    before, after, subject = draw(some), draw(some), draw(some)
    link = "\n{link}\n" if kind != "thanks" else "\n"
    return tidied(Text(subject, f"{before}{link}{after}"))


HOSTILE = (
    "<script>alert(1)</script>",
    "&amp; <b>",
    "</p></div></body>",
    '" onmouseover="x',
    "\r\nBcc: x@evil.example\r\n",
    "مرحبا بكم",
    "👩🏽‍🏫",
    "\u2028",
    "\x00\x1b[31m",
    "%(name)s %s {% raw %}",
    "http://elsewhere.example/",
    "\n\n\n",
)


@pytest.mark.parametrize(("kind", "who"), LETTERS)
@given(data=st.data())
def test_text_and_html_of_a_programme_say_the_same(
    kind: Kind, who: dict[str, object], data: st.DataObject
) -> None:
    text = data.draw(_texts(kind).filter(lambda text: not list(flaws(kind, text))))
    _same(kind, who, text)


@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_a_subject_stays_one_header_whatever_is_in_it(data: st.DataObject, kind: Kind) -> None:
    text = data.draw(_texts(kind))
    message = sent(kind, invite(leader="A\r\nBcc: x@evil.example", own=False), text=text)
    again = message.as_bytes().split(b"\n\n")[0].decode("ascii")
    names = [line.partition(":")[0] for line in again.splitlines() if line[:1] not in " \t"]
    assert sorted(names) == sorted(set(names)), "each header once"
    assert "Bcc" not in names


def test_below_the_link_stands_the_code_to_type_elsewhere() -> None:
    plain = part(sent("reminder"), "plain")
    below = plain.partition(LINK)[2]
    assert below.startswith(
        "\n\nOp een ander apparaat gaat u naar https://feedback.school.example/code "
    )
    assert "\nABCD-EFGH-IJKL-MNOP-QRST-UVWX\n" in below
    assert "ABCD-" not in part(sent("thanks"), "plain"), "the link is dead by then"


def test_what_is_filled_in_is_not_read_again() -> None:
    text = Text("{leader}", "{name}\n\n{link}\n\n{school} {{name}} {0.__class__} {name!r}")
    about = invite(leader="{link} {name}", school="{programme}")
    message = sent("invitation", about, "{leader}", text)
    assert message["Subject"] == "{link} {name}"
    plain = part(message, "plain")
    assert plain.startswith(f"{{leader}}\n\n{LINK}\n\n")
    assert "\n{programme} {{leader}} {0.__class__} {name!r}\n" in plain


def test_line_breaks_emoji_and_other_scripts_survive() -> None:
    text = Text("👋 {leader} مرحبا", "Dag {name} 👩🏽‍🏫\nregel twee\n\n{link}\n\nשלום\nעולם")
    message = sent("invitation", text=text)
    assert message["Subject"] == "👋 Alice de Vries مرحبا"
    assert "Dag Bob 👩🏽‍🏫\nregel twee\n\n" in part(message, "plain")
    page = part(message, "html")
    assert '<p dir="auto">Dag Bob 👩🏽‍🏫<br>\nregel twee</p>' in page
    assert "שלום<br>" in page


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_product_says_may_be_kept_and_reads_the_same_after_editing(
    kind: Kind, code: str
) -> None:
    text = of_product(kind, code)
    assert list(flaws(kind, tidied(text))) == []
    shown = placeholders.shown(text.body, code)
    assert placeholders.read(shown, code) == text.body
    assert placeholders.read(shown.upper(), code).count("{") == text.body.count("{")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("{ Naam }", "{name}"),
        ("{LAATSTE  dag}", "{last_day}"),
        ("{last_day}", "{last_day}"),
        ("{iets}", "{iets}"),
        ("{naam", "{naam"),
        ("{}", "{}"),
    ],
)
def test_placeholders_are_read_as_people_type_them(typed: str, kept: str) -> None:
    assert placeholders.read(typed, "nl") == kept


def test_a_rater_reads_whom_it_is_about_how_long_and_until_when() -> None:
    message = sent("invitation")
    text = part(message, "plain")
    assert message["Subject"] == "Uw feedback voor Alice de Vries wordt gevraagd"
    assert "Beste Bob," in text
    assert "De Brug" in text
    assert "12 minuten" in text
    assert "18 december 2026" in text
    assert text.count(LINK) == 1
    assert "ontwikkeling, nooit voor beoordeling" in text


def test_each_kind_of_rater_reads_what_is_true_for_her() -> None:
    assert "Uw antwoorden zijn anoniem" in part(sent("invitation"), "plain")
    known = part(sent("invitation", invite(identified=True)), "plain")
    assert "anoniem" not in known
    assert "tot u te herleiden" in known
    assert "Alleen u bepaalt wie het leest" in part(
        sent("own-invitation", invite(own=True)), "plain"
    )


def test_the_link_stands_whole_on_a_line_of_its_own() -> None:
    raw = sent("invitation").as_bytes().decode()
    assert LINK in raw.splitlines()


@pytest.mark.parametrize(
    "name", ['Bob "de Bouwer"', "Zoë <b>Post</b>", "Bob\r\nBcc: x@evil.example"]
)
def test_a_strange_name_breaks_nothing(name: str) -> None:
    try:
        message = sent("invitation", name=name)
    except ValueError:
        return
    assert message["Bcc"] is None
    assert "<b>" not in part(message, "html")


@given(st.text(alphabet="é,;:<>()[]@\\\"' .aمر中\u2028\r\n", min_size=1, max_size=200))
def test_a_name_of_any_letters_leads_to_one_receiver(name: str) -> None:
    try:
        message = sent("invitation", name=checked_name(name))
    except SurveyError:
        return
    read = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
    (receiver,) = read["To"].addresses
    assert receiver.addr_spec == "bob@school.example"


def test_names_are_text_in_html() -> None:
    page = part(sent("invitation", invite(leader="<script>x</script>", programme="A & B")), "html")
    assert "<script>" not in page
    assert "A &amp; B" in page


def test_the_message_tells_machines_that_it_is_one() -> None:
    message = sent("invitation")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime
    assert message["Content-Language"] == "nl"
    assert message["Message-ID"].endswith("@school.example>")
