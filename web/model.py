"""The language model that the settings name, if they name one."""

from corpus import QuothError
from qa import LanguageModel, RemoteModel
from web.settings import Settings


def language_model(settings: Settings) -> LanguageModel | None:
    """Return what writes answers; None where no model is set.

    Raises:
        QuothError: A model is set by half.
        MissingExtra: The package that speaks to it is not installed.
    """
    if settings.llm_url is None and settings.llm_model is None:
        return None
    if settings.llm_url is None or settings.llm_model is None:
        missing = "QUOTH_LLM_URL" if settings.llm_url is None else "QUOTH_LLM_MODEL"
        raise QuothError("A language model is set by half.", f"Set {missing}, too, or neither.")
    return RemoteModel(
        settings.llm_url,
        settings.llm_model,
        settings.llm_key.get_secret_value() if settings.llm_key else None,
        first_seconds=settings.llm_first_seconds,
        seconds=settings.llm_seconds,
        context=settings.llm_context,
    )
