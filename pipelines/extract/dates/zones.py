"""Which zone a printed time is meant in: abbreviations by country, one-zone countries, top-level domains."""

from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ABBREVIATIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    # Readings of one abbreviation: the countries that use it ("" is the reading where the country is unknown or
    # uses none of the others), and the zone whose rules give the offset.
    "IST": (("IN LK", "Asia/Kolkata"), ("IL PS", "Asia/Jerusalem"), ("IE", "Europe/Dublin"), ("", "Asia/Kolkata")),
    "BST": (("BD", "Asia/Dhaka"), ("PG", "Pacific/Bougainville"), ("", "Europe/London")),
    "CST": (
        ("CN", "Asia/Shanghai"),
        ("TW", "Asia/Taipei"),
        ("HK", "Asia/Hong_Kong"),
        ("CU", "America/Havana"),
        ("MX", "America/Mexico_City"),
        ("AU", "Australia/Adelaide"),
        ("CR", "America/Costa_Rica"),
        ("GT", "America/Guatemala"),
        ("HN", "America/Tegucigalpa"),
        ("SV", "America/El_Salvador"),
        ("NI", "America/Managua"),
        ("", "America/Chicago"),
    ),
    "CDT": (("CU", "America/Havana"), ("MX", "America/Mexico_City"), ("", "America/Chicago")),
    "AST": (
        ("SA YE", "Asia/Riyadh"),
        ("IQ", "Asia/Baghdad"),
        ("KW", "Asia/Kuwait"),
        ("QA", "Asia/Qatar"),
        ("BH", "Asia/Bahrain"),
        ("PR", "America/Puerto_Rico"),
        ("", "America/Halifax"),
    ),
    "EST": (
        ("AU", "Australia/Sydney"),
        ("JM", "America/Jamaica"),
        ("PA", "America/Panama"),
        ("", "America/New_York"),
    ),
    "EDT": (("AU", "Australia/Sydney"), ("", "America/New_York")),
    "PST": (
        ("PH", "Asia/Manila"),
        ("PK", "Asia/Karachi"),
        ("PS", "Asia/Gaza"),
        ("MX", "America/Tijuana"),
        ("", "America/Los_Angeles"),
    ),
    "GST": (("GS", "Atlantic/South_Georgia"), ("GU", "Pacific/Guam"), ("", "Asia/Dubai")),
    "SST": (("SG", "Asia/Singapore"), ("SB", "Pacific/Guadalcanal"), ("", "Pacific/Pago_Pago")),
    "MST": (
        ("MY", "Asia/Kuala_Lumpur"),
        ("MM", "Asia/Yangon"),
        ("MX", "America/Mazatlan"),
        ("", "America/Denver"),
    ),
    "WST": (("WS", "Pacific/Apia"), ("", "Australia/Perth")),
    "AMT": (("AM", "Asia/Yerevan"), ("", "America/Manaus")),
    "ECT": (("EC", "America/Guayaquil"), ("", "America/Martinique")),
    "PYT": (("KP", "Asia/Pyongyang"), ("", "America/Asuncion")),
    "CAT": (("", "Africa/Maputo"),),
    "CET": (("", "Europe/Paris"),),
    "EET": (("", "Europe/Athens"),),
}
"""Abbreviations with more than one reading, and those whose zone depends on the country's summer time."""

UNIQUE: Final[dict[str, str]] = dict(
    pair.split("=")
    for pair in str.split("""
    MSK=Europe/Moscow МСК=Europe/Moscow MSD=Europe/Moscow
    SAMT=Europe/Samara YEKT=Asia/Yekaterinburg NOVT=Asia/Novosibirsk
    CEST=Europe/Paris MEZ=Europe/Berlin MESZ=Europe/Berlin HEC=Europe/Paris EEST=Europe/Athens WET=Europe/Lisbon
    WEST=Europe/Lisbon TRT=Europe/Istanbul MDT=America/Denver PDT=America/Los_Angeles ADT=America/Halifax
    ET=America/New_York CT=America/Chicago MT=America/Denver PT=America/Los_Angeles AKST=America/Anchorage
    AKDT=America/Anchorage HST=Pacific/Honolulu NST=America/St_Johns NDT=America/St_Johns
    IDT=Asia/Jerusalem IRST=Asia/Tehran IRDT=Asia/Tehran AFT=Asia/Kabul PKT=Asia/Karachi NPT=Asia/Kathmandu
    SLST=Asia/Colombo BTT=Asia/Thimphu MMT=Asia/Yangon ICT=Asia/Bangkok WIB=Asia/Jakarta WITA=Asia/Makassar
    WIT=Asia/Jayapura MYT=Asia/Kuala_Lumpur SGT=Asia/Singapore HKT=Asia/Hong_Kong PHT=Asia/Manila JST=Asia/Tokyo
    KST=Asia/Seoul UZT=Asia/Tashkent AZT=Asia/Baku GET=Asia/Tbilisi ALMT=Asia/Almaty KGT=Asia/Bishkek
    TJT=Asia/Dushanbe TMT=Asia/Ashgabat ULAT=Asia/Ulaanbaatar
    AEST=Australia/Sydney AEDT=Australia/Sydney ACST=Australia/Adelaide ACDT=Australia/Adelaide
    AWST=Australia/Perth NZST=Pacific/Auckland NZDT=Pacific/Auckland FJT=Pacific/Fiji
    EAT=Africa/Nairobi WAT=Africa/Lagos SAST=Africa/Johannesburg
    ART=America/Argentina/Buenos_Aires BRT=America/Sao_Paulo BRST=America/Sao_Paulo CLT=America/Santiago
    CLST=America/Santiago COT=America/Bogota PET=America/Lima VET=America/Caracas BOT=America/La_Paz
    UYT=America/Montevideo GYT=America/Guyana
    """)
)

