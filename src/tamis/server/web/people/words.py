"""What roles, permissions and deeds are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tamis.operations.access import Permission, Role

_DEEDS = {
    "set_up": gettext_lazy("Set the workspace up"),
    "sign_in": gettext_lazy("Signed in"),
    "invite_person": gettext_lazy("Invited somebody"),
    "renew_invitation": gettext_lazy("Renewed an invitation"),
    "withdraw_invitation": gettext_lazy("Withdrew an invitation"),
    "accept_invitation": gettext_lazy("Accepted an invitation"),
    "make_reset_link": gettext_lazy("Made a link to reset a password"),
    "reset_password": gettext_lazy("Chose another password by a link"),
    "change_password": gettext_lazy("Changed the password"),
    "change_role": gettext_lazy("Changed a role"),
    "change_name": gettext_lazy("Changed their name"),
    "deactivate_person": gettext_lazy("Deactivated somebody"),
    "activate_person": gettext_lazy("Activated somebody again"),
    "sign_out_everywhere": gettext_lazy("Signed somebody out everywhere"),
    "turn_on_second_step": gettext_lazy("Turned the second step on"),
    "turn_off_second_step": gettext_lazy("Turned the second step off"),
    "renew_recovery_codes": gettext_lazy("Made new recovery codes"),
    "reset_second_factor": gettext_lazy("Reset a second step"),
    "make_token": gettext_lazy("Made an API token"),
    "revoke_token": gettext_lazy("Revoked an API token"),
    "export_leads": gettext_lazy("Exported a list of leads"),
    "export_members": gettext_lazy("Exported the members of a segment"),
    "export_audit": gettext_lazy("Exported the audit log"),
    "demo": gettext_lazy("Brought the demo company in"),
    "import": gettext_lazy("Imported data"),
    "publish": gettext_lazy("Published"),
    "delete": gettext_lazy("Deleted a definition"),
    "delete property": gettext_lazy("Deleted a property"),
    "merge duplicates": gettext_lazy("Merged all duplicates that are as good as certain"),
    "unmerge duplicates": gettext_lazy("Took apart what was merged at once"),
    "merge": gettext_lazy("Merged records"),
    "unmerge": gettext_lazy("Took merged records apart"),
    "dismiss": gettext_lazy("Decided on a duplicate"),
    "reset": gettext_lazy("Reset engagement"),
    "unreset": gettext_lazy("Took a reset back"),
    "accept_lead": gettext_lazy("Accepted a lead"),
    "reject_lead": gettext_lazy("Rejected a lead"),
    "take_back_decision": gettext_lazy("Took a decision about a lead back"),
    "export_contact": gettext_lazy("Exported all that is known of a contact"),
    "erase": gettext_lazy("Erased a contact"),
    "rescore": gettext_lazy("Had scores computed"),
    "retype": gettext_lazy("Corrected a type"),
    "create list": gettext_lazy("Made a list"),
    "change members": gettext_lazy("Changed a list"),
    "add_source": gettext_lazy("Added a source"),
    "rotate_source": gettext_lazy("Gave a source a new key"),
    "revoke_source": gettext_lazy("Revoked a source"),
    "deactivate": gettext_lazy("Took a definition out of use"),
    "start_draft": gettext_lazy("Began a draft"),
    "edit_draft": gettext_lazy("Edited a draft"),
    "upload_draft": gettext_lazy("Uploaded a draft"),
    "draft_version": gettext_lazy("Brought a version back as a draft"),
    "discard_draft": gettext_lazy("Discarded a draft"),
    "train model": gettext_lazy("Trained a model"),
    "predict": gettext_lazy("Had likelihoods computed"),
    "publish model": gettext_lazy("Made a version of a model live"),
    "revert model": gettext_lazy("Went back to a version of a model"),
    "withdraw model": gettext_lazy("Withdrew a model"),
    "schedule model": gettext_lazy("Changed the schedule of a model"),
    "delete model": gettext_lazy("Deleted a model"),
    "backup": gettext_lazy("Backed the workspace up"),
}


def deed_name(kind: str) -> str:
    """What was done, in words; a kind that has none is told as it is."""
    return str(_DEEDS.get(kind, kind.replace("_", " ")))


def role_names() -> dict[Role, str]:
    """The roles, as they are called."""
    return {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.MARKETING: _("Marketing"),
        Role.SALES: _("Sales"),
        Role.READ_ONLY: _("Read only"),
    }


def permission_names() -> dict[Permission, str]:
    """What each permission lets one do."""
    return {
        Permission.SEE_LEADS: _("See leads and records"),
        Permission.EXPORT_LEADS: _("Export leads"),
        Permission.WORK_LEADS: _("Accept, reject and reset leads"),
        Permission.MERGE_RECORDS: _("Merge records"),
        Permission.PRIVACY: _("Delete or give out a person's data"),
        Permission.SEE_SCORES: _("See scores, segments and models"),
        Permission.EDIT_SCORES: _("Edit drafts of scores and segments"),
        Permission.PUBLISH: _("Publish scores and segments, train models"),
        Permission.SEE_DATA: _("See imports, sources and jobs"),
        Permission.CHANGE_DATA: _("Import data and change types"),
        Permission.MANAGE_SOURCES: _("Manage sources"),
        Permission.SHARE_VIEWS: _("Share saved views"),
        Permission.MANAGE_PEOPLE: _("Manage people"),
        Permission.SEE_AUDIT: _("See the audit log"),
        Permission.SEE_OVERVIEW: _("See the overview"),
        Permission.OWN_SETTINGS: _("Change one's own settings"),
    }
