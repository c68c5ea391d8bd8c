"""`hecht area columns`: what the columns of an edition mean."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def run(
    dataset: Annotated[str, typer.Argument(help="kwb, nabijheid or ses_woa.")] = "kwb",
    year: Annotated[int, typer.Option("--year", help="The edition.")] = 2024,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List what the dictionary knows of an edition: each column and the indicator it means.

    A column with */ before it stands for every path of StatLine that ends so.

    Example:

        hecht area columns kwb --year 2016
    """
    from hecht.area.dictionary import indicators
    from hecht.area.edition_columns import NO_FIGURE, datasets
    from hecht.exchange.area_import import dataset_columns

    if dataset not in datasets():
        raise typer.BadParameter(
            f"{dataset!r} is not one of {', '.join(datasets())}", param_hint="DATASET"
        )
    rows = [one for one in dataset_columns(dataset, year) if one.indicator != NO_FIGURE]
    if as_json:
        records = [
            {
                "column": one.column, "indicator": one.indicator, "factor": one.factor,
                "per": one.per, "unit": indicators()[one.indicator].unit,
                "label": indicators()[one.indicator].label,
                "label_nl": indicators()[one.indicator].label_nl,
            }
            for one in rows
        ]  # fmt: skip
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
        return
    for one in rows:
        indicator = indicators()[one.indicator]
        how = f" (100 x it / {one.per})" if one.per else ""
        times = f" x {one.factor:g}" if one.factor != 1 else ""
        typer.echo(
            f"{one.column}{times}{how}: {one.indicator}, {indicator.label_nl} [{indicator.unit}]"
        )
