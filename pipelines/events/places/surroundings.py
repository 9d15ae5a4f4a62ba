"""What stands around a name, and how far it speaks for a place: points are log-odds, summed."""

from collections.abc import Iterable
from math import log10

from pipelines.events.places.gazetteer import Candidate, Gazetteer
from pipelines.events.places.sources import ALTERNATE, BARE, PREFERRED
from pipelines.events.places.spotting import Spot
from pipelines.events.places.tables import words
from pipelines.events.places.wording import Wording, language_of

BARRED = -20.0
"""Points for surroundings that rule a place out."""
WORST = -6.0
"""Below this nothing else can make a place of the name."""
_ROLES, _TITLES, _GIVEN = words("role"), words("title"), words("given")
_ORGANISATION, _FACILITY, _GENERIC = words("organisation"), words("facility"), words("generic")
_DIRECTION, _LOCATIVE, _STRONG = words("direction"), words("locative"), words("strong")
_SETTLEMENT, _SPEECH, _CALENDAR, _AGENCY = words("settlement"), words("speech"), words("calendar"), words("agency")
_BRIDGE, _AHEAD, _STREET, _NAMED = words("bridge"), words("ahead"), words("street"), words("named")
_METONYM, _SPORT, _OPPOSITE, _BEARING = words("metonym"), words("sport"), words("opposite"), words("bearing")
_NO_NAMES = _ORGANISATION | _FACILITY | _GENERIC | _DIRECTION | _ROLES | _TITLES | _SETTLEMENT | _CALENDAR | _LOCATIVE
_OFFICES, _PARTICLE, _ARTICLE = words("office"), words("particle"), words("definite")


def standing(candidates: Iterable[Candidate]) -> float:
    """How well known the best-known place of the name is: countries 2.6, a city of a million 1.2, a village -2."""
    best = -3.0
    for candidate in candidates:
        if candidate.kind == "country":
            points = 2.6
        elif candidate.kind in ("region", "site"):
            points = 1.5
        elif candidate.kind == "admin1":
            points = 1.4 if candidate.population > 300_000 else 0.2
        elif candidate.kind == "admin2":
            points = {PREFERRED: 1.2, BARE: -1.8}.get(candidate.how, -0.5)
        else:
            points = 0.95 * (log10(candidate.population + 10) - 4.7)
            if candidate.how == ALTERNATE:
                points -= 0.9 if candidate.population < 100_000 else 0.3
            elif candidate.how == PREFERRED:
                points += 1.0
        best = max(best, points)
    return best


