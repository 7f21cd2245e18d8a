"""A plausible rater: opens the link in her mail and answers through the web forms.

Everything is read from the pages, as a browser without JavaScript would.
"""

from dataclasses import dataclass
from random import Random
from urllib.parse import urljoin

import httpx
from lxml import html

from surveyapp.core.errors import SurveyError
from surveyapp.demo.people import ADVICE, COMPETENCES, HIGH, IMPORTANCE, LOW, OWN, DemoLeader

CANNOT_JUDGE = "255"

PATIENCE = 60
"""Seconds that a page may take, for whoever reads it."""

PULSE = 3
GROWN = {1: 0.0, PULSE: 0.5, 2: 1.0}
"""How much of her growth is to be seen in each wave; the pulse lies between the two others."""


@dataclass(frozen=True)
class Mind:
    """How one rater sees the leader: a level per competence, a lean, and what she does.

    Her ``place`` among the raters tells which words are hers, so that few write the same.
    """

    levels: dict[str, float]
    chance: Random
    own: bool
    gives_up: bool
    place: int

    def point(self, column: str) -> str:
        """The answer to one question, as a form value."""
        competence = next(name for name in self.levels if column.startswith(name))
        kind = column.removeprefix(competence)
        if kind == "-importance":
            return str(self._near(IMPORTANCE[competence], 0.6))
        if not self.own and kind != "-then" and self.chance.random() < 0.05:
            return CANNOT_JUDGE
        lean = -0.5 if kind == "-then" else 0.0
        return str(self._near(self.levels[competence] + lean, 0.7))

    def _near(self, level: float, spread: float) -> int:
        return min(5, max(1, round(self.chance.gauss(level, spread))))

    def words(self, question: str) -> str:
        """What she writes to an open question, if anything."""
        if self.own:
            return OWN.get(question, OWN["advice"])
        if self.chance.random() < 0.45:
            return ""
        ranked = sorted(self.levels, key=lambda name: self.levels[name])
        words = {
            "keep": [text for name in ranked[:-4:-1] for text in HIGH[name]],
            "change": [text for name in ranked[:4] for text in LOW[name]],
        }.get(question, ADVICE)
        return words[self.place % len(words)]


def mind(leader: DemoLeader, group: str, wave: int, seed: str, place: int | None = None) -> Mind:
    """The mind of one rater of ``leader``; the same seed makes the same one."""
    chance = Random(seed)
    lean = chance.gauss(0, 0.35) + {"peer": 0.15, "board": 0.25}.get(group, 0.0)
    own = group == "self"
    at = Random(f"{seed} place").randrange(100) if place is None else place
    levels = {
        name: level + growth * GROWN[wave] + (leader.lean if own else lean)
        for name, level, growth in zip(COMPETENCES, leader.levels, leader.growth, strict=True)
    }
    return Mind(levels, chance, own, gives_up=not own and chance.random() < 0.05, place=at)


class Browser:
    """Follows links and sends forms."""

    def __init__(self, client: httpx.Client, address: str) -> None:
        self._client = client
        self.address = address
        self.page = self._read(client.get(address, follow_redirects=True))

    def _read(self, answer: httpx.Response) -> html.HtmlElement:
        if answer.status_code not in {200, 422}:
            raise SurveyError(f"The demo was answered {answer.status_code} by one of its pages.")
        self.address = str(answer.url)
        return html.fromstring(answer.text)

    def follow(self, place: str) -> None:
        """Open a link of the page."""
        self.page = self._read(self._client.get(urljoin(self.address, place)))

    def send(self, button: str, values: dict[str, str]) -> None:
        """Press a button of the page's form."""
        data = values | {button: "1"}
        answer = self._client.post(self.address, data=data, follow_redirects=True)
        self.page = self._read(answer)

    def radios(self) -> list[str]:
        """The names of the questions on a scale, in order."""
        return list(dict.fromkeys(self.page.xpath("//form//input[@type='radio']/@name")))

    def texts(self) -> list[str]:
        """The names of the open questions."""
        return list(self.page.xpath("//form//textarea/@name"))

    def has(self, button: str) -> bool:
        """Whether the page has such a button."""
        return bool(self.page.xpath(f"//button[@name='{button}']"))


def answer(client: httpx.Client, address: str, rater: Mind) -> bool:
    """Fill in the questionnaire behind a link; whether it was sent (some stop halfway)."""
    browser = Browser(client, address)
    browser.follow(browser.page.xpath("//main//a[@role='button']/@href")[0])
    pages = 0
    while browser.has("next"):
        points = {name: rater.point(name) for name in browser.radios()}
        words = {name: rater.words(name) for name in browser.texts()}
        browser.send("next", points | words)
        pages += 1
        if rater.gives_up and pages == 2:
            return False
    browser.send("send", {})
    return True


def decline(client: httpx.Client, address: str) -> None:
    """Say no, through the page for it."""
    browser = Browser(client, address)
    browser.follow("decline")
    browser.send("decline", {})