COUNTRY_ZONE: Final[dict[str, str]] = dict(
    pair.split("=")
    for pair in str.split("""
    AD=Europe/Andorra AE=Asia/Dubai AF=Asia/Kabul AL=Europe/Tirane AM=Asia/Yerevan AO=Africa/Luanda
    AR=America/Argentina/Buenos_Aires AT=Europe/Vienna AZ=Asia/Baku BA=Europe/Sarajevo BD=Asia/Dhaka BE=Europe/Brussels
    BF=Africa/Ouagadougou BG=Europe/Sofia BH=Asia/Bahrain BI=Africa/Bujumbura BJ=Africa/Porto-Novo BN=Asia/Brunei
    BO=America/La_Paz BT=Asia/Thimphu BW=Africa/Gaborone BY=Europe/Minsk CF=Africa/Bangui CG=Africa/Brazzaville
    CH=Europe/Zurich CI=Africa/Abidjan CL=America/Santiago CM=Africa/Douala CN=Asia/Shanghai CO=America/Bogota
    CR=America/Costa_Rica CU=America/Havana CV=Atlantic/Cape_Verde CY=Asia/Nicosia CZ=Europe/Prague DE=Europe/Berlin
    DJ=Africa/Djibouti DK=Europe/Copenhagen DO=America/Santo_Domingo DZ=Africa/Algiers EC=America/Guayaquil
    EE=Europe/Tallinn EG=Africa/Cairo ER=Africa/Asmara ES=Europe/Madrid ET=Africa/Addis_Ababa FI=Europe/Helsinki
    FJ=Pacific/Fiji FR=Europe/Paris GA=Africa/Libreville GB=Europe/London GE=Asia/Tbilisi GH=Africa/Accra
    GL=America/Nuuk GM=Africa/Banjul GN=Africa/Conakry GQ=Africa/Malabo GR=Europe/Athens GT=America/Guatemala
    GW=Africa/Bissau GY=America/Guyana HK=Asia/Hong_Kong HN=America/Tegucigalpa HR=Europe/Zagreb
    HT=America/Port-au-Prince HU=Europe/Budapest IE=Europe/Dublin IL=Asia/Jerusalem IN=Asia/Kolkata IQ=Asia/Baghdad
    IR=Asia/Tehran IS=Atlantic/Reykjavik IT=Europe/Rome JM=America/Jamaica JO=Asia/Amman JP=Asia/Tokyo
    KE=Africa/Nairobi KG=Asia/Bishkek KH=Asia/Phnom_Penh KP=Asia/Pyongyang KR=Asia/Seoul KW=Asia/Kuwait
    LA=Asia/Vientiane LB=Asia/Beirut LI=Europe/Vaduz LK=Asia/Colombo LR=Africa/Monrovia LS=Africa/Maseru
    LT=Europe/Vilnius LU=Europe/Luxembourg LV=Europe/Riga LY=Africa/Tripoli MA=Africa/Casablanca MC=Europe/Monaco
    MD=Europe/Chisinau ME=Europe/Podgorica MG=Indian/Antananarivo MK=Europe/Skopje ML=Africa/Bamako MM=Asia/Yangon
    MO=Asia/Macau MR=Africa/Nouakchott MT=Europe/Malta MU=Indian/Mauritius MV=Indian/Maldives MW=Africa/Blantyre
    MY=Asia/Kuala_Lumpur MZ=Africa/Maputo NA=Africa/Windhoek NE=Africa/Niamey NG=Africa/Lagos NI=America/Managua
    NL=Europe/Amsterdam NO=Europe/Oslo NP=Asia/Kathmandu NZ=Pacific/Auckland OM=Asia/Muscat PA=America/Panama
    PE=America/Lima PH=Asia/Manila PK=Asia/Karachi PL=Europe/Warsaw PR=America/Puerto_Rico PS=Asia/Gaza
    PT=Europe/Lisbon PY=America/Asuncion QA=Asia/Qatar RO=Europe/Bucharest RS=Europe/Belgrade RW=Africa/Kigali
    SA=Asia/Riyadh SD=Africa/Khartoum SE=Europe/Stockholm SG=Asia/Singapore SI=Europe/Ljubljana SK=Europe/Bratislava
    SL=Africa/Freetown SM=Europe/San_Marino SN=Africa/Dakar SO=Africa/Mogadishu SR=America/Paramaribo
    SS=Africa/Juba SV=America/El_Salvador SY=Asia/Damascus SZ=Africa/Mbabane TD=Africa/Ndjamena TG=Africa/Lome
    TH=Asia/Bangkok TJ=Asia/Dushanbe TL=Asia/Dili TM=Asia/Ashgabat TN=Africa/Tunis TR=Europe/Istanbul
    TT=America/Port_of_Spain TW=Asia/Taipei TZ=Africa/Dar_es_Salaam UA=Europe/Kyiv UG=Africa/Kampala
    UY=America/Montevideo UZ=Asia/Tashkent VA=Europe/Vatican VE=America/Caracas VN=Asia/Ho_Chi_Minh XK=Europe/Belgrade
    YE=Asia/Aden ZA=Africa/Johannesburg ZM=Africa/Lusaka ZW=Africa/Harare
    """)
)
"""Countries whose press prints one time only. Those with islands in another zone (ES, PT, CL, EC) count as one."""

