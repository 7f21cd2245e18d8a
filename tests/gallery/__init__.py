"""A gallery of reports: each named case in each design and language, looked at and checked.

``cases`` and ``group_cases`` say what there is, ``made`` makes it, the other modules find faults in
a document that was made. The tests read a selection; ``make report-gallery`` reads all of it.
"""
