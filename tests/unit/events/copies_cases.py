"""Pairs of texts that are copies and pairs that are not, made from base articles; the same in every run."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

PEOPLE = "Adel Marouf,Hana Stolz,Bako Idris,Lena Orsic,Tarek Naim,Ines Prado,Oleh Hnatiuk,Mary Quill,Jon Aske,Rima Dahl"
TOWNS = "Kharat,Belovo,Sanray,Tillos,Mardun,Oskel,Quintar,Haverly,Dumra,Petrin,Astoul,Winsay,Corvel,Naruz,Elbeth"
BODIES = (
    "the provincial council,a rescue team,the harbour authority,the army's second brigade,a human rights group,"
    "the mayor,the district hospital,the interior ministry,a relief agency,the public prosecutor,the fire service,"
    "the border guard,a group of teachers,the electricity company,two members of parliament,the market traders,"
    "a convoy of lorries"
)
DEEDS = (
    "reopened,inspected,abandoned,surrounded,rebuilt,searched,evacuated,shelled,counted the losses at,withdrew from,"
    "took over,cordoned off,photographed,set fire to,paid for repairs of,denied any knowledge of,drew up plans for,"
    "moved supplies to,lost contact with,warned visitors away from"
)
THINGS = (
    "the old bridge,a primary school,the grain store,the water tower,three villages,the coastal road,the bus station,"
    "a row of warehouses,the court building,the railway depot,a camp for displaced families,the vegetable market,"
    "the power plant,a police post,the university library,the northern checkpoint,a bakery,"
    "the cement works,the airfield"
)
WHEN = (
    "before dawn,late on Tuesday,for the third time this month,after two days of rain,while negotiators met abroad,"
    "hours after the truce began,in front of reporters,without giving a reason,despite repeated appeals,"
    "under heavy guard,as temperatures fell,once the last residents had gone,in a matter of minutes,over the weekend"
)
RESULTS = (
    "Nobody was hurt,Several people were treated for burns,The damage is still being assessed,Traffic was halted,"
    "Shops stayed shut,A curfew followed,Neighbours gathered in the street,Phone lines went dead,Prices rose at once,"
    "An inquiry has been promised,Families slept in the open,Schools will remain closed,The river rose by a metre"
)
SPEECH = (
    "we have waited far too long for anyone to come,nobody told us what was happening until it was over,"
    "this is not the end of the matter and they know it,my children have not slept since that night,"
    "the truth will come out whatever they do to hide it,we counted every one of them by hand,"
    "there was dust everywhere and then a great silence,you cannot rebuild trust as you rebuild a wall"
)


@dataclass(frozen=True)
class Pair:
    """Two texts and what they are to each other."""

    case: str
    """What was done."""
    a: str
    """The base article, or one of the two."""
    b: str
    """The other."""
    kind: str | None
    """same, edited or excerpt; null: no copies."""


def _pick(chance: random.Random, words: str) -> str:
    return chance.choice(words.split(","))


def sentence(chance: random.Random) -> str:
    """One sentence of a report, hardly ever the same twice."""
    who, deed, what, when = (_pick(chance, words) for words in (BODIES, DEEDS, THINGS, WHEN))
    other, town, result = _pick(chance, BODIES), _pick(chance, TOWNS), _pick(chance, RESULTS)
    person, place = _pick(chance, PEOPLE), _pick(chance, THINGS)
    return chance.choice(
        (
            f"In {town}, {who} {deed} {what} {when}, {person} said.",
            f"{result}, but {other} near {town} {deed} {place} {when}.",
            f"{who.capitalize()} {deed} {what} in {town}, according to {other}, and {place} was left empty {when}.",
            f"{person}, who speaks for {other}, confirmed that {who} {deed} {place} {when}.",
            f"{result} in {town} when {who} {deed} {what}, {chance.randint(2, 90)} kilometres from {place}.",
            f"{when.capitalize()}, {who} and {other} {deed} {what} outside {town}.",
        )
    )


def speech(chance: random.Random, length: int = 3) -> str:
    """What somebody says, without quotation marks."""
    return ", ".join(chance.sample(SPEECH.split(","), length)).capitalize()


def article(chance: random.Random, words: int = 320) -> str:
    """A report in paragraphs, with some speech in it."""
    paragraphs: list[str] = []
    while len(" ".join(paragraphs).split()) < words:
        paragraphs.append(" ".join(sentence(chance) for _ in range(chance.randint(1, 3))))
        if chance.random() < 0.25:
            paragraphs.append(f"“{speech(chance, 2)},” said {_pick(chance, PEOPLE)}.")
    return "\n".join(paragraphs)


def _sentences(text: str) -> list[list[str]]:
    return [[part.strip() + "." for part in line.rstrip(".").split(". ")] for line in text.split("\n")]


def _joined(parts: Sequence[Sequence[str]]) -> str:
    return "\n".join(" ".join(part) for part in parts if part)


def other_page(text: str, chance: random.Random) -> str:
    """The same text on another page: header, footer, quotation marks, white space, markup."""
    straight = text.replace("“", '"').replace("”", '"').replace("’", "'")
    spaced = straight.replace(". ", ".  ").replace("\n", "\n\n").replace(" and ", "&nbsp;and ")
    header = chance.choice(("World | Middle East", "By Staff Writer\nHome > News", "KHARAT, Nov 4 (Reuters) - "))
    footer = chance.choice(
        (
            "Share this article\nRelated stories",
            "(Reporting by our bureau; Editing by the desk)",
            "© 2017 All rights reserved.",
        )
    )
    return f"{header}{'' if header.endswith('- ') else chr(10)}{spaced}\n\n{footer}\nAFP contributed to this report."


def edited(text: str, chance: random.Random, part: float) -> str:
    """So many of the sentences written anew."""
    return _joined(
        [[sentence(chance) if chance.random() < part else told for told in line] for line in _sentences(text)]
    )


def cut(text: str, part: float) -> str:
    """The first part of a text, in whole lines."""
    lines = text.split("\n")
    kept: list[str] = []
    for line in lines:
        if kept and len(" ".join(kept).split()) >= part * len(text.split()):
            break
        kept.append(line)
    return "\n".join(kept)


def passage(text: str, chance: random.Random, words: int) -> str:
    """Some lines from anywhere, so many words at least."""
    lines = text.split("\n")
    first = chance.randrange(max(1, len(lines) // 2))
    kept = list(lines[first : first + 1])
    for line in lines[first + 1 :]:
        if len(" ".join(kept).split()) >= words:
            break
        kept.append(line)
    return "\n".join(kept)


def rewritten(text: str, chance: random.Random) -> str:
    """Wire copy under a lead of the paper's own."""
    lines = text.split("\n")
    lead = " ".join(sentence(chance) for _ in range(3))
    return "\n".join([lead, *lines[1:]])


