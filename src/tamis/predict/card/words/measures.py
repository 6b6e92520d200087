"""Measures, each with what it means in a sentence: English, then French."""

MEASURES: dict[str, tuple[str, str]] = {
    "measure.auc": ("AUC", "AUC"),
    "measure.auc.meaning": (
        "Of one that converted and one that did not, how often the first ranks higher. 0.5 is chance, 1 perfect.",
        (
            "D’une fiche qui a abouti et d’une autre, combien de fois la première est mieux classée. 0,5 : le "
            "hasard ; 1 : parfait."
        ),
    ),
    "measure.average_precision": ("Average precision", "Précision moyenne"),
    "measure.average_precision.meaning": (
        (
            "The share of conversions among those called, on average over all lengths of the list. Chance gives "
            "the base rate."
        ),
        (
            "La part de conversions parmi les appels, en moyenne sur toutes les longueurs de liste. Le hasard "
            "donne le taux de base."
        ),
    ),
    "measure.log_loss": ("Log loss", "Perte logarithmique"),
    "measure.log_loss.meaning": (
        "How surprised the percentages were by what happened; lower is better. Confident and wrong costs most.",
        (
            "À quel point l’issue a surpris les pourcentages ; plus bas vaut mieux. Se tromper avec assurance "
            "coûte le plus."
        ),
    ),
    "measure.brier": ("Brier score", "Score de Brier"),
    "measure.brier.meaning": (
        "The mean squared distance between percentage and outcome; lower is better.",
        "L’écart quadratique moyen entre pourcentage et issue ; plus bas vaut mieux.",
    ),
    "measure.calibration_error": ("Calibration error", "Erreur de calibration"),
    "measure.calibration_error.meaning": (
        "How far percentages were from what happened, on average over ten groups of equal size.",
        "L’écart moyen entre les pourcentages et la réalité, sur dix groupes de même taille.",
    ),
    "measure.base_rate": ("Base rate", "Taux de base"),
    "measure.base_rate.meaning": ("The share of all that converted.", "La part de toutes les fiches qui a abouti."),
}
