"""Reasons of a verdict, and signs of a leak: English, then French. `{things}` are contacts, companies or deals."""

REASONS: dict[str, tuple[str, str]] = {
    "too_few_converted": (
        "{have:n} of {wanted:n} conversions: not enough evidence for a likelihood of a single record.",
        "{have:n} conversions sur {wanted:n} : pas assez d’éléments pour estimer la probabilité d’une seule fiche.",
    ),
    "too_few_others": (
        "{have:n} of {wanted:n} {things} that did not convert: there is too little to compare conversions with.",
        "{have:n} {things} sans conversion sur {wanted:n} : trop peu pour y comparer les conversions.",
    ),
    "one_class_held_out": (
        "All {rows:n} held-out examples ended the same way, so nothing shows whether the model tells them apart.",
        (
            "Les {rows:n} exemples mis de côté ont tous fini de la même façon : rien ne montre si le modèle les "
            "distingue."
        ),
    ),
    "worse_than_base_rate": (
        (
            "On newer data its percentages were worse than giving everybody the same average (log loss "
            "{log_loss:3}, average {base:3})."
        ),
        (
            "Sur des données plus récentes, ses pourcentages étaient moins bons que la même moyenne pour tout le "
            "monde (perte logarithmique {log_loss:3}, moyenne {base:3})."
        ),
    ),
    "order_by_chance": (
        "Its order may be chance: AUC {auc:2}, somewhere from {low:2} to {high:2}, and 0.5 is tossing a coin.",
        "Son classement peut être dû au hasard : AUC {auc:2}, entre {low:2} et {high:2} ; 0,5, c’est pile ou face.",
    ),
    "few_converted": (
        "{have:n} conversions to learn from: trust the order more than the percentages until there are {wanted:n}.",
        "{have:n} conversions pour apprendre : fiez-vous à l’ordre plus qu’aux pourcentages jusqu’à {wanted:n}.",
    ),
    "few_others": (
        (
            "{have:n} {things} that did not convert: trust the order more than the percentages until there are "
            "{wanted:n}."
        ),
        "{have:n} {things} sans conversion : fiez-vous à l’ordre plus qu’aux pourcentages jusqu’à {wanted:n}.",
    ),
    "rate_off": (
        "It expected {said:%} of the held-out {things} to convert; {happened:%} did.",
        "Il attendait {said:%} de conversions parmi les fiches mises de côté ; il y en a eu {happened:%}.",
    ),
    "percentages_off": (
        "Its percentages were off by {error:p} on average.",
        "Ses pourcentages se sont trompés de {error:p} en moyenne.",
    ),
    "few_held_out": (
        "Judged by {have:n} conversions only; figures settle from {wanted:n}.",
        "Jugé sur {have:n} conversions seulement ; les chiffres se stabilisent à partir de {wanted:n}.",
    ),
    "no_time": (
        "The data is of one instant: how the model does on newer {things} is not known.",
        "Les données sont d’un seul instant : on ne sait pas ce que vaut le modèle sur des fiches plus récentes.",
    ),
    "no_gap": (
        "There is too little history to leave a horizon between what it learnt from and what it was judged by.",
        "L’historique est trop court pour laisser un horizon entre l’apprentissage et l’évaluation.",
    ),
    "no_gap_records": (
        "There is too little history to judge it by newer data: it was judged by other {things} of the same time.",
        (
            "L’historique est trop court pour le juger sur du plus récent : il l’a été sur d’autres fiches de la "
            "même période."
        ),
    ),
    "no_better_than_naive_bayes": (
        "A simple count of won and lost values (naive Bayes) ranks as well.",
        "Un simple décompte des valeurs gagnées et perdues (Bayes naïf) classe aussi bien.",
    ),
    "no_better_than_most_recent": (
        "Calling the most recently active first ranks as well.",
        "Appeler d’abord les derniers actifs classe aussi bien.",
    ),
    "outcome_moved": (
        "Conversions are not what they were: {then:%} when it learnt, {now:%} now.",
        "Les conversions ont changé : {then:%} lors de l’apprentissage, {now:%} maintenant.",
    ),
    # Of cards from before an input's weight was told.
    "feature_moved": (
        "“{name}” has changed much since it learnt.",
        "« {name} » a beaucoup changé depuis l’apprentissage.",
    ),
    "features_moved": (
        "{count:n} of the things it looks at have changed much since it learnt, above all “{name}”.",
        "Parmi ce qu’il regarde, {count:n} éléments ont beaucoup changé depuis l’apprentissage, surtout « {name} ».",
    ),
    "input_moved": (
        "“{name}” is far from what it was when it learnt, and is {weight:%} of what it goes by.",
        "« {name} » a beaucoup changé depuis l’apprentissage, et c’est {weight:%} de ce sur quoi il s’appuie.",
    ),
    "inputs_moved": (
        (
            "{count:n} of the things it looks at are far from what they were when it learnt; together they are "
            "{weight:%} of what it goes by, above all “{name}”."
        ),
        (
            "Parmi ce qu’il regarde, {count:n} éléments ont beaucoup changé depuis l’apprentissage ; ensemble, c’est "
            "{weight:%} de ce sur quoi il s’appuie, surtout « {name} »."
        ),
    ),
    "segment_off": (
        (
            "For “{group}” ({by}) it said {said:%}, and {happened:%} happened: further off than chance explains, "
            "however well it does on average."
        ),
        (
            "Pour « {group} » ({by}), il a dit {said:%} et {happened:%} s’est réalisé : plus que le hasard n’explique, "
            "même s’il dit vrai en moyenne."
        ),
    ),
    "segments_off": (
        (
            "For {count:n} groups it is further off than chance explains: for “{group}” ({by}) it said {said:%}, and "
            "{happened:%} happened. The others: {others}."
        ),
        (
            "Pour {count:n} groupes, il s’écarte plus que le hasard n’explique : pour « {group} » ({by}), il a dit "
            "{said:%} et {happened:%} s’est réalisé. Les autres : {others}."
        ),
    ),
    "leaks_kept": (
        "It uses properties that seem to know the outcome, because you asked for it: {names}.",
        "Il utilise, à votre demande, des propriétés qui semblent connaître l’issue : {names}.",
    ),
    "better_than_chance": (
        (
            "On newer data it clearly beats chance: of one that converted and one that did not, it puts the right "
            "one first in {auc:h} of 100 pairs (between {low:h} and {high:h})."
        ),
        (
            "Sur des données plus récentes, il bat nettement le hasard : d’une fiche qui a abouti et d’une autre, "
            "il classe la bonne en premier {auc:h} fois sur 100 (entre {low:h} et {high:h})."
        ),
    ),
    "better_than_chance_elsewhere": (
        (
            "On {things} that it had not seen it clearly beats chance: of one that converted and one that did not, it "
            "puts the right one first in {auc:h} of 100 pairs (between {low:h} and {high:h})."
        ),
        (
            "Sur des fiches qu’il n’avait pas vues, il bat nettement le hasard : d’une fiche qui a abouti et d’une "
            "autre, il classe la bonne en premier {auc:h} fois sur 100 (entre {low:h} et {high:h})."
        ),
    ),
    "percentages_hold": (
        "Its percentages can be taken at their word: off by {error:p} on average.",
        "Ses pourcentages disent vrai, à {error:p} près en moyenne.",
    ),
    "percentages_hold_on_average": (
        "Over all {things} its percentages hold: off by {error:p} on average.",
        "Sur l’ensemble des fiches, ses pourcentages disent vrai, à {error:p} près en moyenne.",
    ),
    "near_perfect": (
        "alone, it tells the outcome almost perfectly (AUC {auc:2})",
        "à elle seule, elle donne l’issue presque à coup sûr (AUC {auc:2})",
    ),
    "only_converted": (
        (
            "{share:%} of the {rows:n} with the value “{value}” converted; such values cover {covered:%} of all "
            "conversions"
        ),
        (
            "{share:%} des {rows:n} fiches de valeur « {value} » ont abouti ; ces valeurs couvrent {covered:%} des "
            "conversions"
        ),
    ),
    "known_for_converted": (
        "known for {converted:%} of the converted and {others:%} of the others",
        "connue pour {converted:%} de ceux qui ont abouti et {others:%} des autres",
    ),
    "set_after": (
        "set after the conversion for {share:%} of the {rows:n} converted where that is known",
        "renseignée après la conversion pour {share:%} des {rows:n} conversions où cela se sait",
    ),
    "too_good": (
        "alone it ranks better (AUC {auc:2}) than everything else together ({rest:2})",
        "à elle seule, elle classe mieux (AUC {auc:2}) que tout le reste ensemble ({rest:2})",
    ),
    "named_after_the_end": (
        (
            "its name (“{words}”) says that it is complete only when all is over, and it has no history (AUC alone "
            "{auc:2})"
        ),
        (
            "son nom (« {words} ») dit qu’elle n’est complète qu’à la fin, et elle n’a pas d’historique (AUC seule "
            "{auc:2})"
        ),
    ),
    "named_after_the_latest": (
        "its name (“{words}”) says that it is of today, not of the time it stands for (AUC alone {auc:2})",
        "son nom (« {words} ») dit qu’elle est d’aujourd’hui, et non du moment étudié (AUC seule {auc:2})",
    ),
    "named_after_a_judgement": (
        "its name (“{words}”) says that somebody judged the record, maybe knowing the outcome (AUC alone {auc:2})",
        (
            "son nom (« {words} ») dit que quelqu’un a jugé la fiche, peut-être en connaissant l’issue (AUC seule "
            "{auc:2})"
        ),
    ),
    "unknown_for_a_time": (
        "known for {most:%} of the records of one time and {least:%} of another, as if filled in at once",
        "connue pour {most:%} des fiches d’une période et {least:%} d’une autre, comme remplie d’un coup",
    ),
}
