"""The demo: a whole trajectory through the front door, with invented people.

It goes through the services, a real SMTP conversation and the web forms, so it cannot go stale.
"""
