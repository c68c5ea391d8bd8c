"""`hecht bench`: run the engine's kernels on public and made instances."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Run the engine's kernels on public and made instances.",
)

Seconds = Annotated[float, typer.Option("--seconds", min=0.0, help="Wall-clock time per file.")]
Rounds = Annotated[
    int | None,
    typer.Option("--rounds", min=1, help="Stop after this many rounds: the same every time."),
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the random numbers.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Threads; not in the result.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per file.")]


@app.callback()
def bench() -> None:
    """Run the engine's kernels on public and made instances."""


@app.command("qaplib")
def qaplib(
    files: Annotated[list[Path], typer.Argument(help="QAPLIB .dat files.", exists=True)],
    seconds: Seconds = 60.0,
    rounds: Rounds = None,
    seed: Seed = 1,
    workers: Workers = 2,
    as_json: Json = False,
) -> None:
    """Solve quadratic assignment problems from QAPLIB with the placement search.

    Prints per file the permutation (numbered from 1) and its cost, recomputed from the file.
    Beside a .sln file of the same name it also prints the gap to that solution.

    Example:

        hecht bench qaplib nug30.dat sko100a.dat --seconds 60 --seed 1
    """
    for file in files:
        result = _solve_qap(file, seconds, rounds, seed, workers)
        typer.echo(json.dumps(result) if as_json else _qap_lines(result))


@app.command("placement")
def placement(
    files: Annotated[list[Path], typer.Argument(help="Placement .npz files.", exists=True)],
    seconds: Seconds = 60.0,
    rounds: Rounds = None,
    seed: Seed = 1,
    workers: Workers = 2,
    as_json: Json = False,
) -> None:
    """Place households with ties, the calendar given: best score, proven bound, and the gap.

    The search has all threads for half of the time; then one of them goes to the bound.

    Example:

        hecht bench placement p300_w4_t10.npz --seconds 60 --seed 1
    """
    for file in files:
        result = _place(file, seconds, rounds, seed, workers)
        typer.echo(json.dumps(result) if as_json else _placement_line(result))


@app.command("peers")
def peers(
    instances: Annotated[
        list[str],
        typer.Argument(
            help="Placement or joint .npz files, neighbourhood folders, or made:HOMES:KIND:SEED."
        ),
    ],
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Seconds a run.")] = 60.0,
    seeds: Annotated[str, typer.Option("--seeds", help="Seeds, with commas.")] = "1,2,3",
    names: Annotated[
        str, typer.Option("--peers", help="Peers, with commas; all that apply when left out.")
    ] = "",
    results: Annotated[
        Path | None,
        typer.Option("--results", help="Keep rows, table and plots here; skip what is there."),
    ] = None,
    workers: Workers = 2,
    as_json: Json = False,
) -> None:
    """Run hecht and its peers on the same instances, for the same seconds on the same cores.

    Every run has a process of its own, which is ended a few seconds after its time; building a
    model counts, reading and compiling do not. What a run had found by then is scored by code
    that no peer shares. Peers: hecht, hecht-proof, practice, cp-sat, cp-sat-products, highs,
    highs-products, faq, annealing.

    Example:

        hecht bench peers p300_w4_t10.npz made:300:tight:1 --seconds 60 --results results
    """
    from dataclasses import asdict

    from hecht.cli.bench_peers import Order, draw, line, measure
    from hecht.planning.peers import PEERS
    from hecht.report.bench_results import Result

    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in PEERS]
    if unknown:
        raise typer.BadParameter(f"choose from {', '.join(PEERS)}", param_hint="--peers")
    try:
        numbers = [int(seed) for seed in seeds.split(",")]
    except ValueError:
        raise typer.BadParameter("write numbers with commas", param_hint="--seeds") from None

    def tell(result: Result) -> None:
        typer.echo(json.dumps(asdict(result)) if as_json else line(result))

    measure(Order(instances, wanted, numbers, seconds, workers), results, tell)
    if results is not None:
        drawn = draw(results)
        if not as_json:
            typer.echo(f"{results}: table and {len(drawn)} plots")


