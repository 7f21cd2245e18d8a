"""The rooms of signing in, and of one's own account."""

from surveyapp.web.account import factors, links, own, passkeys, second, single_sign_on, views

ROOMS = (views, links, second, single_sign_on, own, factors, passkeys)
