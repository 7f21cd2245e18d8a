"""Signing in with a second step and with a passkey, in a real browser with a virtual device."""

import re
import time

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect

from tests import cast as people
from tests.browser.conftest import Opener, Window
from tests.cast import PASSWORD, Cast


@pytest.fixture
def site(app: Flask, site: str) -> str:
    """The site under a name: browsers do no passkeys with a number."""
    named = site.replace("127.0.0.1", "localhost")
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"base_url": named})
    return named


def device(page: Page) -> CDPSession:
    """A virtual device with passkeys, whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    wishes = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": wishes})
    return session


def first_step(window: Window, path: str = "/sign-in") -> None:
    window.open(path)
    window.page.get_by_label("E-mailadres").fill(people.address("Cora"))
    window.page.get_by_label("Wachtwoord").fill(PASSWORD)
    window.page.get_by_role("button", name="Inloggen", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.locator("a", has_text="Inloggen")).to_be_visible()


def test_an_app_a_recovery_code_and_a_passkey(window: Opener, cast: Cast) -> None:
    cora = window()
    page = cora.page
    cora.open("/sign-in")
    cora.check()
    first_step(cora, "/sign-in?next=/account/")
    expect(page.get_by_role("heading", name="Uw account")).to_be_visible()
    cora.check()
    key, codes = _set_up_app(cora)
    sign_out(page)
    first_step(cora)
    expect(page.get_by_role("heading", name="De tweede stap")).to_be_visible()
    cora.check()
    page.get_by_label("Code").fill(pyotp.TOTP(key).at(int(time.time()) + 30))
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    device(page)
    _add_passkey(cora)
    sign_out(page)
    _sign_in_with_passkey(cora)
    sign_out(page)
    first_step(cora)
    expect(page.get_by_role("heading", name="De tweede stap")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("button", name="Mijn passkey gebruiken").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    sign_out(page)
    first_step(cora)
    expect(page.get_by_role("heading", name="De tweede stap")).to_be_visible()
    cora.check()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    cora.open("/account/")
    expect(page.get_by_text("nog 9")).to_be_visible()


def _set_up_app(cora: Window) -> tuple[str, list[str]]:
    page = cora.page
    page.get_by_role("link", name="Een app voor codes instellen").click()
    expect(page.get_by_role("img", name=re.compile("Vierkante code"))).to_be_visible()
    cora.check()
    key = page.locator("figure code").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Voortaan om codes vragen").click()
    expect(page.locator(".codes li")).to_have_count(10)
    cora.check()
    return key, page.locator(".codes li").all_inner_texts()


def _add_passkey(cora: Window) -> None:
    page = cora.page
    cora.open("/account/")
    page.get_by_role("link", name="Een passkey toevoegen").click()
    cora.check()
    page.get_by_label("Een naam ervoor").fill("Testtelefoon")
    page.get_by_role("button", name="Een passkey toevoegen").click()
    expect(page.get_by_text("Passkey ‘Testtelefoon’")).to_be_visible()
    cora.check()


def _sign_in_with_passkey(cora: Window) -> None:
    page = cora.page
    cora.open("/sign-in")
    page.get_by_role("link", name="Inloggen met een passkey").click()
    cora.check()
    page.get_by_role("button", name="Mijn passkey gebruiken").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()


def test_a_device_that_gives_no_passkey_is_told(window: Opener, cast: Cast) -> None:
    cora = window()
    session = device(cora.page)
    found = session.send("WebAuthn.addVirtualAuthenticator", {"options": _empty()})
    assert found["authenticatorId"]
    cora.open("/sign-in/passkey")
    cora.page.get_by_role("button", name="Mijn passkey gebruiken").click()
    expect(cora.page.get_by_text("Uw apparaat gaf geen passkey.")).to_be_visible()


def _empty() -> dict[str, object]:
    return {"protocol": "ctap2", "transport": "usb"}


def test_without_scripts_it_is_said_that_a_passkey_needs_them(window: Opener, cast: Cast) -> None:
    cora = window(scripts=False)
    cora.open("/sign-in/passkey")
    cora.page.get_by_role("button", name="Mijn passkey gebruiken").click()
    expect(cora.page.get_by_text("alleen als scripts in uw browser mogen")).to_be_visible()
