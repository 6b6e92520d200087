"""A folder of plain files (data.md): CSV, Parquet and JSON lines into the engine's tables."""

from tamis.connectors.files.load import LoadedFolder, load_folder
from tamis.connectors.files.rejects import RejectReason, Rejects
from tamis.connectors.files.schema import Declared, FolderSchema, read_schema

__all__ = ["Declared", "FolderSchema", "LoadedFolder", "RejectReason", "Rejects", "load_folder", "read_schema"]