@app.command("make")
def make(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    homes: Annotated[int, typer.Option("--homes", min=20, help="Existing homes.")] = 300,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="tie-rich, tie-poor, tight, ample (temporary homes), small-blocks, big-blocks.",
        ),
    ] = "tie-rich",
    seed: Seed = 1,
) -> None:
    """Make up a neighbourhood to measure with; a plan for it is known to exist.

    The same homes, kind and seed give the same neighbourhood. Nothing that exists is overwritten.

    Example:

        hecht bench make --homes 2000 --kind tie-rich --seed 1 made-2000
    """
    from hecht.exchange import write
    from hecht.exchange.generated import KINDS, generate

    if kind not in KINDS:
        raise typer.BadParameter(f"choose one of {', '.join(KINDS)}", param_hint="--kind")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(17, "this is there already; choose another name", str(folder))
    write(generate(homes, kind, seed), folder)
    typer.echo(f"{folder} is there. Next: hecht plan {folder}")


def _solve_qap(
    file: Path, seconds: float, rounds: int | None, seed: int, workers: int
) -> dict[str, Any]:
    from hecht.exchange.qaplib import read_qap, read_solution
    from hecht.planning.placement import PlacementProblem, place

    instance = read_qap(file)
    problem = PlacementProblem.from_qap(instance.flow, instance.distance)
    begun, cpu = time.monotonic(), time.process_time()
    found = place(
        problem,
        seconds=None if rounds else seconds,
        rounds=rounds,
        seed=seed,
        workers=workers,
    )
    beside = file.with_suffix(".sln")
    known = read_solution(beside, instance)[0] if beside.exists() else None
    return {
        "instance": instance.name,
        "size": len(instance.flow),
        "cost": instance.cost(found.cells),
        "permutation": (found.cells + 1).tolist(),
        "solution_file": known,
        "seed": seed,
        "rounds": found.rounds,
        "seconds": round(time.monotonic() - begun, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def _qap_lines(result: dict[str, Any]) -> str:
    known, cost = result["solution_file"], result["cost"]
    gap = "" if not known else f"  {100 * (cost - known) / abs(known):+.4f}% of the .sln file's"
    permutation = " ".join(str(p) for p in result["permutation"])
    return (
        f"{result['instance']}  n {result['size']}  cost {cost}{gap}  "
        f"seed {result['seed']}  rounds {result['rounds']}  "
        f"cpu {result['cpu_seconds']} s\n  {permutation}"
    )


def _place(
    file: Path, seconds: float, rounds: int | None, seed: int, workers: int
) -> dict[str, Any]:
    from hecht.exchange.placement_file import read_placement
    from hecht.planning.placement import PlacementBound, make_search

    problem = read_placement(file)
    cpu = time.process_time()
    half = None if rounds else seconds / 2
    # one chain of two goes on while the other thread proves
    laid_out = seconds * (0.5 if workers < 2 else 0.75)
    search = make_search(problem, seed=seed, workers=workers, seconds=laid_out, expected=rounds)
    found = search.run(seconds=half, rounds=rounds)
    prover = PlacementBound(problem, found.score)
    if rounds or workers < 2:
        bound = prover.run(seconds=half, rounds=rounds)
    else:
        search.workers = workers - 1
        with ThreadPoolExecutor(1) as pool:
            rest = pool.submit(search.run, seconds=half)
            bound = prover.run(seconds=half)
            found = rest.result()
    return {
        "instance": file.stem,
        "households": problem.households,
        "ties": len(problem.ties),
        "score": found.score,
        "bound": bound.value,
        "gap_percent": round(100 * (bound.value - found.score) / max(1, abs(found.score)), 3),
        "seed": seed,
        "rounds": [found.rounds, bound.rounds],
        "laid_out_for": search.expected,
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def _placement_line(result: dict[str, Any]) -> str:
    return (
        f"{result['instance']}  {result['households']} households  {result['ties']} ties  "
        f"score {result['score']}  no placement scores more than {result['bound']}  "
        f"gap {result['gap_percent']}%  seed {result['seed']}  cpu {result['cpu_seconds']} s"
    )
