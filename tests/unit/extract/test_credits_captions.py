"""Captions that hold their credit in the same line."""

import pytest

from pipelines.extract.credits import split_caption

SEED_SHAPES = [
    ("A man who is thought to be a fighter waits below ground.", "Felipe Dana/AP"),
    (
        "Officers watch the hospital grounds, west of the river in the Shifa quarter.",
        "Fadel Senna/AFP via Getty Images)",
    ),
    ("A girl who was hurt is carried by a woman while troops move on.", "Felipe Dana/AP)"),
    ("A soldier of the special forces stands in a lane close to the front line.", "Felipe Dana/AP"),
    ("Smoke after a strike by coalition aircraft on the Islamic State group.", "Ahmad Al-Rubaye/AFP/Getty Images"),
    ("What is left of the Old City of Mosul.", "Ahmad Al-Rubaye/AFP/Getty Images)"),
    ("Army vehicles in Mosul’s Old City.", "Alaa Al-Marjani/Reuters"),
    ("An airstrike leaves smoke over the town.", "Fadel Senna/AFP via Getty Images"),
    (
        "Federal police with a captured flag, a sign of their advance, in the Old City.",
        "Ahmad Al-Rubaye/AFP via Getty Images",
    ),
    ("Special Forces meet near the front.", "Felipe Dana/AP"),
    ("A boy on a bike in a quarter of western Mosul that was taken back.", "Felipe Dana/AP)"),
    ("A missile is fired in the district of Somer, Mosul.", "Alaa Al-Marjani/Reuters"),
    ("Dust around a tank that fires near al-Intisar.", "Odd Andersen/AFP via Getty Images"),
    ("Children slide down the roof of a fallen building in Qayara.", "Felipe Dana/AP"),
    ("A wounded comrade is carried away.", "Bulent Kilic/AFP via Getty Images)"),
    ("A soldier at the U.S. Army base in Qayara.", "Alaa Al-Marjani/Reuters"),
]


