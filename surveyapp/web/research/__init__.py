"""The researcher at the keyboard."""
