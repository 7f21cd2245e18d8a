"""The pages of whoever reads what a leader shares, by a link and without an account."""
