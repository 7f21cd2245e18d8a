"""Loads the profile under which the rules are tried on generated rounds."""

import tests.strategies

__all__ = ["tests"]
