"""What stands around a name, and how far it speaks for a place: points are log-odds, summed."""

from collections.abc import Iterable
from math import log10

from pipelines.events.places.gazetteer import Candidate, Gazetteer
from pipelines.events.places.spotting import Spot
from pipelines.events.places.tables import words
from pipelines.events.places.wording import Wording

BARRED = -6.0
_ROLES, _TITLES, _GIVEN = words("role"), words("title"), words("given")
_ORGANISATION, _FACILITY, _GENERIC = words("organisation"), words("facility"), words("generic")
_DIRECTION, _LOCATIVE, _STRONG = words("direction"), words("locative"), words("strong")
_SETTLEMENT, _SPEECH, _CALENDAR, _AGENCY = words("settlement"), words("speech"), words("calendar"), words("agency")
_BRIDGE = words("bridge")
_ARTICLE = frozenset(("the", "la", "le", "les", "el", "los", "las", "der", "die", "das", "den", "dem"))


def standing(candidates: Iterable[Candidate]) -> float:
    """How well known the best-known place of the name is: countries 2.6, a city of a million 1.2, a village -2."""
    best = -3.0
    for candidate in candidates:
        if candidate.kind == "country":
            points = 2.6
        elif candidate.kind in ("region", "site"):
            points = 1.5
        elif candidate.kind == "admin1":
            points = 1.4 if candidate.population > 300_000 else 0.2  # noqa: PLR2004
        elif candidate.kind == "admin2":
            points = -0.5 if candidate.how != 2 else -1.8  # noqa: PLR2004
        else:
            points = 0.95 * (log10(candidate.population + 10) - 4.7)
            points += {0: 0.0, 1: -0.9, 2: 0.0, 3: 1.0}[candidate.how]
        best = max(best, points)
    return best


