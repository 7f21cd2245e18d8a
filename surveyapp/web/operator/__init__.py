"""The operator at the keyboard."""
