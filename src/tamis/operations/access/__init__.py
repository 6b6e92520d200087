"""Who may do what: roles, permissions, and the table that joins them. Pure; docs/permissions.md prints the table."""

from tamis.operations.access.actor import COMMAND_LINE, TAMIS, Actor, may, require
from tamis.operations.access.permissions import ALLOWED, Permission, Role, permissions_of

__all__ = ["ALLOWED", "COMMAND_LINE", "TAMIS", "Actor", "Permission", "Role", "may", "permissions_of", "require"]
