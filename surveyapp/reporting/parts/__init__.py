"""The parts of a report, in reading order: each a record and the function that fills it."""
