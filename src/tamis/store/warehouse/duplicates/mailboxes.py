"""What is known of addresses in general: whose domains anybody may have, and which mailboxes are no one's own."""

from __future__ import annotations

# Of the many domains of a provider, the first part: gmx.de, gmx.net.
_MANY = (
    "aol gmail gmx googlemail hotmail icloud laposte live msn outlook posteo proton protonmail yahoo yandex ymail zoho"
)
_ONE = """
    126.com 139.com 163.com alice.it arcor.de bigpond.com bluewin.ch bol.com.br btinternet.com charter.net comcast.net
    cox.net duck.com earthlink.net fastmail.com foxmail.com free.fr freenet.de hey.com hushmail.com inbox.lv interia.pl
    juno.com libero.it mac.com mail.com mail.ru mailbox.org me.com naver.com neuf.fr nifty.com o2.pl online.de onet.pl
    optusnet.com.au orange.fr pm.me qq.com rambler.ru rediffmail.com rocketmail.com rogers.com sapo.pt sbcglobal.net
    seznam.cz sfr.fr shaw.ca sina.com sky.com skynet.be sympatico.ca t-online.de telenet.be telia.com terra.com.br
    tin.it tiscali.it tutanota.com uol.com.br verizon.net virgilio.it virginmedia.com wanadoo.fr web.de wp.pl yeah.net
"""
_SHARED = """
    accounting accounts admin administration anfrage bewerbung billing booking buchhaltung careers commercial compras
    compta comptabilite contact contacto contatti contato direction einkauf events facturation finance hello help
    helpdesk hola hr info infos information invoice invoices it jobs kontakt mail mailbox marketing noreply no-reply
    office orders post postmaster press purchasing reception recrutement rechnung rh sales secretariat service spam
    support team test vendas ventas vertrieb webmaster welcome zentrale
"""
# Where dots before the @ mean nothing.
_DOTLESS = "gmail.com googlemail.com"


def is_free(domain: str) -> str:
    """SQL that tells whether a domain is that of a provider of addresses for everyone: two people there have nothing in
    common."""
    return f"({domain} IN {_listed(_ONE)} OR split_part({domain}, '.', 1) IN {_listed(_MANY)})"


def is_free_domain(domain: str) -> bool:
    """The same of one domain, in lower case.

    >>> is_free_domain("gmx.at"), is_free_domain("example.com")
    (True, False)
    """
    return domain in _ONE.split() or domain.split(".")[0] in _MANY.split()


def is_shared(mailbox: str) -> str:
    """SQL that tells whether several people read a mailbox, by what stands before the @: `info`, `sales`."""
    return f"{mailbox} IN {_listed(_SHARED)}"


def is_dotless(domain: str) -> str:
    """SQL that tells whether a domain knows no dots before the @: a.b and ab are one mailbox."""
    return f"{domain} IN {_listed(_DOTLESS)}"


def _listed(words: str) -> str:
    """Words, which hold letters, digits, dots and hyphens only, for IN."""
    return "(" + ", ".join(f"'{word}'" for word in words.split()) + ")"
