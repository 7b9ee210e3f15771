"""People under way for a short time: citizens abroad by world region, foreigners in transit by country."""

# Trips a month and months away. Group: (name, kind, region abroad, trips, months).
GROUPS = {
    "EUROPE": ("Europe", "citizens", "DEU", 33000, 0.4),
    "ASIA_PACIFIC": ("Asia and the Pacific", "citizens", "CHN", 26000, 0.4),
    "CIS": ("Commonwealth of Independent States", "citizens", "RUS", 143000, 0.2),
    "MIDEAST_AFRICA": ("Middle East and Africa", "citizens", "TUR", 78500, 0.4),
    "AMERICAS": ("Americas", "citizens", "USA", 2700, 0.5),
    "TO_UZB": ("Through the country to Uzbekistan", "transit", "UZB", 6700, 1),
    "TO_KGZ": ("Through the country to Kyrgyzstan", "transit", "KGZ", 2170, 1),
    "TO_TJK": ("Through the country to Tajikistan", "transit", "TJK", 500, 1),
}


def build_travellers():
    """Citizens who go abroad in a month by air or rail and cannot come back by land, by world region, and how long they
    stay; foreigners who pass through on their way home. All assumed: volumes are such that scenarios/stranded_2020.toml
    brings home about the published 5, 4, 11, 12 and 0.5 thousand citizens and lets 40, 13 and 3 thousand foreigners
    through until May 2021. `abroad` is the region whose border stands for the group's."""
    for group, (name, kind, abroad, trips, months) in GROUPS.items():
        yield [group, name, kind, abroad, trips, months, "assumed"]
