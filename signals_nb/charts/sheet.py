"""A figure measured in points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from signals_nb.charts.look import Pen

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

_INCH = 72.0
_SHARP = 144


@dataclass
class Sheet:
    """A transparent figure to draw on."""

    figure: Figure
    width: float
    height: float
    pen: Pen

    @classmethod
    def blank(cls, width: float, height: float, ink: str) -> Sheet:
        """An empty one, of no window and not in pyplot's books."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width / _INCH, height / _INCH), facecolor="none", edgecolor="none")
        # Jupyter asks any object for its picture so; pyplot's own way needs pyplot
        figure._repr_png_ = partial(_png, figure)  # type: ignore[attr-defined]
        return cls(figure, width, height, Pen(ink, {}))

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes at a place, without ticks or frame."""
        box = (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(box, facecolor="none")
        axes.set_axis_off()
        return axes

    def write(self, x: float, y: float, text: str, width: float | None = None, **style: Any) -> Text:
        """Text whose baseline begins at a place: see ``Pen.write``."""
        return self.pen.write(self.figure, x / self.width, 1 - y / self.height, text, width, **style)


def _png(figure: Figure) -> tuple[bytes, dict[str, int]]:
    from io import BytesIO

    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer = BytesIO()
    FigureCanvasAgg(figure).print_figure(buffer, format="png", dpi=_SHARP, facecolor="none")
    width, height = figure.get_size_inches()
    return buffer.getvalue(), {"width": round(width * 96), "height": round(height * 96)}
