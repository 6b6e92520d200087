"""The people of a workspace: who may sign in, as what, by which link or token; every change is in the audit log."""

from tamis.operations.people.audit import audit_choices, export_audit, note, read_audit
from tamis.operations.people.links import Invited, choose_password, invite, link_of, make_reset_link, renew_invitation
from tamis.operations.people.own import change_own
from tamis.operations.people.roster import (
    PersonSeen,
    activate,
    add_administrator,
    change_role,
    deactivate,
    forget_second_factor,
    has_people,
    list_people,
    person_of,
    sign_out_everywhere,
    withdraw_invitation,
)
from tamis.operations.people.tokens import (
    TOKEN_SCOPES,
    actor_of_token,
    count_tokens,
    list_tokens,
    make_token,
    revoke_own_tokens,
    revoke_token,
)

__all__ = [
    "TOKEN_SCOPES",
    "Invited",
    "PersonSeen",
    "activate",
    "actor_of_token",
    "add_administrator",
    "audit_choices",
    "change_own",
    "change_role",
    "choose_password",
    "count_tokens",
    "deactivate",
    "export_audit",
    "forget_second_factor",
    "has_people",
    "invite",
    "link_of",
    "list_people",
    "list_tokens",
    "make_reset_link",
    "make_token",
    "note",
    "person_of",
    "read_audit",
    "renew_invitation",
    "revoke_own_tokens",
    "revoke_token",
    "sign_out_everywhere",
    "withdraw_invitation",
]
