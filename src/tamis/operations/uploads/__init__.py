"""Files that people gave to the pages: kept beside the workspace, looked at, and imported like any other file."""

from tamis.connectors.files.reading import DAY, NO_DAY, TIMES
from tamis.operations.uploads.columns import UploadColumn, columns_of, known_columns, other_words
from tamis.operations.uploads.importing import find_rejects, import_of, rejects_told, upload_of
from tamis.operations.uploads.keeping import TABLES, Upload, find_upload, forget_uploads, keep_upload, list_uploads

__all__ = [
    "DAY",
    "NO_DAY",
    "TABLES",
    "TIMES",
    "Upload",
    "UploadColumn",
    "columns_of",
    "find_rejects",
    "find_upload",
    "forget_uploads",
    "import_of",
    "keep_upload",
    "known_columns",
    "list_uploads",
    "other_words",
    "rejects_told",
    "upload_of",
]
