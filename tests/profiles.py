"""How many examples a property test draws, and whether they are the same in every run.

What ``make test`` says of a commit is no matter of luck: it tries the same 50 every time, as
``mutation`` does 20. ``HYPOTHESIS_PROFILE=full`` (``make test-full``) tries 2,000 that are new.
"""

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"


def load() -> None:
    """Make the profile that the environment names the one of every test that is read after this."""
    base = settings(deadline=None, suppress_health_check=SLOW)
    same = settings(base, derandomize=True, database=None)
    settings.register_profile("fast", same, max_examples=50)
    settings.register_profile("mutation", same, max_examples=20)
    settings.register_profile("full", base, max_examples=2000)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
