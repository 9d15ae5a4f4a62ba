"""Credit lines as the press prints them, and what they say: who, in which role, of which kind."""

import pytest

from models.items import AgentKind, CreditFlag, Role
from pipelines.extract.credits import parse_credit
from pipelines.extract.credits.names import person_name

Reading = list[tuple[str, Role, AgentKind]]

DANA: tuple[str, Role, AgentKind] = ("Felipe Dana", "photographer", "person")
SENNA: tuple[str, Role, AgentKind] = ("Fadel Senna", "photographer", "person")
AL_RUBAYE: tuple[str, Role, AgentKind] = ("Ahmad Al-Rubaye", "photographer", "person")
AL_MARJANI: tuple[str, Role, AgentKind] = ("Alaa Al-Marjani", "photographer", "person")
MCGRATH: tuple[str, Role, AgentKind] = ("Chris McGrath", "photographer", "person")
AP: tuple[str, Role, AgentKind] = ("AP", "agency", "agency")
AFP: tuple[str, Role, AgentKind] = ("AFP", "agency", "agency")
REUTERS: tuple[str, Role, AgentKind] = ("Reuters", "agency", "agency")
DPA: tuple[str, Role, AgentKind] = ("dpa", "agency", "agency")
VIA_GETTY: tuple[str, Role, AgentKind] = ("Getty Images", "distributor", "agency")
VIA_REUTERS: tuple[str, Role, AgentKind] = ("Reuters", "distributor", "agency")
VIA_AP: tuple[str, Role, AgentKind] = ("AP", "distributor", "agency")

SEED_CREDITS: list[tuple[str, Reading, set[CreditFlag]]] = [
    ("AHMAD AL-RUBAYE via Getty Images", [AL_RUBAYE, VIA_GETTY], set()),
    ("Reuters TV / Reuters", [("Reuters TV", "agency", "agency"), VIA_REUTERS], set()),
    ("Handout . / Reuters", [VIA_REUTERS], {"handout"}),
    ("Felipe Dana/AP", [DANA, AP], set()),
    ("Felipe Dana/AP)", [DANA, AP], set()),
    ("Fadel Senna/AFP via Getty Images", [SENNA, AFP, VIA_GETTY], set()),
    ("Fadel Senna/AFP via Getty Images)", [SENNA, AFP, VIA_GETTY], set()),
    ("Ahmad Al-Rubaye/AFP/Getty Images", [AL_RUBAYE, AFP, VIA_GETTY], set()),
    ("Ahmad Al-Rubaye/AFP/Getty Images)", [AL_RUBAYE, AFP, VIA_GETTY], set()),
    ("Ahmad Al-Rubaye/AFP via Getty Images", [AL_RUBAYE, AFP, VIA_GETTY], set()),
    ("Alaa Al-Marjani/Reuters", [AL_MARJANI, REUTERS], set()),
    (
        "Odd Andersen/AFP via Getty Images",
        [("Odd Andersen", "photographer", "person"), AFP, VIA_GETTY],
        set(),
    ),
    (
        "Bulent Kilic/AFP via Getty Images)",
        [("Bulent Kilic", "photographer", "person"), AFP, VIA_GETTY],
        set(),
    ),
]

