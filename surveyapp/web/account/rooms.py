"""The rooms of signing in, and of one's own account."""

from surveyapp.web.account import factors, links, own, second, views

ROOMS = (views, links, second, own, factors)
