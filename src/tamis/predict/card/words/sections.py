"""Headings and sentences of the card, from top to bottom: English, then French."""

SECTIONS: dict[str, tuple[str, str]] = {
    "card.title": ("{label} · model card", "{label} · fiche du modèle"),
    "card.eyebrow": ("Model card · version {version} · {at:d}", "Fiche du modèle · version {version} · {at:d}"),
    "card.segment": ("for {segment}", "pour {segment}"),
    "card.footer": (
        "Judged on {rows:n} examples that the model never saw. All times are UTC.",
        "Jugé sur {rows:n} exemples que le modèle n’a jamais vus. Heures en UTC.",
    ),
    "card.footer.empty": ("All times are UTC.", "Heures en UTC."),
    "table.show": ("The same as a table", "Les mêmes chiffres en tableau"),
    "verdict.ready": (
        "Sort your lists by it and trust its percentages.",
        "Triez vos listes selon ce modèle et fiez-vous à ses pourcentages.",
    ),
    "verdict.with_care": (
        "It helps to decide whom to call first. Mind what is marked below.",
        "Il aide à choisir qui appeler d’abord. Tenez compte des réserves ci-dessous.",
    ),
    "verdict.not_ready": (
        "Do not decide by it yet. The reasons below say what is missing.",
        "Ne décidez rien d’après lui pour l’instant. Les raisons ci-dessous disent ce qui manque.",
    ),
    "expect.title": ("What to expect", "À quoi s’attendre"),
    "expect.first": (
        "Of {of:n} {things} in its top tenth, {top:n} converted.",
        "Sur {of:n} {things} de son premier dixième, {top:n} ont abouti.",
    ),
    "expect.chance": ("Picked by chance: {base:n}.", "Au hasard : {base:n}."),
    "expect.within": ("Within {days:n} days, on newer data.", "En {days:n} jours, sur des données plus récentes."),
    "expect.snapshot": ("On examples it had not seen.", "Sur des exemples qu’il n’avait pas vus."),
    "expect.priority": (
        (
            "Priority “very high” is the quarter of the open {things} with the highest likelihood, however high that "
            "is: of {of:n} of that quarter, {rate:n} converted."
        ),
        (
            "La priorité « très haute » est le quart des fiches en cours dont la probabilité est la plus haute, quelle "
            "qu’elle soit : sur {of:n} de ce quart, {rate:n} ont abouti."
        ),
    ),
    "expect.dots.model": ("Its top tenth", "Son premier dixième"),
    "expect.dots.chance": ("By chance", "Au hasard"),
    "expect.dots.one": ("{count:n} of {of:n} converted", "{count:n} sur {of:n} ont abouti"),
    "expect.lift": ("as many conversions a call", "plus de conversions par appel"),
    "expect.lift.value": ("{lift:1}×", "{lift:1}×"),
    "expect.lift.note": ("in the top tenth, beside chance", "dans le premier dixième, par rapport au hasard"),
    "expect.gain": ("of all conversions", "de toutes les conversions"),
    "expect.gain.note": ("come from the first 20% of the list", "viennent des premiers 20\u202f% de la liste"),
    "expect.calibration": ("converted where it said {said:%}", "ont abouti là où il a dit {said:%}"),
    "expect.calibration.note": ("truly between {low:%} and {high:%}", "en vérité entre {low:%} et {high:%}"),
    "capacity.title": ("How many can you call?", "Combien pouvez-vous en appeler ?"),
    "capacity.lead.week": (
        "Move the slider to what your team can call in a week.",
        "Réglez le curseur sur ce que votre équipe peut appeler par semaine.",
    ),
    "capacity.lead.share": (
        "Move the slider to the part of the list that your team can call.",
        "Réglez le curseur sur la part de la liste que votre équipe peut appeler.",
    ),
    "capacity.label.week": ("Calls a week", "Appels par semaine"),
    "capacity.label.share": ("Part of the list that is called", "Part de la liste appelée"),
    "capacity.threshold": ("Call from a likelihood of", "Appeler à partir d’une probabilité de"),
    "capacity.per100": ("Conversions in 100 calls", "Conversions pour 100 appels"),
    "capacity.reached": ("Of all conversions reached", "Conversions atteintes sur le total"),
    "capacity.matrix": (
        "What happened with the held-out {things}, cut there",
        "Ce qu’il est advenu des fiches mises de côté, à ce seuil",
    ),
    "capacity.called": ("Called", "Fiches appelées"),
    "capacity.not_called": ("Not called", "Fiches non appelées"),
    "capacity.converted": ("Converted", "Ont abouti"),
    "capacity.not_converted": ("Did not", "N’ont pas abouti"),
    "rank.title": ("Does it put the right ones first?", "Met-il les bonnes fiches en tête ?"),
    "rank.gain": ("Conversions reached", "Conversions atteintes"),
    "rank.gain.note": (
        "Working down the list, the share of all conversions that has been reached.",
        "En descendant la liste, la part de toutes les conversions déjà atteinte.",
    ),
    "rank.gain.x": ("part of the list called", "part de la liste appelée"),
    "rank.gain.y": ("conversions reached", "conversions atteintes"),
    "rank.gain.said": (
        "The first {share:%} of the list hold {gain:%} of the conversions.",
        "Les premiers {share:%} de la liste contiennent {gain:%} des conversions.",
    ),
    "rank.model": ("this model", "ce modèle"),
    "rank.chance": ("chance", "hasard"),
    "rank.perfect": ("perfect", "parfait"),
    "rank.lift": ("Conversion rate by tenth", "Taux de conversion par dixième"),
    "rank.lift.note": (
        "Each bar is a tenth of the list, the most likely first. The line is the rate of all.",
        (
            "Chaque barre est un dixième de la liste, des plus probables aux moins probables. La ligne est le taux "
            "global."
        ),
    ),
    "rank.lift.x": ("tenth of the list", "dixième de la liste"),
    "rank.lift.y": ("converted", "ont abouti"),
    "rank.average": ("all: {rate:%}", "global : {rate:%}"),
    "rank.tenth": ("Tenth", "Dixième"),
    "rank.rows": ("Examples", "Exemples"),
    "rank.conversions": ("Conversions", "Conversions"),
    "rank.rate": ("Rate", "Taux"),
    "rank.times": ("Lift", "Lift"),
    "calibration.title": ("Do its percentages hold?", "Ses pourcentages disent-ils vrai ?"),
    "calibration.note": (
        (
            "Ten groups of equal size. A dot on the line means: what was said is what happened. The band is how "
            "far chance alone may carry a dot (95%)."
        ),
        (
            "Dix groupes de même taille. Un point sur la ligne : ce qui a été dit est ce qui est arrivé. La bande "
            "est ce que le hasard seul peut déplacer (95\u202f%)."
        ),
    ),
    "calibration.by": ("Likelihoods were {how}.", "Les probabilités ont été {how}."),
    "calibration.error": ("Off by {error:p} on average.", "À {error:p} près en moyenne."),
    "calibration.x": ("what it said", "ce qu’il a dit"),
    "calibration.y": ("what happened", "ce qui est arrivé"),
    "calibration.said": ("It said", "Il a dit"),
    "calibration.happened": ("Happened", "Réalisé"),
    "calibration.between": ("Between", "Entre"),
    "calibration.and": ("{low:%} – {high:%}", "{low:%} – {high:%}"),
    "drivers.title": ("What it looks at", "Ce qu’il regarde"),
    "drivers.note": (
        "How much each thing moves the likelihood, on average. {count:n} were considered.",
        "De combien chaque élément déplace la probabilité, en moyenne. {count:n} ont été considérés.",
    ),
    "drivers.feature": ("What", "Élément"),
    "drivers.share": ("Share", "Part"),
    "drivers.mean": ("Mean push (log-odds)", "Poussée moyenne (log-cote)"),
    "drivers.more": ("{count:n} more, together {share:%}", "{count:n} autres, ensemble {share:%}"),
    "curves.title": ("How each one counts", "Comment chacun compte"),
    "curves.note": (
        (
            "Above the line raises the likelihood, below lowers it. Grey bars, or the numbers at the right: how "
            "many examples each step rests on."
        ),
        (
            "Au-dessus de la ligne, la probabilité monte ; au-dessous, elle baisse. Barres grises, ou nombres à "
            "droite : les exemples derrière chaque palier."
        ),
    ),
    "curves.value": ("Value", "Valeur"),
    "curves.odds": ("Odds", "Cote"),
    "curves.rows": ("Examples", "Exemples"),
    "curves.unknown": ("unknown", "inconnu"),
    "curves.other": ("other", "autre"),
    "curves.below": ("below {high}", "moins de {high}"),
    "curves.from": ("{low} and more", "{low} et plus"),
    "curves.between": ("{low} to {high}", "{low} à {high}"),
    "rivals.title": ("Is it worth having?", "Vaut-il la peine ?"),
    "rivals.note": (
        "What the same {things} would have brought otherwise.",
        "Ce que les mêmes fiches auraient apporté autrement.",
    ),
    "rivals.this": ("This model", "Ce modèle"),
    "rivals.way": ("Way of choosing", "Façon de choisir"),
    "rivals.top": ("Conversions in 100 calls (top tenth)", "Conversions pour 100 appels (premier dixième)"),
    "segments.title": ("Is it as good for everybody?", "Est-il aussi bon pour tous ?"),
    "segments.by": ("By {by}", "Par {by}"),
    "segments.off": ("off", "écart"),
    "segments.fits": ("fits", "juste"),
    "segments.note": (
        (
            "“Off”: what it said lies outside the interval (95%) of what happened; of twenty groups, chance alone puts "
            "one there. The verdict names those that chance does not explain, however many were looked at."
        ),
        (
            "« Écart » : ce qui a été dit sort de l’intervalle (95\u202f%) de ce qui s’est réalisé ; le hasard seul y "
            "met un groupe sur vingt. Le verdict nomme ceux que le hasard n’explique pas, quel que soit leur nombre."
        ),
    ),
    "segments.name": ("Group", "Groupe"),
    "choice.title": ("Which model, and why", "Quel modèle, et pourquoi"),
    "choice.note": (
        (
            "{count:n} were tried on {rows:n} newer examples. The best was taken; of equally good ones, the "
            "easiest to read."
        ),
        (
            "{count:n} ont été essayés sur {rows:n} exemples plus récents. Le meilleur est retenu ; entre égaux, "
            "le plus lisible."
        ),
    ),
    "choice.note.one": (
        "Only this kind was tried, on {rows:n} newer examples.",
        "Seule cette sorte a été essayée, sur {rows:n} exemples plus récents.",
    ),
    "choice.margin": (
        "Margin over the next: {margin:4} (between {low:4} and {high:4}); below 0 is better.",
        "Écart avec le suivant : {margin:4} (entre {low:4} et {high:4}) ; sous 0, c’est mieux.",
    ),
    "choice.model": ("Model", "Modèle"),
    "choice.taken": ("taken", "retenu"),
    "sample.title": ("What it learnt from", "Ce dont il a appris"),
    "sample.title.empty": ("What there is to learn from", "Ce dont il peut apprendre"),
    "sample.open": ("Open now", "En cours"),
    "sample.converted": ("Converted", "Ont abouti"),
    "sample.others": ("Did not", "N’ont pas abouti"),
    "sample.landmarks": ("Points in time", "Instants étudiés"),
    "sample.rows": ("Examples", "Exemples"),
    "sample.period": ("From {first:d} to {last:d}.", "Du {first:d} au {last:d}."),
    "sample.by_time": (
        (
            "Learnt from the past, judged on what came later: {train:n} examples to learn from, {test:n} from "
            "{first:d} on to judge by, and {days:n} days between, so that no outcome counts on both sides."
        ),
        (
            "Appris sur le passé, jugé sur la suite : {train:n} exemples pour apprendre, {test:n} à partir du "
            "{first:d} pour juger, et {days:n} jours entre les deux, pour qu’aucune issue ne compte des deux "
            "côtés."
        ),
    ),
    "sample.by_record": (
        "{train:n} examples to learn from, {test:n} of other {things} to judge by; none is on both sides.",
        "{train:n} exemples pour apprendre, {test:n} d’autres fiches pour juger ; aucune n’est des deux côtés.",
    ),
    "sample.learnt": ("learnt from", "apprentissage"),
    "sample.gap": ("gap", "pause"),
    "sample.judged": ("judged by", "évaluation"),
    "rates.title": ("What groups tell so far", "Ce que disent déjà les groupes"),
    "rates.note": (
        (
            "Not enough evidence for the likelihood of a single record. These are rates of whole groups: "
            "how many have reached the goal so far, drawn towards the rate of all where a group is small. The truth "
            "lies between the two ends with 90%."
        ),
        (
            "Pas assez d’éléments pour la probabilité d’une seule fiche. Voici les taux de groupes entiers : combien "
            "ont atteint l’objectif jusqu’ici, rapprochés du taux global quand un groupe est petit. Le vrai taux est "
            "entre les deux bornes dans 90\u202f% des cas."
        ),
    ),
    "rates.group": ("Group", "Groupe"),
    "rates.rate": ("Rate", "Taux"),
    "rates.of": ("{reached:n} of {rows:n}", "{reached:n} sur {rows:n}"),
    "rates.reached": ("Reached the goal", "Ont atteint l’objectif"),
    "leaks.title": ("Properties that may know the outcome", "Propriétés qui connaissent peut-être l’issue"),
    "leaks.note": (
        "Filled in after the fact, they make a model look brilliant on the past and useless today.",
        "Remplies après coup, elles rendent un modèle brillant sur le passé et inutile aujourd’hui.",
    ),
    "leaks.none": ("None was found.", "Aucune n’a été trouvée."),
    "leaks.kept": ("Used all the same, as you asked", "Utilisée malgré tout, à votre demande"),
    "leaks.property": ("Property", "Propriété"),
    "leaks.done": ("What was done", "Suite donnée"),
    "leaks.evidence": ("Evidence", "Indices"),
    "leaks.goal": ("Left out by the goal: {names}.", "Écartées par l’objectif : {names}."),
    "drift.title": ("Has the world changed since?", "Le monde a-t-il changé depuis ?"),
    "drift.note": (
        "Stability index: under 0.1 steady, from 0.25 another world.",
        "Indice de stabilité : stable sous 0,1 ; un autre monde à partir de 0,25.",
    ),
    "drift.none": ("All {count:n} inputs are steady.", "Les {count:n} éléments sont stables."),
    "drift.outcome": ("Conversions", "Conversions"),
    "drift.index": ("Index", "Indice"),
    "drift.change": ("In a word", "En un mot"),
    "drift.then": ("Then", "Avant"),
    "drift.now": ("Now", "Maintenant"),
    "measures.title": ("All measures", "Toutes les mesures"),
    "measures.measure": ("Measure", "Mesure"),
    "measures.value": ("Value", "Valeur"),
    "measures.meaning": ("Meaning", "Sens"),
}
