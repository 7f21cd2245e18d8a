"""A leader at her pages: she reads, chooses and plans, and sees later what became of it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import urljoin
from uuid import UUID

import httpx
from lxml.html import HtmlElement

from surveyapp.demo.chosen import Chosen
from surveyapp.demo.people import DemoLeader
from surveyapp.demo.rater import Browser

SIGN_IN = "//form[.//input[@name='password']]//button[@type='submit']"
CHOOSE = "//form[.//*[@name='aim-{}']]//button[@type='submit']"
KEEP = "//button[@name='keep']"


class Pages(Browser):
    """Fills in the forms of pages that only somebody who signed in sees."""

    def press(self, button: str, values: Mapping[str, str] | None = None) -> None:
        """Press the first button that this path finds, with these values in its form."""
        found = self.page.xpath(button)[0]
        form = next(found.iterancestors("form"))
        data = dict(_filled_in(form)) | dict(values or {})
        if name := found.get("name"):
            data[name] = found.get("value")
        place = urljoin(self.address, form.get("action") or "")
        self.page = self._read(self._client.post(place, data=data, follow_redirects=True))


def _filled_in(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """What a form holds as it came: names and values, as a browser would send them."""
    for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        if field.tag == "input" and field.type in ("radio", "checkbox"):
            if field.get("checked") is not None:
                yield field.name, field.get("value", "on")
        else:
            yield field.name, field.value or ""


def signed_in(client: httpx.Client, site: str, leader: DemoLeader, password: str) -> Pages:
    """Her home page."""
    pages = Pages(client, f"{site}/sign-in")
    pages.press(SIGN_IN, {"email": leader.email, "password": password})
    return pages


def choose(pages: Pages, assessment: UUID, chosen: Chosen) -> None:
    """Read the report, choose what to work on, and plan it."""
    place = f"/leader/assessments/{assessment}"
    pages.follow(f"{place}/report")
    pages.follow(f"{place}/priorities")
    weighed = {
        "aim": chosen.aim,
        "passion": chosen.passion,
        "need": chosen.need,
        "reason": chosen.reason,
    }
    values = {f"{name}-{chosen.competence}": value for name, value in weighed.items()}
    pages.press(CHOOSE.format(chosen.competence), values)
    pages.follow(f"{place}/plan/{chosen.competence}/me")
    plan = {"goal": chosen.goal, "behaviour": chosen.behaviour, "text-new": chosen.action}
    pages.press(KEEP, plan)
    if together := chosen.together:
        pages.follow(f"{place}/plan/{chosen.competence}/partnership")
        due = (date.today() + timedelta(days=together.days)).isoformat()
        plan = {"goal": together.goal, "text-new": together.action, "due": due, "shared": "1"}
        pages.press(KEEP, plan)


def look_back(pages: Pages, assessment: UUID) -> bool:
    """Open the page on what became of it; whether a figure stands there."""
    pages.follow(f"/leader/assessments/{assessment}/effect")
    return bool(pages.page.xpath("//*[@data-chart]//td"))
