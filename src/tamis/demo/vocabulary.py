"""The words of the demo company: invented people, companies and pages, by language.

Every person is a draw of a first and a last name; every domain ends in `.example` and every telephone
number lies in a range kept for fiction, so nothing here can reach anybody.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """A market: its share of contacts, its hours from UTC (no summer time) and its fictional numbers."""

    name: str
    share: float
    language: str
    utc_offset: int
    phone: str
    region: str


COUNTRIES = (
    Country("France", 0.26, "fr", 1, "+33 1 99 00 {:02d} {:02d}", "Southern Europe"),
    Country("Germany", 0.20, "de", 1, "+49 30 23125 {:02d}{:02d}", "Central Europe"),
    Country("United Kingdom", 0.15, "en", 0, "+44 20 7946 {:02d}{:02d}", "Northern Europe"),
    Country("United States", 0.14, "en", -5, "+1 202 555 {:02d}{:02d}", "North America"),
    Country("Spain", 0.08, "es", 1, "+34 600 00 {:02d} {:02d}", "Southern Europe"),
    Country("Italy", 0.07, "it", 1, "+39 06 0000 {:02d}{:02d}", "Southern Europe"),
    Country("Netherlands", 0.06, "nl", 1, "+31 20 000 {:02d}{:02d}", "Northern Europe"),
    Country("India", 0.04, "in", 5, "+91 11 0000 {:02d}{:02d}", "Asia"),
)
REGIONS = ("Northern Europe", "Central Europe", "Southern Europe", "North America", "Asia")
LANGUAGES = ("fr", "de", "en", "es", "it", "nl", "in")

FIRST_NAMES = {
    "fr": "Camille Léa Manon Chloé Inès Élise Margaux Anaïs Juliette Clémence Théo Hugo Lucas Louis Antoine "
    "Mathis Rémi Bastien Étienne Thibault Nadia Karim Aminata Yanis",
    "de": "Anna Lena Hannah Katharina Johanna Greta Frieda Ute Sabine Heike Lukas Jonas Felix Maximilian "
    "Moritz Jürgen Stefan Matthias Björn Ulrich Aylin Emre Svenja Jörg",
    "en": "Emma Olivia Grace Charlotte Amelia Harriet Megan Naomi Zoe Priya James Oliver Henry Thomas George "
    "Callum Marcus Ethan Noah Tyler Aaliyah Jamal Fiona Rhys",
    "es": "Lucía María Carmen Paula Elena Marta Sofía Nuria Pilar Rocío Javier Pablo Diego Álvaro Sergio "
    "Raúl Iván Andrés Miguel Óscar Inés Hugo Teresa Gonzalo",
    "it": "Giulia Chiara Francesca Martina Elisa Silvia Valentina Sara Ilaria Federica Marco Luca Matteo Andrea "
    "Davide Simone Alessio Lorenzo Paolo Stefano Nicolò Bianca Pietro Irene",
    "nl": "Sanne Lotte Fleur Femke Anouk Iris Maud Eva Roos Marieke Daan Sem Bram Lars Thijs Ruben Jeroen "
    "Sander Niels Joost Wouter Pieter Noor Tess",
    "in": "Ananya Diya Kavya Meera Nisha Pooja Riya Shreya Sneha Tara Aarav Arjun Dev Ishaan Karan Manish "
    "Nikhil Rahul Rohan Sanjay Varun Vikram Anil Leela",
}
LAST_NAMES = {
    "fr": "Aubrac Bellegarde Carpentras Delorme Estaing Fontenoy Gardanne Hautefeuille Jolivet Kerouac Lavigne "
    "Marchandeau Noirmont Orsini Pélissier Quercy Rochebrune Sainval Tréville Vaucluse Brissac Clairvaux "
    "Dubreuil Fauvel Grandpré Lestienne Mérindol Perceval Ravel Vernois",
    "de": "Ahrensfeld Birkenau Dornbusch Eichstätt Falkenried Grünwald Hohenstein Immenhof Kaltenbach Lindqvist "
    "Mühlberg Neustädter Oberhofer Pfaffinger Quandt Rothenfels Steinhauer Tannhoff Uhlenbrock Vogelsang "
    "Wiesental Zöllner Brandauer Ehrlich Friesen Haberland Kirchhoff Möwes Reinfeld Sturmhöfel",
    "en": "Ashdown Blackwood Cartwright Dunmore Ellsworth Fairbanks Greystoke Hollis Ingram Kingsley Langford "
    "Merriweather Northcote Oakley Pemberton Quill Radcliffe Stanhope Thornbury Underhill Vance Whitlock "
    "Yardley Birch Colville Drayton Farrow Hargreave Lockhart Selwyn",
    "es": "Alcántara Barrientos Castellanos Doménech Escribano Figueroa Galindo Herrero Ibáñez Jurado Lozano "
    "Montalvo Navarrete Olmedo Palacios Quintana Robledo Salvatierra Toledano Urrutia Valverde Zamora "
    "Aranda Bermejo Cifuentes Duarte Esteve Ferrer Granados Luque",
    "it": "Altobelli Bellandi Corsini Di_Nardo Ermini Fabbricotti Grimaldi Innocenti Lombardini Montefiori "
    "Nardelli Orlandini Pellegrini Quaranta Ravizza Santoro Tedeschi Ubaldini Valentini Zanetti Bassi "
    "Cavalli Donati Ferretti Gentili Marchetti Neri Palmieri Rinaldi Sartori",
    "nl": "Aalberts Bakhuizen Cuyper Dijkman Eekhout Fokkema Groeneveld Haverkamp Ijsbrand Janssens Kuipers "
    "Lammers Molenaar Noordhoek Oosterhout Postma Roosendaal Scheltema Terpstra Uitdehaag Veldkamp "
    "Wagenaar Zeilstra Brouwer Dekker Hofman Kramer Meijer Smits Vermeer",
    "in": "Acharya Banerjee Chandra Deshpande Fernandes Gupta Hegde Iyer Joshi Kulkarni Lakhani Mehra Naidu "
    "Oberoi Pillai Qureshi Raghavan Saxena Thakur Upadhyay Varma Wadhwa Yadav Bhatt Dhar Kapoor Menon "
    "Nambiar Rao Sethi",
}

SENIORITIES = ("intern", "junior", "specialist", "manager", "director", "vp", "c_level")
SENIORITY_SHARES = (0.04, 0.15, 0.30, 0.26, 0.13, 0.06, 0.06)
SENIORITY_TITLES = (
    "{} Intern", "Junior {} Analyst", "{} Specialist", "{} Manager", "Director of {}", "VP {}", "Chief {} Officer",
)  # fmt: skip
DEPARTMENTS = ("Marketing", "Sales", "Operations", "IT", "Finance", "HR", "Purchasing", "Product")
DEPARTMENT_SHARES = (0.22, 0.18, 0.15, 0.14, 0.09, 0.07, 0.06, 0.09)

INDUSTRIES = (
    "Software", "Manufacturing", "Financial services", "Retail", "Healthcare", "Logistics",
    "Hospitality", "Education", "Construction", "Agriculture",
)  # fmt: skip
INDUSTRY_SHARES = (0.18, 0.16, 0.12, 0.14, 0.09, 0.08, 0.07, 0.06, 0.06, 0.04)
EMPLOYEE_BANDS = (("1-9", 1, 9), ("10-49", 10, 49), ("50-249", 50, 249), ("250-999", 250, 999), ("1000+", 1000, 20000))
EMPLOYEE_SHARES = (0.24, 0.30, 0.24, 0.14, 0.08)
TECHNOLOGIES = ("Salesforce", "HubSpot", "SAP", "Shopify", "Snowflake", "Marketo", "Zendesk", "WordPress")
_STEMS = (
    "Alder Bright Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Kestrel Lumen Meridian Nimbus Orchard "
    "Pioneer Quarry Ridge Solstice Tidal Umber Vertex Willow Zephyr Amber Basalt Cedar Drift Elmwood Fjord "
    "Glacier Heron Isar Jade Kite Larch Maple Nova Osprey Pebble"
)
_ENDINGS = "works soft tech labs line craft point field bridge forge stone gate wave mark port hall yard mill path grid"
COMPANY_STEMS = tuple(_STEMS.split())
COMPANY_ENDINGS = tuple(_ENDINGS.split())
LEGAL_FORMS = {"fr": "SAS", "de": "GmbH", "en": "Ltd", "es": "SL", "it": "SpA", "nl": "BV", "in": "Pvt"}
OWN_DOMAIN = "tamis-demo.example"
COMPETITORS = (("Rivalto", "rivalto.example"), ("Scorely", "scorely.example"), ("Leadwright", "leadwright.example"))

SOURCES = ("organic_search", "paid_search", "social", "referral", "webinar", "trade_show", "purchased_list", "partner")
SOURCE_SHARES = (0.24, 0.17, 0.12, 0.10, 0.12, 0.09, 0.10, 0.06)
OWNERS = ("anouk", "bruno", "celeste", "dario", "edith", "florian", "greta", "hassan")
TOPICS = ("Lead scoring", "Data quality", "Sales alignment", "E-mail deliverability", "Attribution", "Customer stories")
FREE_MAIL = ("gmail", "outlook", "yahoo", "gmx", "orange", "icloud")
STAGES = ("subscriber", "lead", "mql", "sql", "opportunity", "customer")
DEAL_STAGES = ("qualification", "proposal", "won", "lost")

PAGES = ("home", "product", "pricing", "blog", "customers", "docs", "security", "contact", "careers")
PAGE_SLUGS = {"product": 12, "blog": 120, "customers": 24, "docs": 80, "careers": 8}
FORMS = ("Newsletter", "Contact us", "Webinar", "Download", "Pricing request", "Demo")
DOCUMENTS = ("Buyer's guide", "Product brochure", "Security brochure", "Price list", "Case study", "Benchmark report")
PRODUCTS = ("Starter", "Team", "Business", "Enterprise", "Training day", "Data pack")
CHANNELS = ("search", "display", "video", "linkedin", "instagram", "youtube")
CAMPAIGN_KINDS = ("Newsletter", "Product news", "Webinar invitation", "Nurture", "Event", "Promotion")
