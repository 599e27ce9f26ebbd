"""The reader's language, and the course's own words in it.

English is the source; Chinese comes from the gettext catalogue beside this package
(`helpers/locale`), which Babel extracts, updates and compiles (`make messages`).
"""

import functools
import gettext
import locale
import os
from pathlib import Path

from helpers.errors import CourseError

LANGUAGES = ("en", "zh")
_LOCALES = Path(__file__).parent / "locale"


def current() -> str:
    """The language in use: `KFA_LANG` if set, else that of the locale, else English."""
    chosen = os.environ.get("KFA_LANG", "")
    if chosen in LANGUAGES:
        return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    system = locale.getlocale()[0] or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


def use(lang: str) -> None:
    """Speak `lang` ("en" or "zh") from now on, in this process and in its children.

    Raises:
        CourseError: for a language that the course does not have.
    """
    if lang not in LANGUAGES:
        raise CourseError(
            f"The course has no language {lang!r}. Use 'en' for English or 'zh' for Chinese. "
            f"/ 本课程没有语言 {lang!r}，请用 'en'（英文）或 'zh'（中文）。"
        )
    os.environ["KFA_LANG"] = lang


@functools.cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("kfa", _LOCALES, [lang], fallback=lang == "en")


def translate(message: str, lang: str | None = None, **values: object) -> str:
    """`message`, an English sentence, in `lang` (default: `current()`), `{name}` fields filled in.

    Import it as `_`, so that Babel finds the sentences: `_("No file {path}.", path=path)`.
    """
    words = _catalogue(lang or current()).gettext(message)
    return words.format(**values) if values else words


def mark(message: str) -> str:
    """Mark a sentence for translation where it is defined; `translate` it where it is shown."""
    return message


def duration(seconds: float, lang: str | None = None) -> str:
    """About how long something takes: `8 s`, `3 min`."""
    if seconds < 90:
        return translate("{count} s", lang, count=max(1, round(seconds)))
    return translate("{count} min", lang, count=round(seconds / 60))
