"""Language that explains: what each chart shows for this leader, in a plain sentence.

Written to be understood by somebody who has never seen a statistic: no jargon, no blame, no
precision that is not there. Names of groups and competences are data, so that no sentence depends
on their grammar. A module per part of a report.
"""
