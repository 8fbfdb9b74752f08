"""What is set, by options and by variables."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus import QuothError

if TYPE_CHECKING:
    from web.settings import Settings


def settings(given: Mapping[str, object]) -> "Settings":
    """Make the settings from options that were given, the environment and the defaults, in this order.

    Raises:
        QuothError: A value is not a possible one.
    """
    from pydantic import ValidationError

    from web.settings import Settings

    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "_".join(str(part) for part in first["loc"][:1])
        option = f"--{name}, or " if name in given else ""
        hint = f"Correct it: {option}the variable QUOTH_{name.upper()}."
        raise QuothError(f"The setting {name} is wrong: {first['msg'].removeprefix('Value error, ')}.", hint) from exc
