"""What acts of the audit are called, and what the facts about them are."""

from __future__ import annotations

from shop.kernel.i18n import LazyText, lazy

VERBS: dict[str, LazyText] = {
    "account.backup_codes_renewed": lazy("Made new backup codes"),
    "account.device_forgotten": lazy("Stopped trusting a device"),
    "account.session_ended": lazy("Ended a session"),
    "account.sessions_ended": lazy("Ended all other sessions"),
    "member.added": lazy("Added a person"),
    "member.disabled": lazy("Shut a person out"),
    "member.enabled": lazy("Let a person in again"),
    "member.factor_reset": lazy("Reset a second factor"),
    "member.factor_set_up": lazy("Set up a second factor"),
    "member.invited": lazy("Made a link to join"),
    "member.joined": lazy("Joined by a link"),
    "member.password_set": lazy("Set a password"),
    "member.role_changed": lazy("Changed a person’s role"),
    "member.sessions_ended": lazy("Ended a person’s sessions"),
    "member.signed_in": lazy("Signed in"),
    "page.refused": lazy("Was refused a page"),
    "role.changed": lazy("Changed a role"),
    "role.made": lazy("Made a role"),
}
"""A verb of the audit in words; one without words is shown as it is written."""
AREAS: dict[str, LazyText] = {
    "account": lazy("Own accounts"),
    "member": lazy("People"),
    "page": lazy("Refused pages"),
    "role": lazy("Roles"),
}
"""The first part of verbs, for the filter."""
FACTS: dict[str, LazyText] = {
    "email": lazy("E-mail address"),
    "name": lazy("Name"),
    "permissions": lazy("Permissions"),
    "reason": lazy("Reason"),
    "role": lazy("Role"),
}
"""What the names of facts mean."""
ACTORS: dict[str, LazyText] = {
    "command": lazy("A command on the server"),
    "member": lazy("Somebody who works here"),
    "stranger": lazy("Somebody not signed in"),
    "system": lazy("The shop itself"),
}


def in_words(table: dict[str, LazyText], key: str) -> str:
    """Return what `key` is called, or the key itself."""
    return str(table.get(key, key))
