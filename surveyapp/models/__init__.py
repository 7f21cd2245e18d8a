"""Storey 2: the tables."""
