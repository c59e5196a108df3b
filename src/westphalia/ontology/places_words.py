"""The words around a place name, as data: each set says why it is there. Read by `places`."""

from __future__ import annotations

import datetime as dt

# Words before a name that say how the event lies to the place, not which place: "near Homs".
LEADING = frozenset(
    "the a an in at on near nearby outside inside around off over above behind beyond across from to into toward "
    "towards within throughout along between by just of this that its his her their our southern-most mainland "
    "downtown central metropolitan greater suburban rural coastal inner outer lower upper old occupied besieged "
    "embattled rebel-held government-held war-torn breakaway historic neighbouring neighboring disputed divided "
    "northern southern eastern western north south east west northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern north-east north-west south-east south-west north-eastern north-western "
    "south-eastern south-western north-central far".split()
)
# Compass words that may be part of the name itself (East Timor, South Sudan, Western Sahara): the whole
# name is looked up before they are taken away.

# Nouns before "of": "the city of X", "the outskirts of X".
OF_NOUNS = frozenset(
    "city town village capital port suburb suburbs outskirts district province region state island islands republic "
    "county municipality governorate department prefecture area part parts edge north south east west northeast "
    "northwest southeast southwest centre center heart streets coast waters shores side enclave territory kingdom "
    "emirate commune hamlet settlement community parish resort valley kilometres kilometers miles hub stronghold "
    "oblast canton division".split()
)

# Nouns after a name that make it a first-level region: "Logar province".
REGION_NOUNS = frozenset(
    "province region state governorate oblast prefecture department county krai canton division voivodeship "
    "provinces republic territory emirate district".split()
)
# Nouns after a name that make it a town, or something in one: "Sarajevo airport".
CITY_NOUNS = frozenset(
    "city town village port airport airfield suburb neighbourhood neighborhood municipality station prison hospital "
    "university market hotel square street stadium".split()
)
# Nouns after a name that say nothing about its kind.
OTHER_NOUNS = frozenset(
    "area areas border frontier coast island islands peninsula valley camp base zone enclave front side capital "
    "mountains highlands embassy consulate".split()
)

# Words that begin with a capital in a phrase of place but are no place by themselves, though somewhere a
# village has that name. A run of several words may still begin or end with them (Hall of Columns is no
# place, Camp David is one).
NOT_ALONE = frozenset(
    "the a an and of in at on for to by new old great little big upper lower central north south east west northern "
    "southern eastern western northeast northwest southeast southwest hall house palace castle park square street "
    "avenue road bridge tower hotel hospital university college school church cathedral mosque temple synagogue "
    "airport station port harbour harbor prison jail court parliament assembly congress senate ministry office "
    "department bank army navy air force base camp fort national state federal royal imperial supreme people peoples "
    "general international grand central club center centre museum theatre theater stadium field market mall plaza "
    "mine dam plant river lake sea bay gulf strait straits canal island islands mount mountain valley hill hills "
    "forest desert province region district county city town village capital republic kingdom union federation "
    "saint st san santa el la le les los las al de del da do der den dar bin ibn abu um kafr tell tel deir beit ain "
    "barangay president minister prime foreign defence defense council commission committee police security "
    "security un eu us-led nato high low long young white black red green blue sunday monday tuesday wednesday "
    "thursday friday saturday january february march april may june july august september october november "
    "december mr mrs ms dr sir lord lady king queen prince princess line front wall gate hall cross liberty freedom "
    "independence victory revolution martyrs".split()
)

# Phrases that mean the capital of the country in question.
CAPITAL_WORDS = frozenset({"capital", "capital city"})
# Phrases that mean the town of the dateline.
HERE = frozenset({"here", "city", "this city", "town", "this town", "in this city", "streets", "city centre"})

