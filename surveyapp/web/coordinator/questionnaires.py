"""The questionnaire of a rater group on paper, without a code: to look at, or to hand out.

It is the same for everybody in the group. Whoever answers from it has the answers typed in with a
code of her own, which no coordinator ever has.
"""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from surveyapp.services import access, paper
from surveyapp.web import limits
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.rater import on_paper
from surveyapp.web.rater.paper import document
from surveyapp.web.speech import spoken

pages = Blueprint(
    "questionnaires", __name__, url_prefix="/coordinator/assessments/<uuid:key>/questionnaire"
)


@pages.get("/<group>.pdf")
@for_coordinators
def blank(key: UUID, group: str) -> Response:
    """As it is asked about this leader, in the language of the page."""
    assessment = access.coordinated_assessment(signed_in().id, key).id
    limits.costly(signed_in().id)
    return document(on_paper.paper(paper.of_group(assessment, group), spoken().code))
