"""The instant a score is computed for: a parameter of every expression, given a value when that is written as SQL.

So the expression of a definition is the same whenever it is asked; nothing below the shells reads a clock.
"""

import ibis
import ibis.expr.types as ir

#: Microseconds since the epoch, UTC.
AS_OF: ir.IntegerScalar = ibis.param("int64")