class Surroundings:
    """The names that persons bear in a story, and the points that each spot earns."""

    def __init__(self, gazetteer: Gazetteer, wordings: list[Wording], language: str) -> None:
        self.gazetteer = gazetteer
        self.language = language
        self.surnames: set[str] = set()
        """Last words of persons' full names in the story, folded; and first ones."""
        self.first_names: set[str] = set()
        self.small: set[str] = set()
        """Words that the story prints with a small first letter."""
        for wording in wordings:
            self._read(wording)

    def _read(self, wording: Wording) -> None:
        for i, word in enumerate(wording.folded):
            if not wording.capital[i]:
                self.small.add(word)
            elif word in _GIVEN and not wording.loud:
                self._read_person(wording, i)

    def _read_person(self, wording: Wording, i: int) -> None:
        """``Jordan Smith``, ``Mary-Ann van der Berg``: the words behind a given name, to the last capital."""
        last = i
        for j in range(i + 1, min(i + 5, len(wording))):
            if not wording.joined[j] or wording.possessive[j - 1]:
                break
            if wording.capital[j]:
                last = j
            elif wording.folded[j] not in _PARTICLE:
                break
        word = wording.folded[last]
        if last == i or word in _ROLES or word in _ORGANISATION or word in _CALENDAR:
            return
        self.surnames.add(word)
        following = wording.folded[i + 1]
        if word not in self.gazetteer.words and following not in self.gazetteer.words and following not in _NO_NAMES:
            self.first_names.add(wording.folded[i])

    def weigh(self, spot: Spot) -> None:
        """Set the spot's points, and whether it is barred."""
        if self._is_word(spot):
            spot.score, spot.barred = BARRED, True
            return
        score = standing(spot.candidates) + (0.8 if spot.j - spot.i > 1 else 0.0)
        score -= self._ordinary(spot)
        before = self._before(spot)
        score += before + self._behind(spot)
        if spot.key.replace(" ", "-") in _METONYM and before < 2:
            score -= 4.0
        if spot.wording.is_sport and before < 1 and all(one.kind in ("city", "admin2") for one in spot.candidates):
            score -= 3.5
        if spot.j - spot.i == 1 and (spot.key in self.surnames or spot.key in self.first_names):
            is_country = any(one.kind == "country" for one in spot.candidates)
            score -= 4.5 if before < 1 else 1.0 if is_country else 2.5
        spot.is_dateline = score > BARRED / 2 and self._is_dateline(spot)
        score += 4.0 if spot.is_dateline else 0.0
        spot.score = score
        spot.barred = score < WORST

    def _is_word(self, spot: Spot) -> bool:
        """Whether the name is that of a people, or made of words only (``University``, ``North``, ``White House``)."""
        if spot.key in self.gazetteer.peoples:
            return True
        if spot.j - spot.i == 1:
            return spot.key in _NO_NAMES
        if spot.key.startswith("university of"):
            return True
        ordinary = self.gazetteer.words
        return spot.candidates[0].how == ALTERNATE and all(word in ordinary for word in spot.key.split())

    def _ordinary(self, spot: Spot) -> float:
        """What is to be taken off for names that are words as well."""
        wording = spot.wording
        if spot.j - spot.i > 1:
            is_plain = all(word in self.gazetteer.words for word in spot.key.split())
            return 2.5 if is_plain and spot.candidates[0].population < 100_000 else 0.0
        if spot.key in ("us", "uk"):
            return 0.0
        excess = self.gazetteer.ordinary(spot.row, language_of(spot.key, self.language))
        if wording.silent or spot.i in wording.uncased:
            return 2.0 * excess
        blind = wording.loud or wording.opens_sentence(spot.i)
        off = excess * (1.6 if blind else 0.7)
        if blind and spot.key in self.gazetteer.words and excess > 0.3:
            off += 1.5
        if spot.key in self.small and excess > 0.0:
            off += 1.5
        return off + (1.0 if spot.key in _GIVEN else 0.0) + (2.0 if spot.key in _CALENDAR else 0.0)

    def _before(self, spot: Spot) -> float:
        wording, p = spot.wording, spot.i - 1
        if p < 0 or not wording.joined[spot.i]:
            return 0.0
        word = wording.folded[p]
        if word in _ARTICLE and wording.capital[p] and wording.opens_sentence(p):
            return 0.0
        if word in _ARTICLE and not wording.capital[p] and p > 0 and wording.joined[p]:
            before = self._lead(wording, p - 1)
            return before if before else (-0.6 if spot.candidates[0].kind == "city" else 0.0)
        if word in ("of", "de", "del", "di", "da", "do", "von") and p > 0 and wording.joined[p]:
            return self._of(wording, p - 1)
        if not wording.capital[p] or word in _DIRECTION:
            return self._lead(wording, p)
        return self._capital_before(wording, p)

    def _lead(self, wording: Wording, p: int) -> float:
        """Points for a word in small letters, or a direction, before the name."""
        word = wording.folded[p]
        if word in _STRONG or (word == "a" and wording.raw(p, p + 1) == "à"):
            return 2.2
        if word in _DIRECTION or word in _SETTLEMENT:
            return 1.6
        if word in _LOCATIVE:
            return 1.1
        if word in ("of", "de") and p > 0:
            return self._of(wording, p - 1)
        if word in _TITLES:
            return -3.0
        if word in _NAMED:
            return -4.0
        if word in _AHEAD and (wording.silent or p in wording.uncased):
            return BARRED
        return -2.0 if word in _OPPOSITE and wording.is_sport else 0.0

    def _of(self, wording: Wording, p: int) -> float:
        """Points for what stands before ``of``: a city, a bank, a university."""
        word = wording.folded[p]
        if word in _ARTICLE and p > 0:
            p -= 1
            word = wording.folded[p]
        if word in _SETTLEMENT or word in _DIRECTION or word in _GENERIC:
            return 2.0
        if wording.capital[p] and not wording.opens_sentence(p):
            if (
                word in _ORGANISATION
                or word in _AHEAD
                or word in _TITLES
                or word in ("archbishop", "bishop", "duke", "duchess", "earl")
            ):
                return BARRED
            return -1.2 if not wording.loud else 0.0
        if (word in _ORGANISATION or word in _AHEAD) and wording.capital[p]:
            return BARRED
        return 0.5

    def _capital_before(self, wording: Wording, p: int) -> float:
        """Points for a capitalised word before the name: part of a person's name, an organisation's, or neither."""
        word = wording.folded[p]
        hyphen = wording.gap[p + 1] == "-"
        if word in _GIVEN and not (wording.opens_sentence(p) and word in self.gazetteer.words):
            return BARRED
        if word in _TITLES or word in _AHEAD:
            return BARRED
        if len(word) == 1 and not wording.opens_sentence(p):
            return -4.0
        if word in _CALENDAR or word in self.gazetteer.peoples or word in _AGENCY:
            return 0.3
        if word in _LOCATIVE or word in _DIRECTION or word in _SETTLEMENT:
            return 1.5
        if word in _ORGANISATION:
            return -3.5
        if wording.opens_sentence(p) and (word in self.gazetteer.words or self.language != "en"):
            return 0.0
        if self.language == "de":  # nouns have capitals there
            return -0.8
        if wording.loud:
            return 0.0 if word in self.gazetteer.words else -1.0
        if hyphen:
            return -0.5
        return -1.2 if word in self.gazetteer.words else -2.6

    def _behind(self, spot: Spot) -> float:
        wording, q = spot.wording, spot.j
        if q >= len(wording) or wording.possessive[q - 1]:
            return 0.6 if q <= len(wording) and wording.possessive[q - 1] else 0.0
        word = wording.folded[q]
        if not wording.joined[q]:
            if wording.gap[q] == ", " and any(one in _BEARING for one in wording.folded[q : q + 3]):
                return 1.2 if "of" in wording.folded[q : q + 5] or word in ("near", "outside") else 0.0
            return -0.4 if word in ("jr", "sr") else 0.0
        if wording.gap[q] == "-":
            if word in ("based", "born", "led", "backed", "bound", "area", "controlled", "held", "style", "wide"):
                return 1.5
            return -2.0 if wording.capital[q] else 0.0
        if not wording.capital[q]:
            if word in _GENERIC:
                return 2.0
            if word in _SPEECH:
                return -0.5
            return 0.6 if word in _ROLES or word in _FACILITY else 0.0
        is_country = any(one.kind == "country" for one in spot.candidates)
        return self._capital_behind(wording, q, spot.key in _GIVEN and spot.j - spot.i == 1, is_country)

    def _capital_behind(self, wording: Wording, q: int, is_given: bool, is_country: bool) -> float:
        """Points for a capitalised word behind the name."""
        word = wording.folded[q]
        if word in _STREET:
            return BARRED
        if self._names_organisation(wording, q):
            return BARRED if not wording.loud else -1.5
        if word in _GENERIC:
            return 1.5
        if word in _FACILITY:
            return -1.5
        if word in _ROLES or word in _TITLES or word in _CALENDAR or word in self.gazetteer.peoples:
            return 0.3
        if word in _GIVEN:
            return BARRED if is_given else -0.5
        if wording.loud or word in _LOCATIVE:
            return 0.0 if word in self.gazetteer.words or word in _LOCATIVE else -1.0
        if word in self.gazetteer.words or self.language == "de":
            return -0.4 if is_country else -1.5
        return BARRED if is_given else -3.2

    def _names_organisation(self, wording: Wording, q: int) -> bool:
        """Whether the capitalised words from ``q`` on name an organisation: ``A&M Forest Service``."""
        for j in range(q, min(q + 4, len(wording))):
            if j > q and not wording.joined[j] and wording.gap[j] not in ("&", " & "):
                return False
            word = wording.folded[j]
            if not wording.capital[j] and word not in ("and", "for", "of"):
                return False
            if word in _ORGANISATION and wording.capital[j]:
                return True
            if (j > q and word in _ROLES) or word in _GIVEN or word in _OFFICES:
                return False
        return False

    def _is_dateline(self, spot: Spot) -> bool:
        """``MOSUL, Iraq (AP) —``: at the beginning of the body, with a dash or an agency's name close behind."""
        wording = spot.wording
        if wording.field == "dateline":
            return True
        if spot.i > 4 or wording.field == "headline":
            return False
        end = wording.end[spot.j - 1]
        rest = wording.text[end : end + 60]
        if not all(wording.capital[: spot.j]):
            return False
        return any(mark in rest.split(". ")[0][:45] for mark in (" — ", " -- ", " – ", ") - ", " - ", ")—", ") –"))
