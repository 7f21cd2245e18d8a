"""Storey 2: from a snapshot to charts, pages and PDF; cannot reach the database."""
