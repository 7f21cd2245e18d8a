"""The leader at the keyboard."""
