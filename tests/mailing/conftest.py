"""Loads the profile under which generated texts are tried."""

import tests.strategies

__all__ = ["tests"]
