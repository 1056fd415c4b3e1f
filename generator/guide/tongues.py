"""Which languages there are: for words of another one in a text."""

from __future__ import annotations

import re

from generator.errors import Diagnostic, Place, did_you_mean, quoted

# ISO 639-1. Codes of three letters are for languages without one of two: 7,000 of them, too many to list.
_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa
ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko
kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty
ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_LANGUAGES = frozenset(_CODES.split())
_COUNTRIES = {
    **{"jp": "ja", "cn": "zh", "gr": "el", "cz": "cs", "dk": "da", "ua": "uk", "vn": "vi", "gb": "en", "us": "en"},
    **{"np": "ne", "tw": "zh-Hant", "hk": "zh-Hant", "ir": "fa", "il": "he", "pk": "ur", "bd": "bn", "kh": "km", "mm": "my"},
    **{"al": "sq", "rs": "sr", "by": "be"},
}
_RATHER_COUNTRIES = {"kr": "ko", "se": "sv"}  # Kanuri and Northern Sami, which are seldom meant
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")  # language, script, region


def is_language(tag: str) -> bool:
    """Whether a tag such as "fr", "zh-Hans" or "pt-BR" names a language."""
    found = _TAG.fullmatch(tag)
    return found is not None and (len(found["language"]) == 3 or found["language"] in _LANGUAGES)


def language_of_country(code: str) -> str:
    """The language that is probably meant by a code that is rather a country's, or ""."""
    if code in _RATHER_COUNTRIES:
        return _RATHER_COUNTRIES[code]
    return "" if code in _LANGUAGES else _COUNTRIES.get(code, "")


def unknown_language(tag: str, place: Place | None) -> Diagnostic:
    """The error for a tag that names none."""
    meant = f' Did you mean "{_COUNTRIES[tag]}"?' if tag in _COUNTRIES else did_you_mean(tag, ("zh-Hans", "zh-Hant", "pt-BR"))
    way_out = f'Write a tag such as "fr", "zh-Hans" or "pt-BR": [words]{{lang=fr}}.{meant}'
    return Diagnostic(f"unknown language {quoted(tag)}", place, way_out, rule="unknown-language")
