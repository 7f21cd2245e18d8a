"""Storey 4: the pages."""