FORMS: list[tuple[str, Reading, set[CreditFlag]]] = [
    # AP
    ("(AP Photo/Felipe Dana)", [AP, DANA], set()),
    ("(AP Photo/Felipe Dana, File)", [AP, DANA], {"file_photo"}),
    ("(Felipe Dana/Kyiv Post via AP)", [DANA, ("Kyiv Post", "agency", "organization"), VIA_AP], set()),
    ("Maxar Technologies via AP", [("Maxar", "agency", "organization"), VIA_AP], set()),
    ("Felipe Dana/Copyright 2026 The AP. All rights reserved", [DANA, AP], set()),
    ("/Copyright 2026 The AP. All rights reserved", [AP], set()),
    ("Chris McGrath and Felipe Dana, AP", [MCGRATH, DANA, AP], set()),
    # AFP and Getty Images
    ("AFP/Getty Images", [AFP, VIA_GETTY], set()),
    ("AFP via Getty Images", [AFP, VIA_GETTY], set()),
    ("Getty Images/Chris McGrath", [("Getty Images", "agency", "agency"), MCGRATH], set()),
    ("STR/AFP via Getty Images", [AFP, VIA_GETTY], set()),
    ("(Photo by FADEL SENNA / AFP) (Photo by FADEL SENNA/AFP via Getty Images)", [SENNA, AFP, VIA_GETTY], set()),
    # Reuters
    ("REUTERS/Alaa Al-Marjani", [REUTERS, AL_MARJANI], set()),
    ("REUTERS/Stringer", [REUTERS], set()),
    ("Alaa Al-Marjani/Reuters/File Photo", [AL_MARJANI, REUTERS], {"file_photo"}),
    (
        "Iraqi Ministry of Defence/Handout via REUTERS",
        [("Iraqi Ministry of Defence", "agency", "organization"), VIA_REUTERS],
        {"handout"},
    ),
    ("Still image taken from video / Reuters TV", [("Reuters TV", "agency", "agency")], {"video_still"}),
    # PA, EPA
    ("PA Wire", [("PA", "agency", "agency")], set()),
    ("(Picture: PA)", [("PA", "agency", "agency")], set()),
    ("EPA-EFE/FELIPE DANA", [("EPA", "agency", "agency"), DANA], set()),
    ("FELIPE DANA/EPA", [DANA, ("EPA", "agency", "agency")], set()),
    # German-language press: the photographer stands last, the nearest agency is his
    ("Foto: Felipe Dana/dpa", [DANA, DPA], set()),
    ("© dpa-Bildfunk", [DPA], set()),
    ("Bild: Keystone", [("Keystone", "agency", "agency")], set()),
    ("APA/AFP/Fadel Senna", [("APA", "distributor", "agency"), AFP, SENNA], set()),
    (
        "Felipe Dana/Press Association/dpa/Archiv",
        [DANA, ("PA", "agency", "agency"), ("dpa", "distributor", "agency")],
        {"file_photo"},
    ),
    ("picture alliance/dpa | Felipe Dana", [("picture alliance", "distributor", "agency"), DPA, DANA], set()),
    ("IMAGO/ZUMA Press", [("IMAGO", "distributor", "agency"), ("ZUMA Press", "agency", "agency")], set()),
    ("Archivbild: Reuters", [REUTERS], {"file_photo"}),
    ("Symbolbild: dpa", [DPA], set()),
    ("Fotos: dpa (2), Reuters", [DPA, VIA_REUTERS], set()),
    ("Foto: Privat", [], set()),
    # prefix words of all sorts
    ("Photograph: Felipe Dana/AP", [DANA, AP], set()),
    ("Photo courtesy of Felipe Dana", [("Felipe Dana", "courtesy", "person")], set()),
    ("Photo courtesy of UNICEF", [("UNICEF", "courtesy", "organization")], set()),
    ("Image credit: NASA", [("NASA", "agency", "organization")], set()),
    ("Crédit photo : FADEL SENNA / AFP", [SENNA, AFP], set()),
    ("[사진 출처 = 연합뉴스]", [("Yonhap", "agency", "agency")], set()),
    ("[사진 = 홍길동 기자]", [("홍길동", "photographer", "person")], set()),
    ("写真＝共同", [("Kyodo", "agency", "agency")], set()),
    ("Фото: Сергей Иванов / ТАСС", [("Сергей Иванов", "photographer", "person"), ("TASS", "agency", "agency")], set()),
    ("تصوير: أحمد الربيعي / رويترز", [("أحمد الربيعي", "photographer", "person"), REUTERS], set()),
    ("Photographer: Chris McGrath/Bloomberg", [MCGRATH, ("Bloomberg", "agency", "agency")], set()),
    ("Felipe Dana for The New York Times", [DANA, ("The New York Times", "agency", "organization")], set()),
    (
        "Felipe Dana (dpa/picture alliance via Getty)",
        [DANA, DPA, ("picture alliance", "distributor", "agency"), VIA_GETTY],
        set(),
    ),
    (
        "U.S. Army photo by Sgt. John Smith",
        [("U.S. Army", "agency", "organization"), ("John Smith", "photographer", "person")],
        set(),
    ),
    # copyright
    ("© Felipe Dana", [("Felipe Dana", "rights_holder", "person")], set()),
    ("© Stadtwerke Musterstadt GmbH", [("Stadtwerke Musterstadt GmbH", "rights_holder", "organization")], set()),
    ("© Felipe Dana, AFP", [DANA, AFP], set()),
    # pseudonyms at picture libraries, courtesy in other languages, soldiers who photograph
    (
        "ipopba / Getty Images/iStockphoto",
        [
            ("ipopba", "photographer", "person"),
            VIA_GETTY,
            ("iStock", "agency", "agency"),
        ],
        set(),
    ),
    ("연합뉴스 제공", [("Yonhap", "courtesy", "agency")], set()),
    ("Sgt. John Smith/AP", [("John Smith", "photographer", "person"), AP], set()),
    ("Felipe Dana / AP 2017", [DANA, AP], set()),
    ("© 2017 AP", [AP], set()),
    ("Felipe Dana via (AP)", [DANA, VIA_AP], set()),
    # flags in other languages
    ("Foto de archivo: AFP", [AFP], {"file_photo"}),
    ("Capture d'écran / AFP", [AFP], {"video_still"}),
    ("Screengrab/Reuters", [REUTERS], {"video_still"}),
    ("AFP | HANDOUT", [("AFP", "distributor", "agency")], {"handout"}),
    ("Zvg.", [], {"handout"}),
]


