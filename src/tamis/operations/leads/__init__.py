"""The ranked list that sales works from: pages of it, reasons, saved views, and its export."""
