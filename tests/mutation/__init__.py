"""Mutation testing: small mistakes in the rules, and whether a test notices. ``make mutation``."""
