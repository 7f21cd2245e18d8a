"""Anybody at all: pages that need neither an account nor a link."""
