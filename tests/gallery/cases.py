"""The cases of a report of one leader, made by the real core from answers, passed by the gate."""

from tests.gallery import chosen_cases, people_cases, result_cases
from tests.gallery.registry import CASES, effect, snapshot

__all__ = ["CASES", "chosen_cases", "effect", "people_cases", "result_cases", "snapshot"]