class Surroundings:
    """The names that persons bear in a story, and the points that each spot earns."""

    def __init__(self, gazetteer: Gazetteer, wordings: list[Wording], language: str) -> None:
        self.gazetteer = gazetteer
        self.language = language
        self.surnames: set[str] = set()
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
            elif wording.folded[j] not in _BRIDGE:
                break
        word = wording.folded[last]
        if last > i and word not in _ROLES and word not in _ORGANISATION and word not in _CALENDAR:
            self.surnames.add(word)

    def weigh(self, spot: Spot) -> None:
        """Set the spot's points, and whether it is barred."""
        score = standing(spot.candidates) + (0.8 if spot.j - spot.i > 1 else 0.0)
        score -= self._ordinary(spot)
        score += self._before(spot) + self._behind(spot)
        if spot.key in self.surnames and spot.j - spot.i == 1:
            best = spot.candidates[0]
            score -= 1.0 if any(one.kind == "country" for one in spot.candidates) else 3.0
            score += 0.5 if best.population > 1_000_000 else 0  # noqa: PLR2004
        if self._is_dateline(spot):
            score += 4.0
        spot.score = score
        spot.barred = score <= BARRED + 3.5

    def _ordinary(self, spot: Spot) -> float:
        """What is to be taken off for names that are words as well."""
        if spot.j - spot.i > 1:
            return 0.0
        wording = spot.wording
        excess = self.gazetteer.ordinary(spot.row, self.language)
        if wording.silent:
            return 0.8 + 1.5 * excess
        blind = wording.loud or wording.opens_sentence(spot.i)
        off = excess * (1.6 if blind else 0.7)
        if blind and spot.key in self.gazetteer.words and excess > 0.3:  # noqa: PLR2004
            off += 1.5
        if spot.key in self.small and excess > 0.0:
            off += 1.5
        return off + (1.0 if spot.key in _GIVEN else 0.0) + (2.0 if spot.key in _CALENDAR else 0.0)

    def _before(self, spot: Spot) -> float:
        wording, p = spot.wording, spot.i - 1
        if p < 0 or not wording.joined[spot.i]:
            return self._behind_comma(spot)
        word = wording.folded[p]
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
        if word in _STRONG:
            return 2.2
        if word in _DIRECTION or word in _SETTLEMENT:
            return 1.6
        if word in _LOCATIVE:
            return 1.1
        if word in ("of", "de") and p > 0:
            return self._of(wording, p - 1)
        if word in _TITLES:
            return -3.0
        return 0.0

    def _of(self, wording: Wording, p: int) -> float:
        """Points for what stands before ``of``: a city, a bank, a university."""
        word = wording.folded[p]
        if word in _ARTICLE and p > 0:
            p -= 1
            word = wording.folded[p]
        if word in _SETTLEMENT or word in _DIRECTION or word in _GENERIC:
            return 2.0
        if wording.capital[p] and not wording.opens_sentence(p):
            if word in _ORGANISATION or word in _TITLES or word in ("archbishop", "bishop", "duke", "duchess", "earl"):
                return -4.0
            return -1.2 if not wording.loud else 0.0
        if word in _ORGANISATION and wording.capital[p]:
            return -4.0
        return 0.5

    def _capital_before(self, wording: Wording, p: int) -> float:
        """Points for a capitalised word before the name: part of a person's name, an organisation's, or neither."""
        word = wording.folded[p]
        hyphen = wording.gap[p + 1] == "-"
        if word in _GIVEN and not (wording.opens_sentence(p) and word in self.gazetteer.words):
            return BARRED
        if word in _TITLES:
            return -4.5
        if len(word) == 1 or (wording.gap[p + 1] == ". " and len(word) == 1):
            return -4.0
        if word in _CALENDAR or word in self.gazetteer.peoples or word in _AGENCY:
            return 0.3
        if word in _LOCATIVE or word in _DIRECTION or word in _SETTLEMENT:
            return 1.5
        if word in _ORGANISATION:
            return -3.0
        if wording.opens_sentence(p) and word in self.gazetteer.words:
            return 0.0
        if wording.loud:
            return 0.0 if word in self.gazetteer.words else -1.0
        if hyphen:
            return -0.5
        return -1.2 if word in self.gazetteer.words else -2.6

    def _behind_comma(self, spot: Spot) -> float:
        return 0.0

    def _behind(self, spot: Spot) -> float:
        wording, q = spot.wording, spot.j
        if q >= len(wording) or wording.possessive[q - 1]:
            return 0.6 if q <= len(wording) and wording.possessive[q - 1] else 0.0
        word = wording.folded[q]
        if not wording.joined[q]:
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
        return self._capital_behind(wording, q)

    def _capital_behind(self, wording: Wording, q: int) -> float:
        """Points for a capitalised word behind the name."""
        word = wording.folded[q]
        following = wording.folded[q + 1] if q + 1 < len(wording) and wording.joined[q + 1] else ""
        if word in _ORGANISATION or following in _ORGANISATION and wording.capital[q + 1]:
            return -3.5 if not wording.loud else -1.5
        if word in _GENERIC:
            return 1.5
        if word in _FACILITY:
            return -1.5
        if word in _ROLES or word in _TITLES or word in _CALENDAR or word in self.gazetteer.peoples:
            return 0.3
        if word in _GIVEN:
            return -0.5
        if wording.loud or word in _LOCATIVE:
            return 0.0 if word in self.gazetteer.words or word in _LOCATIVE else -1.0
        return -1.5 if word in self.gazetteer.words else -3.2

    def _is_dateline(self, spot: Spot) -> bool:
        """``MOSUL, Iraq (AP) —``: at the beginning of the body, with a dash or an agency's name close behind."""
        wording = spot.wording
        if spot.i > 4 or wording.field != "body":  # noqa: PLR2004
            return False
        end = wording.end[spot.j - 1]
        rest = wording.text[end : end + 60]
        if not all(wording.capital[: spot.j]):
            return False
        return any(mark in rest.split(". ")[0][:45] for mark in (" — ", " -- ", " – ", ") - ", " - ", ")—", ") –"))
