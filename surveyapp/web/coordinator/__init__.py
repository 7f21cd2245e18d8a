"""The coordinator at the keyboard."""
