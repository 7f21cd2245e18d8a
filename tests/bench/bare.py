"""A bare Flask app to compare with: the same pages and forms, and nothing kept."""

from flask import Flask, redirect, render_template_string, request
from werkzeug.wrappers import Response

from surveyapp.core.library import load_instrument
from surveyapp.web.rater import forms, plan

INSTRUMENT = load_instrument("leadership-360")
PAGE = """<!doctype html><html lang="nl"><title>Bare</title><body><form id="page" method="post">
{% for field in form %}<fieldset><legend>{{ field.label.text }}</legend>
{% for value, label in field.choices or [] %}<label><input type="radio" name="{{ field.name }}"
value="{{ value }}"{% if field.data == value %} checked{% endif %}>{{ label }}</label>{% else %}
<textarea name="{{ field.name }}">{{ field.data or "" }}</textarea>{% endfor %}</fieldset>
{% endfor %}<button name="next">Next</button></form></body></html>"""


def create_bare() -> Flask:
    """Pages ``/bare/first``, ``/bare/1`` … and ``/bare/review``."""
    for room in (forms, plan):
        setattr(room, "frozen", lambda fingerprint: INSTRUMENT)  # noqa: B010  # there is no database
    app = Flask(__name__)
    whose = plan.Whose(INSTRUMENT.fingerprint, "teacher", later_wave=False, pulse=False)
    pages = plan.plan(whose)

    @app.route("/bare/<place>", methods=["GET", "POST"])
    def page(place: str) -> str | Response:
        if not place.isdigit():
            return redirect("/bare/thanks") if request.method == "POST" else "<p>…</p>"
        number = int(place)
        form = forms.page_form(whose, number, "nl")(request.form)
        if request.method == "POST" and form.validate():
            return redirect(str(number + 1) if number < len(pages) else "review", 303)
        return render_template_string(PAGE, form=form)

    return app
