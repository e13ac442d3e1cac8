"""The types of homes, and the ranges of their facts."""

from __future__ import annotations

from typing import NamedTuple

PROPERTY_TYPES = {
    "A": "Residential",
    "B": "Multi Family",
    "C": "Land",
    "E": "Farm",
    "F": "Rental",
    "G": "Condo/Townhouse",
}


class HomeType(NamedTuple):
    """`style` is the style of its photos, `code` its property type, `rate` dollars a square foot when new.

    Areas are square feet, lots acres; `prairie` and `lakes` are its share of each MLS.
    """

    style: str
    code: str
    subtype: str
    architecture: str
    years: tuple[int, int]
    area: tuple[int, int]
    rate: int
    acres: tuple[float, float]
    stories: float
    prairie: int
    lakes: int

    @property
    def built(self) -> bool:
        return self.style != "land"


def _parse(line: str) -> HomeType:
    style, code, subtype, architecture, years, area, rate, acres, stories, prairie, lakes = line.split("|")
    (first, last), (small, large) = years.split("-"), area.split("-")
    least, most = acres.split("-")
    return HomeType(
        style,
        code,
        subtype,
        architecture,
        (int(first), int(last)),
        (int(small), int(large)),
        int(rate),
        (float(least), float(most)),
        float(stories),
        int(prairie),
        int(lakes),
    )


HOME_TYPES = [
    _parse(line)
    for line in """
ranch|A|Single Family|Rambler|1953-2016|1040-2500|205|.16-.34|1|170|16
ranch|A|Single Family|Bi-Level|1968-2008|1500-2400|185|.18-.32|1.5|60|6
colonial|A|Single Family|Two Story|1976-2023|1900-3900|205|.2-.42|2|105|6
modern|A|Single Family|Contemporary|2009-2024|1700-3800|245|.2-.5|2|42|6
craftsman|A|Single Family|Bungalow|1913-1939|1050-2100|188|.11-.2|1.5|50|3
victorian|A|Single Family|Victorian|1887-1911|1750-3300|168|.14-.28|2.5|32|3
farmhouse|A|Single Family|Modern Farmhouse|2016-2024|2100-3600|232|.3-1.4|2|30|4
farmhouse|A|Single Family|Farmhouse|1899-1938|1500-2700|160|.8-9.5|2|20|5
cabin|A|Seasonal|Log Cabin|1951-2012|720-1850|255|.3-1.7|1.5|0|30
ranch|A|Manufactured|Manufactured|1984-2018|980-1620|92|.1-.3|1|12|2
townhouse|G|Townhouse|Townhouse|1986-2023|1180-2050|188|.04-.09|2|55|4
condo|G|Condominium|Condominium|1966-2022|560-1420|182|.01-.02|1|42|3
colonial|B|Duplex|Two Story|1922-1994|1900-3300|138|.14-.24|2|14|1
townhouse|B|Fourplex|Row|1964-1996|3300-4900|112|.2-.4|2|7|1
land|C|Residential Lot|None|0-0|0-0|0|.18-.9|0|22|8
land|C|Acreage|None|0-0|0-0|0|2.5-38|0|12|6
farmhouse|E|Farmstead|Farmhouse|1902-1958|1500-2600|172|10-78|2|7|2
condo|F|Apartment|Apartment|1971-2022|540-1180|182|.01-.02|1|16|1
townhouse|F|Townhouse|Townhouse|1990-2021|1150-1700|188|.04-.08|2|7|1
ranch|F|Single Family|Rambler|1955-1998|980-1500|205|.16-.26|1|5|1
""".strip().splitlines()
]


def commonest_type(style: str) -> HomeType:
    """The most frequent type of a style."""
    return max((kind for kind in HOME_TYPES if kind.style == style), key=lambda kind: kind.prairie + kind.lakes)