# Abbreviations after a comma, as American news style writes them; the postal codes are added below.
US_STATES = {
    "ala": "Alabama",
    "ariz": "Arizona",
    "ark": "Arkansas",
    "calif": "California",
    "colo": "Colorado",
    "conn": "Connecticut",
    "del": "Delaware",
    "fla": "Florida",
    "ga": "Georgia",
    "ill": "Illinois",
    "ind": "Indiana",
    "kan": "Kansas",
    "ky": "Kentucky",
    "la": "Louisiana",
    "md": "Maryland",
    "mass": "Massachusetts",
    "mich": "Michigan",
    "minn": "Minnesota",
    "miss": "Mississippi",
    "mo": "Missouri",
    "mont": "Montana",
    "neb": "Nebraska",
    "nev": "Nevada",
    "nh": "New Hampshire",
    "nj": "New Jersey",
    "nm": "New Mexico",
    "ny": "New York",
    "nc": "North Carolina",
    "nd": "North Dakota",
    "okla": "Oklahoma",
    "ore": "Oregon",
    "pa": "Pennsylvania",
    "ri": "Rhode Island",
    "sc": "South Carolina",
    "sd": "South Dakota",
    "tenn": "Tennessee",
    "tex": "Texas",
    "va": "Virginia",
    "vt": "Vermont",
    "wash": "Washington",
    "wis": "Wisconsin",
    "wva": "West Virginia",
    "wyo": "Wyoming",
    "al": "Alabama",
    "az": "Arizona",
    "ca": "California",
    "co": "Colorado",
    "ct": "Connecticut",
    "fl": "Florida",
    "ia": "Iowa",
    "il": "Illinois",
    "ma": "Massachusetts",
    "mi": "Michigan",
    "mn": "Minnesota",
    "ms": "Mississippi",
    "oh": "Ohio",
    "ok": "Oklahoma",
    "or": "Oregon",
    "tn": "Tennessee",
    "tx": "Texas",
    "ut": "Utah",
    "wa": "Washington",
    "wi": "Wisconsin",
}

# Words after a demonym or country that make it the owner of a building abroad: "the Japanese embassy".
MISSIONS = frozenset({"embassy", "consulate", "ambassador", "ambassadors", "mission", "legation", "chancery"})
# Words that make the country after "with" the other side: "its frontier with Libya".
BORDERS = frozenset({"border", "frontier", "boundary", "borders"})

# Former states, the present countries on their soil, and the day each became one. A page that is about the
# former state, or of an earlier day, gets the code of the former. Kosovo is always KOS (codebook, ruling 13).
FORMER: dict[str, dict[str, dt.date]] = {
    "SUN": dict.fromkeys("RUS UKR BLR KAZ UZB TKM TJK KGZ GEO ARM AZE MDA".split(), dt.date(1991, 12, 26))
    | dict.fromkeys("EST LVA LTU".split(), dt.date(1991, 9, 6)),
    "YUG": dict.fromkeys(["SRB", "MNE"], dt.date(2003, 2, 4))
    | dict.fromkeys(["SVN", "HRV"], dt.date(1991, 10, 8))
    | {"BIH": dt.date(1992, 4, 6), "MKD": dt.date(1991, 11, 20)},
    "CSK": dict.fromkeys(["CZE", "SVK"], dt.date(1993, 1, 1)),
    "DDR": {"DEU": dt.date(1990, 10, 3)},
    "YMD": {"YEM": dt.date(1990, 5, 22)},
    "SDN": {"SSD": dt.date(2011, 7, 9)},
    "ETH": {"ERI": dt.date(1993, 5, 24)},
}
# The part of a present country that was the former state, as first-level regions are named today.
FORMER_REGIONS = {
    "DDR": frozenset(
        {"Brandenburg", "Saxony", "Saxony-Anhalt", "Thuringia", "Mecklenburg-Western Pomerania",
         "Mecklenburg-Vorpommern", "Sachsen", "Sachsen-Anhalt", "Thüringen"}
    ),
    "YMD": frozenset({"Aden", "Lahij", "Abyan", "Shabwah", "Hadhramaut", "Hadramaut", "Al Mahrah", "Socotra"}),
}  # fmt: skip