@pytest.mark.parametrize(("printed", "agents", "flags"), SEED_CREDITS + FORMS, ids=lambda value: str(value)[:40])
def test_a_credit_line_gives_agents_in_roles(printed: str, agents: Reading, flags: set[CreditFlag]) -> None:
    line = parse_credit(printed)
    assert [(agent.name, agent.role, agent.kind) for agent in line.credits] == agents
    assert line.flags == flags
    assert line.raw == printed
    assert line.confidence >= 0.8


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("AHMAD AL-RUBAYE", "Ahmad Al-Rubaye"),
        ("ahmad al-rubaye", "Ahmad Al-Rubaye"),
        ("CHRIS MCGRATH", "Chris McGrath"),
        ("Chris McGRATH", "Chris McGrath"),
        ("JOHN O'NEILL", "John O'Neill"),
        ("JOHN O’NEILL", "John O’Neill"),
        ("JOSÉ DE LA CRUZ", "José de La Cruz"),
        ("JEAN-PIERRE MÜLLER", "Jean-Pierre Müller"),
        ("J.J. GUILLÉN", "J.J. Guillén"),
        ("FRANK FRANKLIN II", "Frank Franklin II"),
        ("İBRAHİM YILDIZ", "İbrahim Yıldız"),
        ("Bertrand GUAY", "Bertrand Guay"),
        ("Mohamed El Saife", "Mohamed El Saife"),
        ("Anna van der Berg", "Anna van der Berg"),
        ("СЕРГЕЙ ИВАНОВ", "Сергей Иванов"),
        ("أحمد الربيعي", "أحمد الربيعي"),
    ],
)
def test_names_are_written_as_usual(printed: str, usual: str) -> None:
    assert parse_credit(f"{printed}/AFP").credits[0].name == usual


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("The Associated Press", "AP"),
        ("A.F.P.", "AFP"),
        ("REUTERS", "Reuters"),
        ("DPA", "dpa"),
        ("epa", "EPA"),
        ("gettyimages", "Getty Images"),
        ("Anadolu Ajansı", "Anadolu"),
        ("ТАСС", "TASS"),
        ("新华社", "Xinhua"),
        ("فرانس برس", "AFP"),
        ("ZUMAPRESS.com", "ZUMA Press"),
        ("Shutterstock.com", "Shutterstock"),
        ("Magnum Photos", "Magnum"),
        ("imago images", "IMAGO"),
        ("Sipa USA", "Sipa"),
        ("ANP Foto", "ANP"),
        ("Nur Photo", "NurPhoto"),
        ("United Press International", "UPI"),
    ],
)
def test_agencies_go_by_their_usual_name(printed: str, usual: str) -> None:
    (agent,) = parse_credit(printed).credits
    assert agent.name == usual
    assert agent.kind == "agency"


@pytest.mark.parametrize("printed", ["", "///", ")(", "We walked along the river until the evening came", "x" * 2000])
def test_what_cannot_be_read_is_kept_and_not_trusted(printed: str) -> None:
    line = parse_credit(printed)
    assert line.raw == printed
    assert line.confidence < 0.5


def test_a_name_in_small_letters_is_trusted_less() -> None:
    assert parse_credit("felipe dana/AP").confidence < parse_credit("Felipe Dana/AP").confidence


def test_a_line_that_is_read_in_part_is_not_trusted() -> None:
    line = parse_credit("what we saw on our way here / Felipe Dana / AP")
    assert [agent.name for agent in line.credits] == ["Felipe Dana", "AP"]
    assert line.confidence < 0.5


def test_an_agent_is_named_once() -> None:
    line = parse_credit("Felipe P. Dana/dpa/Felipe P Dana")
    assert [agent.name for agent in line.credits] == ["Felipe P. Dana", "dpa"]


def test_the_maker_of_a_video_beside_the_photograph_is_not_its_photographer() -> None:
    assert [agent.name for agent in parse_credit("Foto: Felipe Dana (REUTERS) | Vídeo: EPV").credits] == [
        "Felipe Dana",
        "Reuters",
    ]


def test_what_follows_an_apostrophe_alone_stays_small() -> None:
    assert person_name("ST. JOHN'S") == "St. John's"
