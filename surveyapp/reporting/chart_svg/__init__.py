"""Charts on paper: marks, lines and digits as SVG. Lengths are millimetres.

Words stay outside, in HTML: WeasyPrint sets SVG text letter by letter, which breaks neither lines
nor Arabic or Devanagari well. So a chart of rows is a real table with a small picture in each row.
The gridlines are the table's as well, so that they run on however high a row becomes: the points of
the scale stand at 10, 30, 50, 70 and 90 per cent of the width.
"""

from surveyapp.reporting.chart_svg.drawing import key, sign_of
from surveyapp.reporting.chart_svg.lines import lines
from surveyapp.reporting.chart_svg.mirrors import MIRROR_SIDE, mirror, mirror_alone, mirror_labels
from surveyapp.reporting.chart_svg.spreads import bars, bars_beside
from surveyapp.reporting.chart_svg.strips import annotated, growth_strip, strip, waves_strip

__all__ = [
    "MIRROR_SIDE",
    "annotated",
    "bars",
    "bars_beside",
    "growth_strip",
    "key",
    "lines",
    "mirror",
    "mirror_alone",
    "mirror_labels",
    "sign_of",
    "strip",
    "waves_strip",
]
