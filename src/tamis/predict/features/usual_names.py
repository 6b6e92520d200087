"""What events of usual names are called in French. Others, and properties, are called as the customer calls them, as on
every page."""

from __future__ import annotations

from collections.abc import Mapping

USUAL: Mapping[str, str] = {
    "ad clicked": "clic sur une publicité",
    "call completed": "appel terminé",
    "call logged": "appel noté",
    "call made": "appel passé",
    "call started": "appel commencé",
    "chat started": "discussion commencée",
    "content downloaded": "contenu téléchargé",
    "cta clicked": "clic sur un bouton",
    "demo booked": "démo réservée",
    "demo requested": "démo demandée",
    "demo watched": "démo regardée",
    "document downloaded": "document téléchargé",
    "email bounced": "e-mail rejeté",
    "email clicked": "e-mail cliqué",
    "email delivered": "e-mail remis",
    "email opened": "e-mail ouvert",
    "email replied": "e-mail avec réponse",
    "email sent": "e-mail envoyé",
    "event attended": "événement suivi",
    "event registered": "inscription à un événement",
    "form submitted": "formulaire envoyé",
    "link clicked": "lien cliqué",
    "login": "connexion",
    "meeting booked": "rendez-vous pris",
    "meeting completed": "rendez-vous tenu",
    "note added": "note ajoutée",
    "order completed": "commande passée",
    "page viewed": "page vue",
    "payment failed": "paiement refusé",
    "pricing viewed": "tarifs consultés",
    "product added": "produit ajouté",
    "product used": "produit utilisé",
    "quote requested": "devis demandé",
    "screen viewed": "écran vu",
    "signed in": "connexion",
    "signed up": "inscription",
    "social clicked": "clic sur un réseau social",
    "trial started": "essai commencé",
    "unsubscribed": "désabonnement",
    "video watched": "vidéo regardée",
    "webinar attended": "webinaire suivi",
    "webinar registered": "inscription à un webinaire",
    "whitepaper downloaded": "livre blanc téléchargé",
}
"""By the English words, as `definitions.wording.humanise` makes them of a type."""
