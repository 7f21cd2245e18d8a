"""A rater at her link, and what she left behind."""

from dataclasses import dataclass
from uuid import UUID
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.extensions import db
from surveyapp.models.response import Comment, Response
from surveyapp.services import invitations, responses
from surveyapp.services.answers import Answers
from tests import cast as people
from tests.web.proofreader import parsed


@dataclass(frozen=True)
class Visitor:
    """Somebody with a link."""

    app: Flask
    client: FlaskClient
    token: str

    @classmethod
    def invited(cls, app: Flask, client: FlaskClient, assessment: str, group: str) -> "Visitor":
        """A rater of that group, or with ``self`` the leader."""
        with app.app_context():
            if group == "self":
                return cls(app, client, people.tokens(UUID(assessment))[0])
            return cls(app, client, people.invite(UUID(assessment), group)[-1])

    def get(self, page: str | int = "", **options: object) -> TestResponse:
        return self.client.get(f"/r/{self.token}/{page}", **options)

    def post(self, page: str | int = "", **data: object) -> TestResponse:
        return self.client.post(f"/r/{self.token}/{page}", data=data)

    def page(self, page: str | int = "") -> Element:
        return parsed(self.get(page).text, str(page))

    def questions(self, page: int) -> list[str]:
        """The questions on a page, in order."""
        fields = [
            element.get("name", "")
            for element in self.page(page).iter()
            if element.tag == "textarea" or element.get("type") == "radio"
        ]
        return list(dict.fromkeys(fields))

    def fill(self, page: int, point: str = "4", button: str = "next") -> TestResponse:
        """Answer everything on a page of the scale."""
        answers: dict[str, object] = dict.fromkeys(self.questions(page), point)
        return self.post(page, **answers, **{button: "1"})

    def draft(self) -> Answers:
        """What has been saved so far."""
        with self.app.app_context():
            return responses.draft(invitations.open_link(self.token))

    def stored(self) -> tuple[int, list[str]]:
        """How many responses there are, and all comments."""
        with self.app.app_context():
            count = db.session.query(Response).count()
            return count, [row.text for row in db.session.query(Comment)]


def sign_in(client: FlaskClient, name: str) -> None:
    """Sign somebody of the cast in."""
    data = {"email": people.address(name), "password": people.PASSWORD}
    data["csrf_token"] = csrf(client, "/sign-in")
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 303


def csrf(client: FlaskClient, path: str) -> str:
    """The token of the first form on a page."""
    page = parsed(client.get(path).text, path)
    return next(e.get("value", "") for e in page.iter("input") if e.get("name") == "csrf_token")


def press(client: FlaskClient, page: str, action: str, **data: str) -> TestResponse:
    """Send a form of a page with its token."""
    return client.post(action, data=data | {"csrf_token": csrf(client, page)})
