"""The user agents of known bots, crawlers and proxies.

The list is that of `crawler-user-agents`: 1,500 patterns, nearly all plain words, each with a real user agent. Of the
others looked at, `crawlerdetect` takes Outlook and the Slack application for crawlers, `is-bot` takes the Segment
libraries for bots, and `device-detector` brings 24 MB of what is not needed here.
"""

from __future__ import annotations

from crawleruseragents import is_crawler


def is_known_bot(user_agent: str) -> bool:
    """Whether it is the user agent of a known bot; capital letters make a difference here.

    >>> is_known_bot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    True
    """
    return bool(is_crawler(user_agent))
