"""Lines that are a chapter's heading by their words alone."""

import re

_NUMBER = (
    r"(?:\d{1,3}|[IVXLC]{1,8}|[ivxlc]{1,8}|(?:(?:twenty|thirty|forty|fifty)[- ]?)?"
    r"(?:the\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last))"
)
_NUMBERED = re.compile(
    rf"(?:CHAPTER|Chapter|BOOK|Book|PART|Part|STAVE|Stave|VOLUME|Volume|CANTO|Canto|ACT|Act|SCENE|Scene|LETTER|Letter"
    rf"|ADVENTURE|Adventure|STORY|Story|TALE|Tale)\s+(?i:{_NUMBER})\b(?P<rest>.*)$",
    re.DOTALL,
)
_NAMED = re.compile(
    r"(?:PROLOGUE|Prologue|EPILOGUE|Epilogue|PREFACE|Preface|FOREWORD|Foreword|INTRODUCTION|Introduction"
    r"|AFTERWORD|Afterword|CONCLUSION|Conclusion)\.?$"
)
_ROMAN = re.compile(r"([IVXLC]{1,8})(?:\.?|[.:]\s+\S.*)$")
_REST = re.compile(r"\s*(?:[.:—–-]+\s*.*|[“\"(]?[A-Z].*)?$", re.DOTALL)
_CONTENTS_LINE = re.compile(r"[^\W\d].*[.\s]\d{1,3}$")
_SENTENCES = re.compile(r"[a-z][.!?]\s+[A-Z].*[a-z]\.$")
_LONGEST = 120


def is_chapter(line: str) -> bool:
    """Whether a line that stands alone is a chapter's heading: `CHAPTER I.`, `Chapter 2: The Pool`, `Epilogue`."""
    line = line.strip()
    if len(line) > _LONGEST:
        return False
    numbered = _NUMBERED.match(line)
    if numbered:
        rest = numbered["rest"]
        return bool(_REST.match(rest)) and not _CONTENTS_LINE.search(rest) and not _SENTENCES.search(rest)
    return bool(_NAMED.match(line))


def is_roman(line: str) -> bool:
    """Whether a line is a Roman numeral and nothing else: `IV.`."""
    return roman(line) != "" and line.strip().rstrip(".").isalpha()


def roman(line: str) -> str:
    """Returns the Roman numeral that a short line begins with, or `""`: `IV` of `IV. The Return`."""
    found = _ROMAN.match(line.strip()) if len(line) <= _LONGEST else None
    return found[1] if found else ""
