"""Names of contestants that more is asked of than a row."""

TAMIS, BASELINE, LOGISTIC = "Tamis", "naive Bayes", "binned logistic"
#: Those that Tamis shall be no worse than.
STRONG = ("LightGBM", "CatBoost", LOGISTIC, "EBM")
