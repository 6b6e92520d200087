"""What a new workspace takes for machines, and what not."""

import pytest
from tests.unit.machine_made.telling import DEFAULTS, event

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PEOPLE = [
    CHROME,
    f"{CHROME} Edg/124.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
    f"{MAC} Version/17.4 Safari/605.1.15",
    f"{IPHONE} Version/17.4 Mobile/15E148 Safari/604.1",
    f"{IPHONE} Mobile/21E219 [FBAN/FBIOS;FBAV/457.0]",
    # Apple Mail without the privacy protection.
    MAC,
    f"{MAC} Outlook/16.80",
    (
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; Microsoft Outlook 16.0.5149;"
        " ms-office; MSOffice 16)"
    ),
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.12026; Pro)",
    "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.9.0",
    (
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0"
        " Chrome/117.0.0.0 Mobile Safari/537.36"
    ),
    # A telephone, whose name ends in "bot".
    (
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.120 Mobile"
        " Safari/537.36"
    ),
    "Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6 Build/TQ1A)",
]
GOOGLE_PROXY = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
MACHINES = [
    ("email_opened", "Mozilla/5.0", "apple_mail_privacy"),
    ("email_opened", GOOGLE_PROXY, "mail_image_proxy"),
    ("email_opened", "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", "mail_image_proxy"),
    ("email_clicked", "Barracuda Sentinel (EE)", "link_scanner"),
    ("email_clicked", "Mozilla/5.0 (compatible; proofpoint-urldefense)", "link_scanner"),
    ("email_clicked", "Mimecast URL Protect", "link_scanner"),
    ("email_clicked", "Mozilla/5.0 (compatible; Microsoft SafeLinks)", "link_scanner"),
    (
        "page_viewed",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
        "link_scanner",
    ),
    ("page_viewed", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "known_bots"),
    (
        "page_viewed",
        (
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0;"
            " +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36"
        ),
        "known_bots",
    ),
    (
        "page_viewed",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "known_bots",
    ),
    ("form_submitted", f"{CHROME.replace('Chrome', 'HeadlessChrome')}", "known_bots"),
    ("email_clicked", "python-requests/2.31.0", "known_bots"),
    ("email_clicked", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "known_bots"),
]


@pytest.mark.parametrize("user_agent", PEOPLE)
@pytest.mark.parametrize("type", ["email_opened", "email_clicked", "page_viewed"])
def test_people_are_no_machines(type, user_agent):
    assert DEFAULTS.of(event(type, user_agent=user_agent, ip="198.51.100.7"), email="eva@example.com") is None


@pytest.mark.parametrize(("type", "user_agent", "rule"), MACHINES)
def test_machines_are_known(type, user_agent, rule):
    assert DEFAULTS.of(event(type, user_agent=user_agent), email=None) == rule


def test_a_scanner_that_looks_like_a_browser_is_known_by_its_network():
    assert DEFAULTS.of(event("email_clicked", user_agent=CHROME, ip="209.222.82.5"), email=None) == "scanner_network"
    # Somebody who works there may well look at a page.
    assert DEFAULTS.of(event("page_viewed", user_agent=CHROME, ip="209.222.82.5"), email=None) is None


@pytest.mark.parametrize("told", [{"proxy": True}, {"machine_open": "True"}, {"sg_machine_open": True}])
def test_the_mail_service_is_believed(told):
    assert DEFAULTS.of(event("email_opened", user_agent=CHROME, **told), email=None) == "told_by_the_sender"


def test_a_click_from_a_plain_program_is_not_taken_for_a_proxy_of_openings():
    assert DEFAULTS.of(event("email_clicked", user_agent="Mozilla/5.0"), email=None) is None


def test_an_event_that_says_nothing_of_its_program_is_no_machines():
    assert DEFAULTS.of(event("deal_closed"), email=None) is None
