"""The coach at the keyboard."""
