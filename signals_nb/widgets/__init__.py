"""The builder: a form for attribute groups in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.errors import SignalsError

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["builder_class", "demo"]


def builder_class() -> type[Builder]:
    """The class of the form, which needs ipywidgets.

    Raises:
        SignalsError: ipywidgets is missing or older than 8.1.
    """
    try:
        import ipywidgets
    except ImportError:
        found = "is not installed"
    else:
        if tuple(map(int, ipywidgets.__version__.split(".")[:2])) >= (8, 1):
            from signals_nb.widgets.builder import Builder

            return Builder
        found = f"is {ipywidgets.__version__} here"
    raise SignalsError(
        f"The builder needs ipywidgets 8.1 or later, which {found}. Run: pip install 'ipywidgets>=8.1'. "
        "Without it, define groups in Python, and use signals.test(group) and signals.publish([group])."
    )


def demo() -> Builder:
    """A builder on the bundled sample, with three attributes ready to test."""
    from signals_nb.widgets.example import example

    return builder_class()(*example(), draft=False)