@pytest.mark.parametrize(("caption", "credit"), SEED_SHAPES)
def test_the_sixteen_captions_of_the_gallery_lose_their_credit(caption: str, credit: str) -> None:
    assert split_caption(f"{caption} {credit}") == (caption, credit)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("A soldier waits. (AP Photo/Felipe Dana)", "A soldier waits.", "(AP Photo/Felipe Dana)"),
        ("A soldier waits (AP Photo/Felipe Dana, File)", "A soldier waits", "(AP Photo/Felipe Dana, File)"),
        (
            "A soldier (left) in the town (centre). Felipe Dana/AP)",
            "A soldier (left) in the town (centre).",
            "Felipe Dana/AP)",
        ),
        ("A street in Mosul (Iraq) [Felipe Dana/AP Photo]", "A street in Mosul (Iraq)", "[Felipe Dana/AP Photo]"),
        ("A street in Mosul. (Felipe Dana/AP", "A street in Mosul.", "(Felipe Dana/AP"),
        ("A street in Mosul. (Felipe Dana)", "A street in Mosul.", "(Felipe Dana)"),
        ("Ein Soldat | Foto: Felipe Dana/dpa", "Ein Soldat", "Foto: Felipe Dana/dpa"),
        ("Ein Soldat wartet. © dpa-Bildfunk", "Ein Soldat wartet.", "© dpa-Bildfunk"),
        ("Vor dem Rathaus (Archivbild) Foto: dpa", "Vor dem Rathaus (Archivbild)", "Foto: dpa"),
        (
            "Redner der SPD und der FDP (links) | Bildquelle: EU-Kommission",
            "Redner der SPD und der FDP (links)",
            "Bildquelle: EU-Kommission",
        ),
        ("A street. Photograph: Felipe Dana/Reuters", "A street.", "Photograph: Felipe Dana/Reuters"),
        ("Un soldat, le 3 mars. FADEL SENNA / AFP", "Un soldat, le 3 mars.", "FADEL SENNA / AFP"),
        ("Un soldat le 3 mars • © Fadel Senna / AFP", "Un soldat le 3 mars", "© Fadel Senna / AFP"),
        ("Soldado en la ciudad. / EFE", "Soldado en la ciudad.", "EFE"),
        ("Smoke over the town AFP via Getty Images", "Smoke over the town", "AFP via Getty Images"),
        ("Smoke in the streets of Mosul Felipe Dana/AP", "Smoke in the streets of Mosul", "Felipe Dana/AP"),
        ("Smoke over a village FADEL SENNA / AFP", "Smoke over a village", "FADEL SENNA / AFP"),
        ("A woman by the river - AFP", "A woman by the river", "AFP"),
        ("The port was often repaired. AP", "The port was often repaired.", "AP"),
        ("A view. Courtesy of the Ministry of Defence", "A view.", "Courtesy of the Ministry of Defence"),
        (
            "The road to the launch site. Felipe Dana for Rest of World",
            "The road to the launch site.",
            "Felipe Dana for Rest of World",
        ),
        ("병사가 서 있다. [사진 출처 = 연합뉴스]", "병사가 서 있다.", "[사진 출처 = 연합뉴스]"),
        ("モスルの兵士＝ロイター", "モスルの兵士", "ロイター"),
        ("جندي في الموصل (رويترز)", "جندي في الموصل", "(رويترز)"),
        ("Солдат в Мосуле. Фото: Сергей Иванов / ТАСС", "Солдат в Мосуле.", "Фото: Сергей Иванов / ТАСС"),
        ("Ein Soldat wartet (Foto: Felipe Dana/dpa", "Ein Soldat wartet", "(Foto: Felipe Dana/dpa"),
        ("Smoke over a village ODD VAN ANDERSEN / AFP", "Smoke over a village", "ODD VAN ANDERSEN / AFP"),
        ("Smoke at A JEAN PAUL DE LA CRUZ/AFP", "Smoke at A", "JEAN PAUL DE LA CRUZ/AFP"),
        ("The council meets in New York Frank Franklin II/AP", "The council meets in New York", "Frank Franklin II/AP"),
        ("代表の（左から）西田、石川（Ｃ）共同通信社", "代表の（左から）西田、石川", "（Ｃ）共同通信社"),
        # before the caption
        (
            "REUTERS/Alaa Al-Marjani - Soldiers stand in a street.",
            "Soldiers stand in a street.",
            "REUTERS/Alaa Al-Marjani",
        ),
        ("Fadel Senna/AFP: Smoke rises over the town.", "Smoke rises over the town.", "Fadel Senna/AFP"),
        ("[사진 출처 = 연합뉴스] 병사가 서 있다", "병사가 서 있다", "[사진 출처 = 연합뉴스]"),
        (
            "AHMAD AL-RUBAYE via Getty Images Smoke is seen over the town.",
            "Smoke is seen over the town.",
            "AHMAD AL-RUBAYE via Getty Images",
        ),
        (
            "Handout . / Reuters A frame shows the fallen mosque.",
            "A frame shows the fallen mosque.",
            "Handout . / Reuters",
        ),
        # nothing but the credit
        ("REUTERS/Alaa Al-Marjani", None, "REUTERS/Alaa Al-Marjani"),
        ("  Foto:  Felipe Dana/dpa ", None, "Foto: Felipe Dana/dpa"),
    ],
)
def test_caption_and_credit_are_told_apart(text: str, caption: str | None, credit: str) -> None:
    assert split_caption(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "A soldier waits in a street.",
        "Leaders of the party (SPD)",
        "Felipe Dana (SPD), Chris McGrath (FDP) and others (r.).",
        "A fighter spoke to Reuters.",
        "The town (left) and the river (right)",
        "Angela Merkel",
        "A race from Duisburg - Düsseldorf",
        "Prices rose by 3.5 % in May (2017)",
        "The old photo: a family by the river",
        "Smoke over Mosul Felipe Dana / 2017 / in the town",
        "(Left) A soldier waits",
        "Trucks on the road via Getty Images Lane",
        "A race from Mosul / Reuters Lane 5, 12 km",
        "Felipe Dana (A), Chris McGrath (B)/Erbil",
    ],
)
def test_a_caption_without_credit_stays_whole(text: str) -> None:
    assert split_caption(text) == (text, None)


def test_an_empty_text_has_neither() -> None:
    assert split_caption(" \n") == (None, None)
