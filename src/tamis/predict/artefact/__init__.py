"""A trained model as it is kept: a manifest and arrays in open formats, without pickle and without training data.

    artefact = Artefact(scorer, calibration, intervals, features, facts)   # facts: whatever JSON can say
    artefact.calibrated                              # the Scorer to ask: log-odds, contributions
    probability, low, high = artefact.likelihoods(table)
    check_place(folder, replace=False)               # UsageError beforehand, where no model may be written
    write_artefact(folder, artefact, replace=False)  # whole or not at all
    read_artefact(folder)                            # DataError: which file is wrong, and what is
    artefact_bytes(artefact), artefact_from_bytes(data)                    # the same as one zip, for a database

Read again, a model gives the same predictions to the last bit.
"""

from tamis.predict.artefact.archive import artefact_bytes, artefact_from_bytes
from tamis.predict.artefact.artefact import Artefact
from tamis.predict.artefact.folder import check_place, read_artefact, write_artefact

__all__ = ["Artefact", "artefact_bytes", "artefact_from_bytes", "check_place", "read_artefact", "write_artefact"]
