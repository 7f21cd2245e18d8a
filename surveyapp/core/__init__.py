"""Storey 1: what 360° feedback is. No Flask, no SQLAlchemy, no clock, no chance.

Data (and today's date, where it matters) goes in, a decision or a figure comes out.
"""
