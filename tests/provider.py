"""A real provider of OpenID Connect, in a process of its own on this machine."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from tests.ports import free_port

USERS: dict[str, dict[str, object]] = {
    "sub-cora": {"email": "Cora@School.example", "email_verified": True},
    "sub-cora-unsaid": {"email": "cora@school.example"},
    "sub-cora-unverified": {"email": "cora@school.example", "email_verified": False},
    "sub-alice": {"email": "alice@school.example", "email_verified": True},
    "sub-nobody": {"email": "nobody@school.example", "email_verified": True},
    "sub-elsewhere": {"email": "wout@elsewhere.example", "email_verified": True},
    "sub-without": {},
}
"""Whom the provider knows, and what it says about them."""

PATIENCE = 60
"""Seconds that it may take to answer, or to end, on a busy machine."""


@contextmanager
def provider(port: int | None = None) -> Iterator[str]:
    """The provider while it runs: its address, which is its issuer."""
    port = port or free_port()
    users = (json.dumps({"sub": sub, **claims}) for sub, claims in USERS.items())
    options = [part for user in users for part in ("--user-claims", user)]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the provider did not start")


def agree(place: str, sub: str) -> str:
    """Somebody signs in at the provider; where it sends her browser, without the host."""
    answer = httpx.post(place, data={"sub": sub}, timeout=PATIENCE)
    assert answer.status_code == 302, answer.text
    return without_host(answer.headers["Location"])


def deny(place: str) -> str:
    """Somebody says no at the provider."""
    answer = httpx.post(place, data={"action": "deny"}, timeout=PATIENCE)
    assert answer.status_code == 302, answer.text
    return without_host(answer.headers["Location"])


def without_host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
