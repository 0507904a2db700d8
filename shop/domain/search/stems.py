"""Fold plurals and the commonest colour forms of English and French lightly; stop words of both."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

_ENGLISH = """
    a an and are as at be by for from has have in into is it its of on our that the their them
    they this to was we were will with you your
"""
_FRENCH = """
    à au aux avec ce ces cet cette d dans de des du elle en est et il ils la le les leur leurs
    ne nos notre nous ou par pour qu que qui sa se ses sont sur un une vos votre vous
"""
STOP_WORDS = frozenset(_ENGLISH.split()) | frozenset(_FRENCH.split())
"""Compared before accents come off. `or` (gold), `son` (sound), `sans` (without) matter."""

BETWEEN_WORDS = frozenset({"or"})
"""Dropped from a query unless it stands last: `silver or gold`, but `bague or`."""

_SHORTEST = 4
_LONG_ENOUGH = 5


def _table(text: str) -> dict[str, str]:
    pairs = (line.split(" = ") for line in text.strip().splitlines())
    return {form: base for base, forms in pairs for form in forms.split()}


EXCEPTIONS = MappingProxyType(
    _table(
        """
man = men
woman = women
child = children
foot = feet
tooth = teeth
mouse = mice
goose = geese
knife = knives
shelf = shelves
scarf = scarves
leaf = leaves
loaf = loaves
half = halves
wolf = wolves
calf = calves
wife = wives
hoof = hooves
bus = buses
gas = gases
lens = lens lenses
canvas = canvas canvases
news = news
jeans = jeans
swiss = swiss
potato = potatoes
tomato = tomatoes
mango = mangoes
hero = heroes
echo = echoes
oeil = yeux
ciel = cieux
travail = travaux
vitrail = vitraux
corail = coraux
email = emaux
faux = faux
chaux = chaux
taux = taux
noir = noire noires noirs
bleu = bleue bleues bleus
vert = verte vertes verts
blanc = blanche blanches blancs
gris = gris grise grises
violet = violette violettes violets
brun = brune brunes bruns
doux = doux douce douces
sec = seche seches secs
neuf = neuve neuves neufs
"""
    )
)
"""Looked up before every rule and every length limit."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Give the stem of a folded word; for comparing only, never shown to anybody."""
    known = EXCEPTIONS.get(word)
    if known is not None:
        return known
    if not word.isalpha():
        return word
    return _ending(word if len(word) < _SHORTEST else _singular(word))


def _singular(word: str) -> str:
    if word.endswith(("eaux", "yaux", "oux", "eux")):
        return word[:-1]
    if word.endswith("aux") and len(word) >= _LONG_ENOUGH:
        return word[:-2] + "l"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _ending(word: str) -> str:
    """Meet the other language's ending half way: watch(es) and poche(s), glass(es) and tasse(s)."""
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith(("che", "she", "sse", "xe")):
        return word[:-1]
    if word.endswith("ee") and len(word) >= _LONG_ENOUGH:
        return word[:-1]
    return word
