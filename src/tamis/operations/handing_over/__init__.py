"""Work on the warehouse that is done here or, while a server holds the warehouse, by the server as a job.

The command waits for the job, shows its progress, and ends with its result or its error as if it had done it itself.
"""

from tamis.operations.handing_over.patience import Patience
from tamis.operations.handing_over.performing import perform

__all__ = ["Patience", "perform"]