def copies(bases: Sequence[str], seed: int = 1) -> Iterator[Pair]:
    """Every kind of copy of every base article."""
    chance = random.Random(seed)  # noqa: S311
    for text in bases:
        count = len(text.split())
        yield Pair("other page", text, other_page(text, chance), "same")
        yield Pair("edited 10 %", text, edited(text, chance, 0.1), "edited")
        yield Pair("edited 30 %", text, edited(text, chance, 0.3), "edited")
        yield Pair("other lead", text, rewritten(text, chance), "edited")
        yield Pair("cut to 60 %", text, cut(text, 0.6), "excerpt")
        yield Pair("cut to a third", text, cut(text, 0.33), "excerpt")
        if count > 150:
            yield Pair("passage of 70 words", text, passage(text, chance, 70), "excerpt")
            short = passage(text, chance, 90)
            yield Pair("passage under another lead", text, f"{sentence(chance)}\n{short}", "excerpt")


def _with(text: str, line: str, chance: random.Random) -> str:
    lines = text.split("\n")
    lines.insert(chance.randint(1, len(lines)), line)
    return "\n".join(lines)


def crime_log(chance: random.Random) -> str:
    """A report as a police desk fills it in."""
    day, crime = _pick(chance, "Monday,Tuesday,Friday,Sunday"), _pick(chance, "a burglary,an assault,a theft,a fire")
    street, home, town = (_pick(chance, TOWNS) for _ in range(3))
    date = f"{_pick(chance, 'May,June,July,March')} {chance.randint(1, 28)}"
    age, bail, hour = chance.randint(18, 80), chance.randint(2, 90), f"{chance.randint(1, 12)}.{chance.randint(10, 59)}"
    number = f"{chance.randint(200, 999)}-{chance.randint(1000, 9999)}"
    return (
        f"Police were called to {street} Street at {hour} p.m. on {day} after {crime} was reported by a resident. "
        f"Officers arrested {_pick(chance, PEOPLE)}, {age}, of {home}, who was released on bail of ${bail},000 and is "
        f"due in court on {date}. No injuries were reported and the investigation is being led by Detective "
        f"{_pick(chance, PEOPLE)}. Anyone who saw anything is asked to call the {town} police department on {number}. "
        "Callers do not have to give their names."
    )


def forecast(chance: random.Random) -> str:
    """A weather report as a machine writes it."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    return " ".join(
        f"{day} in {_pick(chance, TOWNS)} will be {_pick(chance, 'dry,wet,windy,cold,bright')} with a high of "
        f"{chance.randint(1, 35)} degrees and a low of {chance.randint(-9, 12)}, and winds from the "
        f"{_pick(chance, 'north,south,east,west')} at up to {chance.randint(5, 90)} kilometres an hour."
        for day in days
    )


def quotation(chance: random.Random) -> str:
    """A long statement, as speech without its marks."""
    return ". ".join(speech(chance, 4) for _ in range(3)).replace("\n", " ")


MARKS: Sequence[Callable[[str], str]] = (
    lambda said: f"“{said},”",
    lambda said: f'"{said},"',
    lambda said: f"«\N{NO-BREAK SPACE}{said}\N{NO-BREAK SPACE}»,",
    lambda said: f"„{said}“,",
    lambda said: f"‘{said}’,",
    lambda said: f"»{said}«,",
)


def no_copies(bases: Sequence[str], seed: int = 2) -> Iterator[Pair]:
    """Pairs that share words, and are no copies. ``bases`` must be of different events."""
    chance = random.Random(seed)  # noqa: S311
    for a, b in zip(bases, [*bases[1:], bases[0]], strict=True):
        long, said = quotation(chance), speech(chance, 3)
        one, two = chance.choice(MARKS), chance.choice(MARKS)
        yield Pair(
            "shared quotation",
            _with(a, f"{one(said)} he said.", chance),
            _with(b, f"{two(said)} he said.", chance),
            None,
        )
        yield Pair(
            "shared statement",
            _with(cut(a, 0.3), f"{one(long)} the ministry said in a statement.", chance),
            _with(cut(b, 0.3), f"The ministry said in a statement: {two(long)}", chance),
            None,
        )
        standing = " ".join(sentence(chance) for _ in range(4))
        yield Pair("shared background", f"{a}\n{standing}", f"{b}\n{standing}", None)
        yield Pair("same agency, same tail", other_page(a, chance), other_page(b, chance), None)
        yield Pair("crime log", crime_log(chance), crime_log(chance), None)
        yield Pair("forecast", forecast(chance), forecast(chance), None)
