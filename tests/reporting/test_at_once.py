"""Who waits for a document keeps no page from others, and is told when it cannot be printed."""

from contextlib import closing
from subprocess import Popen
from threading import Event, Thread

import pytest

from surveyapp.core.errors import Unavailable
from surveyapp.reporting import at_once, press
from surveyapp.reporting.at_once import Desk
from surveyapp.reporting.press import Jammed, Press, Wish

WISH = Wish("{}", "nl")


def test_who_waits_for_a_document_that_cannot_be_printed_is_told_so_after_one_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[Wish] = []

    def jams(_self: Press, wish: Wish) -> bytes:
        tried.append(wish)
        raise Jammed("failed")

    monkeypatch.setattr(Press, "print", jams)
    with pytest.raises(Unavailable, match="could not be printed"):
        at_once.printed(WISH)
    assert tried == [WISH]


def test_few_wait_at_once_and_the_next_is_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert at_once.PLACES < 4, "as many threads as there are would stop every page"
    monkeypatch.setattr(at_once, "PLACES", 1)
    desk = Desk()

    def meanwhile(_self: Press, wish: Wish) -> bytes:
        with pytest.raises(Unavailable, match="busy"):
            desk.printed(wish)
        return b"%PDF"

    monkeypatch.setattr(Press, "print", meanwhile)
    with closing(desk):
        assert [desk.printed(WISH) for _ in range(3)] == [b"%PDF"] * 3


def test_a_document_that_hangs_is_cut_short_when_the_server_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, begun, told = Desk(), Event(), list[str]()

    def hangs(process: Popen[bytes], _wish: Wish) -> bytes:
        begun.set()
        process.wait()
        raise EOFError

    def wait() -> None:
        with pytest.raises(Unavailable) as refusal:
            desk.printed(WISH)
        told.append(str(refusal.value))

    monkeypatch.setattr(press, "COMMAND", ["sleep", "600"])
    monkeypatch.setattr(press, "_asked", hangs)
    waiting = [Thread(target=wait) for _ in range(2)]
    for one in waiting:
        one.start()
    begun.wait()
    desk.close()
    for one in waiting:
        one.join()
    assert len(told) == 2
    with pytest.raises(Unavailable):
        desk.printed(WISH)
