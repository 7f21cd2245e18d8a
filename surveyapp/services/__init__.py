"""Storey 3: the use cases. One verb, one transaction, plain values in."""
