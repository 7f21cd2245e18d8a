"""Every table and column of the schema, and why it tells nobody who said what, or when.

Read by people: whoever adds a table or column to the product writes a line here.
"""

TABLES = {
    "response": "answers",
    "comment": "answers",
    "invitation": "people",
    "draft": "people",
    "account": "people",
    "leader": "people",
    "coordination": "people",
    "audit_event": "people",
    "nomination": "people",
    "outbox": "people",
    "report": "published",
    "group_report": "published",
    "programme": "neither",
    "leader_group": "neither",
    "wave": "neither",
    "assessment": "neither",
    "instrument": "neither",
    "alembic_version": "neither",
}
"""What a table is about; nothing may lead from answers to people but by the assessment."""

COLUMNS = {
    "response": {
        "id": "random, and made anew at the freeze",
        "assessment_id": "which leader and wave: all that is known of the origin",
        "group": "the rater group, within which nobody is told apart",
        "answers": "one vector, equally long for everybody",
    },
    "comment": {
        "id": "random; the row is destroyed at the freeze",
        "assessment_id": "which leader and wave",
        "group": "the rater group",
        "question": "the open question, the same for everybody",
        "text": "what was written",
    },
    "invitation": {
        "id": "random",
        "assessment_id": "about whom she may answer",
        "group": "her rater group",
        "name": "hers, forgotten after the freeze",
        "email": "hers, forgotten after the freeze",
        "language": "that of the mail, chosen by who invited her: not the one she answers in",
        "state": "whether she has answered, never when",
        "link": "random; opens nothing without the secret",
    },
    "draft": {
        "invitation_id": "hers until she submits",
        "sealed": "encrypted under a key from the link, in whole blocks",
    },
    "account": {
        "id": "random; raters have none",
        "email": "of a leader or coordinator, to sign in with",
        "name": "the same person's",
        "language": "of her pages, whatever she answers in",
        "password_hash": "changes with the password, not when she signs in",
    },
    "leader": {
        "id": "random",
        "group_id": "which group of leaders",
        "account_id": "who she is",
        "school": "hers, known to every rater",
    },
    "coordination": {
        "programme_id": "which programme",
        "account_id": "who coordinates it",
    },
    "audit_event": {
        "id": "random",
        "at": "see TIMES",
        "actor_id": "a coordinator; raters do nothing that is written down",
        "action": "of a list without any deed of a rater",
        "programme_id": "where it was done",
        "wave_id": "where it was done",
        "assessment_id": "about which leader: never about an invitation or a response",
        "details": "counts and days of what was done, of a list; tests/services/test_audit.py",
    },
    "nomination": {
        "id": "random; the row goes when the wave opens, before anybody can answer",
        "wave_id": "for which wave",
        "leader_id": "about whom she should be asked",
        "group": "her rater group",
        "name": "of the person proposed",
        "email": "of the person proposed",
        "language": "that of the mail",
        "state": "whether it was approved",
        "reason": "why it was returned",
    },
    "outbox": {
        "id": "random",
        "invitation_id": "who gets it",
        "kind": "invitation, reminder (had not answered on a planned day; forgotten at the freeze) "
        "or thanks (all at once, when the wave closes)",
        "state": "whether it has left",
        "due": "see TIMES",
        "attempts": "see TIMES",
        "fault": "what the mail server said, without address",
    },
    "report": {
        "assessment_id": "about which leader, in which wave",
        "fingerprint": "of the snapshot, nothing else",
        "snapshot": "what is published, checked by the gate",
        "opened": "whether the leader has read it, never when",
    },
    "group_report": {
        "wave_id": "which wave",
        "fingerprint": "of the snapshot, nothing else",
        "snapshot": "what is published over the leaders, checked by the gate",
    },
    "programme": {
        "id": "random",
        "name": "the same for all who take part",
        "instrument": "which questions",
        "rules": "rater groups and minimums, set before anybody answers",
    },
    "leader_group": {
        "id": "random",
        "programme_id": "which programme",
        "name": "of the group of leaders",
    },
    "wave": {
        "id": "random",
        "programme_id": "which programme",
        "name": "the same for all who take part",
        "label": "the same for all who take part",
        "position": "see TIMES",
        "state": "prepared, open or closed, for all at once",
        "closes_on": "see TIMES",
        "reminders": "the days that were planned when it opened, for all at once",
        "rules": "a copy from the programme, made when it opened",
        "fingerprint": "of the questions, kept when it opened",
    },
    "assessment": {
        "id": "random",
        "wave_id": "in which wave",
        "leader_id": "about whom",
        "state": "open, frozen, released or forgotten; no answer changes it",
        "frozen_on": "see TIMES",
    },
    "instrument": {
        "fingerprint": "of the content",
        "content": "what is asked, the same for everybody",
    },
    "alembic_version": {"version_num": "of the schema"},
}
"""Every column, and why it joins nothing to the other side of the wall."""

TIMES = {
    "audit_event.at": "when a coordinator or operator did something; raters leave no event",
    "outbox.due": "when mail may leave: set for all of a wave at once, put off by the mail server "
    "only, emptied once it has left",
    "outbox.attempts": "how often the mail server was asked; nothing that a rater does moves it",
    "wave.position": "the place of the wave in its programme",
    "wave.closes_on": "the last day, the same for all, chosen by the coordinator",
    "assessment.frozen_on": "the day of the freeze, after which nobody answers",
}
"""The only times and numbers that count, and why they never tell when somebody answered."""
