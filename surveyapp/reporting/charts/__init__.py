"""What is drawn, as data: built from the published figures, drawn on paper and on screen alike.

Numbers are unrounded scale points (1–5) for the place of a mark; its ``text`` is what is printed.
"""

from surveyapp.reporting.charts.bars import Bars
from surveyapp.reporting.charts.dots import DotPlot
from surveyapp.reporting.charts.growth import GrowthPlot
from surveyapp.reporting.charts.mirror import Mirror
from surveyapp.reporting.charts.waves import WavesPlot

Chart = DotPlot | Mirror | Bars | GrowthPlot | WavesPlot
