"""Storey 2: messages and the SMTP conversation that delivers them."""
