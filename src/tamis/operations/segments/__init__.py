"""Segments as a team works with them: who is in one, what a draft would hold, and lists made by hand."""

from tamis.operations.segments.draft import SegmentPreview, preview_segment
from tamis.operations.segments.listing import KeptSegment, count_members, kept_segment, kept_segments
from tamis.operations.segments.lists import ListChange, change_members, create_list
from tamis.operations.segments.members import Member, Members, export_members, read_members
from tamis.operations.segments.upload import MOST_NAMES, read_names

__all__ = [
    "MOST_NAMES",
    "KeptSegment",
    "ListChange",
    "Member",
    "Members",
    "SegmentPreview",
    "change_members",
    "count_members",
    "create_list",
    "export_members",
    "kept_segment",
    "kept_segments",
    "preview_segment",
    "read_members",
    "read_names",
]
