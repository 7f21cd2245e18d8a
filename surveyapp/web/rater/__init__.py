"""The rater at the keyboard: a questionnaire behind an invite link."""
