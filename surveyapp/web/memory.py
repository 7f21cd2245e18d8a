"""Where counts are kept: in the memory of this process."""

import time

from limits.storage import Storage


class Memory(Storage):
    """Counts in memory, for one thread at a time.

    The library's own storage for that starts a thread at nearly every count, to forget what is
    over; measured, that costs a tenth of a rater's page. Here a count in the next minute does it.
    """

    base_exceptions = ()

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, tuple[int, float]] = {}
        self._swept = time.time()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count so many more until ``expiry`` seconds after the first; how many there are now."""
        self._sweep()
        _, over = self._live(key) or (0, time.time() + expiry)
        count = self.get(key) + amount
        self.counts[key] = count, over
        return count

    def get(self, key: str) -> int:
        """How many there are."""
        live = self._live(key)
        return live[0] if live else 0

    def get_expiry(self, key: str) -> float:
        """When they are over, in seconds since 1970; now, where there are none."""
        live = self._live(key)
        return live[1] if live else time.time()

    def clear(self, key: str) -> None:
        """Forget a key."""
        self.counts.pop(key, None)

    def reset(self) -> int:
        """Forget all; how many keys there were."""
        known = len(self.counts)
        self.counts.clear()
        return known

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def _live(self, key: str) -> tuple[int, float] | None:
        known = self.counts.get(key)
        return known if known and known[1] > time.time() else None

    def _sweep(self) -> None:
        now = time.time()
        if now - self._swept < 60:
            return
        self._swept = now
        self.counts = {key: known for key, known in self.counts.items() if known[1] > now}
