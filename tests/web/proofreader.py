"""A test client that proof-reads every page it opens, as a strict editor would."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.languages import languages

RATER = re.compile(r"^/[rops]/([^/]+)")
UNLABELLED = {"hidden", "submit", "button"}
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Proofreader(FlaskClient):
    """Opens pages and fails where one is not as it should be."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if not response.request.path.startswith("/static/"):
            proofread(response)
        return response


def proofread(response: TestResponse) -> None:
    """Every demand on an answer, and on the page in it."""
    path = response.request.path
    check_headers(response)
    if RATER.match(path):
        assert "Set-Cookie" not in response.headers, f"{path} sets a cookie"
    if (
        response.mimetype == "text/html"
        and response.text
        and response.status_code not in {303, 302, 308}
    ):
        page = parsed(response.text, path)
        check_page(page, path)
        check_rater_page(page, response.text, path)


def parsed(text: str, path: str) -> Element:
    """The page as a tree; a fault in the HTML fails."""
    try:
        page: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    except html5lib.html5parser.ParseError as error:
        raise AssertionError(f"{path} is not valid HTML: {error}\n{text}") from error
    return page


def check_headers(response: TestResponse) -> None:
    headers = response.headers
    for name, value in HEADERS.items():
        if name == "Cache-Control" and "immutable" in headers.get(name, ""):
            continue
        assert headers.get(name) == value, f"{response.request.path}: {name}"
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def check_page(page: Element, path: str) -> None:
    assert page.get("lang") in languages(), f"{path} has no language"
    assert text_of(next(page.iter("title"))), f"{path} has no title"
    headings = list(page.iter("h1"))
    assert len(headings) == 1, f"{path} has {len(headings)} first headings"
    assert text_of(headings[0])
    check_ids(page, path)
    named, grouped = labelled(page), in_fieldset(page)
    for control in controls(page):
        assert id(control) in named, f"{path}: {control.get('name')} has no label"
        assert control.get("type") != "radio" or id(control) in grouped, f"{path}: no legend"
    for button in page.iter("button"):
        assert text_of(button), f"{path}: a button without words"
    check_nothing_inline(page, path)
    for form in page.iter("form"):
        action = form.get("action", "")
        assert not action or re.match(r"/(?!/)", action), f"{path}: a form that leads elsewhere"


def check_ids(page: Element, path: str) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert not (twice := [name for name, count in ids.items() if count > 1]), f"{path}: {twice}"
    for element in page.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for", "form"):
            for name in (element.get(attribute) or "").split():
                assert name in ids, f"{path}: {attribute} names {name}, which is not there"
        href = element.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids, f"{path}: {href} leads nowhere"


def controls(page: Element) -> Iterator[Element]:
    for element in page.iter():
        if element.tag in {"textarea", "select"} or (
            element.tag == "input" and element.get("type") not in UNLABELLED
        ):
            yield element


def labelled(page: Element) -> set[int]:
    """The controls that stand in a label with words or are named by one."""
    labels = [label for label in page.iter("label") if text_of(label)]
    names = {label.get("for") for label in labels}
    inside = {id(element) for label in labels for element in label.iter()}
    return inside | {id(e) for e in page.iter() if e.get("id") in names and e.get("id")}


def in_fieldset(page: Element) -> set[int]:
    """What stands in a group with a legend."""
    groups = (group for group in page.iter("fieldset") if text_of(next(group.iter("legend"))))
    return {id(element) for group in groups for element in group.iter()}


def check_nothing_inline(page: Element, path: str) -> None:
    assert not list(page.iter("style")), f"{path} has a style block"
    for element in page.iter():
        for name in element.attrib:
            assert name != "style", f"{path}: an inline style"
            assert not name.startswith("on"), f"{path}: an inline script"
        if element.tag == "script":
            data = element.get("type") == "application/json"
            assert data or element.get("src"), f"{path}: an inline script"
        for name in ("src", "href"):
            assert "//" not in (element.get(name) or ""), f"{path} loads from elsewhere"


def check_rater_page(page: Element, text: str, path: str) -> None:
    found = RATER.match(path)
    if not found:
        return
    token = found.group(1)
    assert len(token) < 8 or token not in text, f"{path}: the invite link stands in the page"
    assert not any(form.get("action") for form in page.iter("form")), f"{path}: a form with action"


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
