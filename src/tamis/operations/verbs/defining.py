"""Verbs about definitions and properties as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.delete_definition import Deletion
    from tamis.operations.import_data import Imported
    from tamis.operations.list_definitions import ListedDefinition
    from tamis.operations.properties import ListedProperty


@dataclass(frozen=True)
class ListDefinitions:
    """`tamis list`."""

    kind: ClassVar[str] = "list"
    of: ClassVar[str] = "tamis.operations.list_definitions"

    def do(self, place: Place) -> tuple[ListedDefinition, ...]:
        """Lists them."""
        from tamis.operations.list_definitions import list_definitions

        return list_definitions(place.workspace)


@dataclass(frozen=True)
class ReviewDeletion:
    """The first half of `tamis delete`."""

    kind: ClassVar[str] = "review deletion"
    of: ClassVar[str] = "tamis.operations.delete_definition"
    key: str

    def do(self, place: Place) -> Deletion:
        """Tells what would go."""
        from tamis.operations.delete_definition import review_deletion

        return review_deletion(place.workspace, self.key)


@dataclass(frozen=True)
class Delete:
    """The second half."""

    kind: ClassVar[str] = "delete"
    of: ClassVar[str] = "tamis.operations.delete_definition"
    key: str

    def do(self, place: Place) -> None:
        """Deletes."""
        from tamis.operations.delete_definition import delete_definition

        delete_definition(place.workspace, self.key, now=place.now, is_again=place.is_again)


@dataclass(frozen=True)
class Properties:
    """`tamis properties`: of all objects, or of one."""

    kind: ClassVar[str] = "properties"
    of: ClassVar[str] = "tamis.operations.properties"
    object: str | None = None

    def do(self, place: Place) -> tuple[ListedProperty, ...]:
        """Lists them."""
        from tamis.operations.properties import list_properties

        return list_properties(place.workspace, self.object)


@dataclass(frozen=True)
class ReviewProperty:
    """The first half of `tamis properties delete`."""

    kind: ClassVar[str] = "review property"
    of: ClassVar[str] = "tamis.operations.properties"
    object: str
    name: str

    def do(self, place: Place) -> ListedProperty:
        """Tells what would go."""
        from tamis.operations.properties import review_property

        return review_property(place.workspace, self.object, self.name)


@dataclass(frozen=True)
class DeleteProperty:
    """The second half."""

    kind: ClassVar[str] = "delete property"
    of: ClassVar[str] = "tamis.operations.properties"
    object: str
    name: str

    def do(self, place: Place) -> None:
        """Deletes."""
        from tamis.operations.properties import delete_property

        delete_property(place.workspace, self.object, self.name, is_again=place.is_again)


@dataclass(frozen=True)
class Retype:
    """Corrects the type of a property, of an object's records or (`is_event`) of an event type."""

    kind: ClassVar[str] = "retype"
    of: ClassVar[str] = "tamis.operations.import_data"
    owner: str
    name: str
    type: str
    is_event: bool = False
    dry_run: bool = False

    def do(self, place: Place) -> Imported:
        """Reads its values anew."""
        from tamis.operations.retype import retype

        return retype(
            place.workspace,
            self.owner,
            self.name,
            self.type,
            is_event=self.is_event,
            now=place.now,
            dry_run=self.dry_run,
            progress=place.progress,
        )
