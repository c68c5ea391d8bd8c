"""`hecht synthesize`: give a neighbourhood made-up households and ties."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hecht.exchange.marginals import Marginals
    from hecht.exchange.ties_network import Network
    from hecht.exchange.ties_synthetic import SmallWorld
    from hecht.neighbourhood import Neighbourhood


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder; it has homes only.")],
    seed: Annotated[int, typer.Option(help="Start of the random numbers.", min=0)] = 1,
    ties: Annotated[
        str,
        typer.Option(
            help="small-world, or a CSV with household_i, household_j and perhaps weight: a real "
            "network, placed so that tied households tend to live close."
        ),
    ] = "small-world",
    degree: Annotated[float, typer.Option(help="Mean number of ties (small-world).", min=0)] = 3.6,
    decay: Annotated[
        float, typer.Option(help="Metres over which ties fall to 37% (small-world).", min=1)
    ] = 35.0,
    figures: Annotated[
        Path | None,
        typer.Option(help="TOML or CSV with your own figures: size, kind, age, tenure, mean_size."),
    ] = None,
    kwb: Annotated[
        Path | None, typer.Option(help="CBS Kerncijfers wijken en buurten as CSV; needs --area.")
    ] = None,
    area: Annotated[str, typer.Option(help="The code of the area in --kwb.")] = "",
    tenure: Annotated[
        str, typer.Option(help="Whose homes: association, owner, other_rent or all.")
    ] = "association",
    return_share: Annotated[
        float, typer.Option(help="Share of affected households that wish to return.", min=0, max=1)
    ] = 0.7,
    undecided: Annotated[
        float, typer.Option(help="Share of affected households that do not know yet.", min=0, max=1)
    ] = 0.08,
    vacant: Annotated[
        float, typer.Option(help="Share of homes that stand empty.", min=0, max=1)
    ] = 0.03,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to this folder instead of FOLDER.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Give a neighbourhood without household data a plausible, made-up population.

    Household sizes, kinds, ages and tenure follow CBS figures: your own, those of a
    neighbourhood, or the Netherlands. Homes without a rent get one. Everything is marked as
    synthetic wherever it is shown. A folder that has households already is left alone.

    Example:

        hecht synthesize my-neighbourhood --seed 1 --ties small-world --return-share 0.7
    """
    from hecht.exchange import read, write
    from hecht.exchange.synthesize import Assumptions, synthesize

    neighbourhood = synthesize(
        read(folder),
        seed=seed,
        marginals=_figures(figures, kwb, area),
        ties=_ties(ties, degree, decay),
        assumptions=Assumptions(
            tenure=_tenure(tenure),
            return_share=return_share,
            undecided=undecided,
            vacant=vacant,
        ),
    )
    target = out or folder
    write(neighbourhood, target)
    found = _described(neighbourhood, target)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    typer.echo(
        f"{found['households']} made-up households, {found['persons']} persons; sizes "
        + ", ".join(f"{size}: {count}" for size, count in found["sizes"].items())
    )
    typer.echo(
        f"{found['ties']} ties, {found['near_degree']:.1f} near ones to a household; wishes of "
        "those affected: " + ", ".join(f"{w} {c}" for w, c in found["wishes"].items())
    )
    typer.echo(f"{neighbourhood.project.synthetic}\n\nNeighbourhood: {target}")
    typer.echo(f"Next: hecht plan {target} --out {target}-plan")


def _tenure(tenure: str) -> str | None:
    from hecht.exchange.marginals import TENURES

    if tenure not in (*TENURES, "all"):
        raise typer.BadParameter(
            f"{tenure!r} is not one of {', '.join(TENURES)}, all", param_hint="--tenure"
        )
    return None if tenure == "all" else tenure


def _figures(figures: Path | None, kwb: Path | None, area: str) -> Marginals | None:
    from hecht.exchange.marginals import read_kwb, read_marginals

    if figures is not None and kwb is not None:
        raise typer.BadParameter("give --figures or --kwb, not both", param_hint="--figures")
    if (kwb is None) != (not area):
        raise typer.BadParameter("--kwb and --area go together", param_hint="--kwb")
    if figures is not None:
        return read_marginals(figures)
    return None if kwb is None else read_kwb(kwb, area)


def _ties(ties: str, degree: float, decay: float) -> SmallWorld | Network:
    from hecht.exchange.ties_network import read_network
    from hecht.exchange.ties_synthetic import SmallWorld

    if ties == "small-world":
        return SmallWorld(degree=degree, decay_m=decay)
    return read_network(ties)


def _described(neighbourhood: Neighbourhood, target: Path) -> dict[str, Any]:
    from hecht.neighbourhood.distance import near

    home_of, household_of = neighbourhood.home_of, neighbourhood.household_of
    near_ties = sum(
        near(
            home_of[household_of[tie.a].home],
            home_of[household_of[tie.b].home],
            neighbourhood.policy,
        )
        for tie in neighbourhood.ties
    )
    households = neighbourhood.households
    return {
        "folder": str(target),
        "households": len(households),
        "persons": sum(household.size for household in households),
        "sizes": dict(sorted(Counter(household.size for household in households).items())),
        "wishes": {
            wish.value: count
            for wish, count in sorted(
                Counter(h.wish for h in households if neighbourhood.is_affected(h)).items()
            )
        },
        "ties": len(neighbourhood.ties),
        "near_ties": near_ties,
        "near_degree": 2 * near_ties / max(1, len(households)),
        "synthetic": neighbourhood.project.synthetic,
    }