MONTH_FIRST: Final = frozenset(str.split("US PH PR GU FM MH PW AS MP"))
"""Countries that write 6/22/2017."""

_GENERIC_TLDS: Final = frozenset(
    str.split("ac ag ai cc cd co cx dj fm gg im io la ly me ms mu nu sc sh st tk to tv vc ws")
)
"""Country domains that anybody registers: they say nothing of the newsroom's country."""

_MANY_ZONES: Final = frozenset(str.split("US CA AU MX BR RU ID CD MN KZ"))


def country_of_url(url: str) -> str | None:
    """The country of the URL's top-level domain, ISO 3166-1 alpha-2; null for generic domains."""
    try:
        tld = (urlsplit(url).hostname or "").rstrip(".").rpartition(".")[2]
    except ValueError:
        return None
    if len(tld) != 2 or tld in _GENERIC_TLDS:
        return None
    code = {"uk": "GB", "su": "RU"}.get(tld, tld.upper())
    return code if code in COUNTRY_ZONE or code in _MANY_ZONES else None


@lru_cache(maxsize=256)
def zone_info(name: str) -> ZoneInfo | None:
    """The zone of that IANA name; null if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_of_abbreviation(abbreviation: str, country: str | None, source_zone: str | None) -> str | None:
    """The IANA zone that an abbreviation means in this country; null for a word that abbreviates no zone.

    A source's own zone wins where it is one of the readings.
    """
    if zone := UNIQUE.get(abbreviation):
        return _local_variant(abbreviation, country) or zone
    readings = ABBREVIATIONS.get(abbreviation)
    if readings is None:
        return None
    if source_zone in [zone for _, zone in readings]:
        return source_zone
    for countries, zone in readings:
        if not countries or (country and country in countries.split()):
            return _local_variant(abbreviation, country) or zone
    return readings[-1][1]


def _local_variant(abbreviation: str, country: str | None) -> str | None:
    """Central and Eastern European time under the country's own IANA name (same offsets, clearer record)."""
    if abbreviation not in _EUROPEAN or not country:
        return None
    return COUNTRY_ZONE[country] if country in _EUROPEAN[abbreviation] else None


_CENTRAL: Final = frozenset(
    str.split("AD AL AT BA BE CH CZ DE DK ES FR HR HU IT LI LU MC ME MK MT NL NO PL RS SE SI SK SM VA XK")
)
_EASTERN: Final = frozenset(str.split("BG CY EE FI GR LT LV MD RO UA"))
_EUROPEAN: Final = {"CET": _CENTRAL, "CEST": _CENTRAL, "EET": _EASTERN | {"EG", "LB", "LY"}, "EEST": _EASTERN | {"LB"}}
