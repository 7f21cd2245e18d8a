"""How often: for each link, each account and each sign-in tried.

By network address alone only codes that are wrong, as forty teachers sit behind the one address of
their school. The counts live in the memory of this process and go when their time is over.
Whatever is counted is known by its hash, under a key that dies with the process: no link, address
or time of either reaches a disk or a log (rule S7).
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock
from typing import cast
from uuid import UUID

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from surveyapp.web.memory import Memory

LINK = parse("300 per minute")
"""A page saves at most every 300 ms, so 200 times a minute: no person comes here, but scripts do.
They cost a thirtieth of one processor then."""

ACCOUNT = parse("300 per minute")

COSTLY = parse("10 per minute")
"""Making a PDF, or taking a step with a whole wave: seconds each."""

GUESSES_HERE = parse("10 per 15 minutes")
"""Wrong passwords for one account from one network address: 40 an hour."""

GUESSES = parse("100 per day")
"""And from everywhere that the account never signed in: hopeless for whoever guesses. With ten
networks, somebody can use these up in a quarter of an hour; then new places have to wait."""

CODES = parse("30 per day")
"""Wrong codes of the second step, of an account whose first step was right."""

LETTERS_HERE, LETTERS = parse("5 per 15 minutes"), parse("20 per day")
"""Links asked for at one address: from one network, and from everywhere."""

WRONG_CODES = parse("600 per 15 minutes")
"""Codes that were mistyped in one network. Nobody finds one by trying. Each is read before it is
counted, as one that is right is never refused: so this saves no work, and only tells a script to
stop. It leaves room for forty teachers who mistype theirs ten times."""

ONCE = parse("1 per hour")
"""A right answer to a challenge, which waits for less long."""

KNOWN_FOR = 30 * 24 * 60 * 60
"""For how many seconds a network is remembered from which an account signed in."""

KNOWN = 10_000
"""How many such networks are remembered; the oldest is forgotten first."""

SIGN_IN_COUNTERS = 4
"""Hexadecimal digits of a sign-in's key: invented addresses share 65,536 counters, so that they
cannot fill the memory. Two real accounts hardly ever meet in one."""

Bucket = tuple[RateLimitItem, str]
"""A limit, and the key of what is counted."""


class Limits:
    """The counts of one app."""

    def __init__(self) -> None:
        self.began = time.time()
        self._key = secrets.token_bytes(32)
        self._lock = Lock()
        self._storage = Memory()
        self._window = FixedWindowRateLimiter(self._storage)
        self._known: dict[str, float] = {}

    def key(self, kind: str, *parts: bytes) -> str:
        """By what something is counted: it tells nothing about it outside this process."""
        whole = b"\0".join([kind.encode(), *parts])
        return hmac.digest(self._key, whole, hashlib.sha256).hex()

    def take(self, *buckets: Bucket) -> None:
        """Count one in each bucket; ``TooManyRequests``, and none counted, where one is full.

        At one time, so that of many parallel tries no more get through than there is room for.
        """
        with self._lock:
            full = [bucket for bucket in buckets if not self._window.test(*bucket)]
            if not full:
                for bucket in buckets:
                    self._window.hit(*bucket)
                return
        raise TooManyRequests(retry_after=max(map(self._wait, full)))

    def give_back(self, *buckets: Bucket) -> None:
        """Count one less in each bucket."""
        with self._lock:
            for limit, key in buckets:
                name = limit.key_for(key)
                # Where its time is over meanwhile, there is nothing to give back.
                if self._storage.get(name):
                    self._storage.incr(name, limit.get_expiry(), -1)

    def remember(self, key: str) -> None:
        """Know this key for a month, unless so many come after it that it is the oldest."""
        now = time.time()
        with self._lock:
            known = [one for one in self._known.items() if one[1] > now and one[0] != key]
            self._known = dict([*known, (key, now + KNOWN_FOR)][-KNOWN:])

    def knows(self, key: str) -> bool:
        """Whether it is remembered still."""
        with self._lock:
            return self._known.get(key, 0) > time.time()

    def _wait(self, bucket: Bucket) -> int:
        """Seconds until there is room again."""
        return max(1, ceil(self._window.get_window_stats(*bucket).reset_time - time.time()))


def register(app: Flask) -> None:
    """Give the app its counts."""
    app.extensions["limits"] = Limits()


def _limits() -> Limits:
    return cast(Limits, current_app.extensions["limits"])


def of_link(link: bytes) -> None:
    """Count a request with a genuine link; those with others are refused before."""
    _limits().take((LINK, _limits().key("link", link)))


def of_account(account: UUID) -> None:
    """Count a request of somebody who is signed in."""
    _limits().take((ACCOUNT, _limits().key("account", account.bytes)))


def costly(account: UUID) -> None:
    """Count something that takes the server long."""
    _limits().take((COSTLY, _limits().key("costly", account.bytes)))


def costly_for(link: bytes) -> None:
    """The same for somebody with a link."""
    _limits().take((COSTLY, _limits().key("costly", link)))


@dataclass(frozen=True)
class Guess:
    """A sign-in that was counted; ``place`` stands for the account in its network."""

    place: str
    buckets: tuple[Bucket, ...]


def guess(address: str) -> Guess:
    """Count a sign-in before its password is looked at; to be given back when it was right.

    The guesses of all others never keep somebody out of a network where she signed in before.
    """
    name, network = address.encode(), _network()
    place, everywhere = _limits().key("guess here", name, network), _limits().key("guess", name)
    buckets = [(GUESSES_HERE, f"here {place[:SIGN_IN_COUNTERS]}")]
    if not _limits().knows(place):
        buckets.append((GUESSES, f"everywhere {everywhere[:SIGN_IN_COUNTERS]}"))
    _limits().take(*buckets)
    return Guess(place, tuple(buckets))


def code(account: UUID) -> Guess:
    """Count a code of the second step before it is looked at; to be given back when right.

    Whoever comes so far knows the password: here no network is better than another.
    """
    place = _limits().key("code here", account.bytes, _network())
    buckets = ((GUESSES_HERE, place), (CODES, _limits().key("code", account.bytes)))
    _limits().take(*buckets)
    return Guess(place, buckets)


def letter(address: str) -> None:
    """Count a link that somebody asks for, whether or not the address has an account."""
    name = address.encode()
    here, all_ = _limits().key("letter here", name, _network()), _limits().key("letter", name)
    _limits().take(
        (LETTERS_HERE, f"letter here {here[:SIGN_IN_COUNTERS]}"),
        (LETTERS, f"letter {all_[:SIGN_IN_COUNTERS]}"),
    )


def once(challenge: bytes) -> bool:
    """Whether nobody was let in by the answer to this challenge before."""
    try:
        _limits().take((ONCE, _limits().key("challenge", challenge)))
    except TooManyRequests:
        return False
    return True


def began() -> float:
    """Since when this process remembers, in seconds since 1970."""
    return _limits().began


def wrong_code() -> None:
    """Count a code that opens nothing; one that is right is never counted or refused."""
    here = _limits().key("wrong code", _network())
    _limits().take((WRONG_CODES, f"wrong code {here[:SIGN_IN_COUNTERS]}"))


def _network() -> bytes:
    """Where a request comes from: of IPv6 the first half, as the second is anybody's to choose."""
    written = request.remote_addr or ""
    try:
        address = ip_address(written)
    except ValueError:
        return written.encode()
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).packed[:8]


def right(guessed: Guess) -> None:
    """The password was right: that was no guess, and the network is known from now on."""
    _limits().give_back(*guessed.buckets)
    _limits().remember(guessed.place)
