"""360° feedback for school leaders: questionnaires, anonymity, aggregation, reports."""
