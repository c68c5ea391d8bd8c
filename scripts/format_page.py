"""Write docs/format.md from the published schemas, the keys of project.toml and the policy.

Run: python scripts/format_page.py          (write it)
     python scripts/format_page.py --check  (exit 1 when it is out of date)
"""

from __future__ import annotations

import sys
from dataclasses import MISSING, fields
from pathlib import Path

from hecht.area.programme import Goal, Measure
from hecht.exchange.events_file import COLUMNS_BY_KIND
from hecht.exchange.plan_folder import FORMAT as PLAN_FORMAT
from hecht.exchange.plan_tables import HOUSEHOLDS, MOVES, STAYS, WORKS
from hecht.exchange.project_keys import DELAY_KEYS, POLICY_KEYS, PROJECT_KEYS
from hecht.exchange.schema import (
    FORMAT,
    SPACES,
    Column,
    TableSchema,
    design_schemas,
    event_schema,
    programme_schemas,
    schemas,
)
from hecht.neighbourhood import (
    PRESETS,
    Block,
    Home,
    HomeType,
    Household,
    Option,
    Policy,
    Promise,
    PublicSpace,
    Scenario,
    Tie,
    Wish,
    preset,
)

PAGE = Path(__file__).parents[1] / "docs" / "format.md"
CLASSES = {
    "blocks": Block,
    "homes": Home,
    "households": Household,
    "ties": Tie,
    "wishes": Wish,
    "promises": Promise,
    "options": Option,
    "option_homes": HomeType,
    "scenarios": Scenario,
    "public_space": PublicSpace,
    "measures": Measure,
    "goals": Goal,
}
PRESENCE = {
    "required": "Must be there.",
    "expected": "May be left out, with a remark.",
    "optional": "May be left out.",
}

HEAD = f"""# The format

<!-- Made by scripts/format_page.py from the schemas in src/hecht/exchange/schemas. -->

A neighbourhood is a folder of plain tables with one TOML file; this page describes version
`{FORMAT}`. The tables are described by [Frictionless Table Schema](https://datapackage.org/standard/table-schema/)
files, which come with the package (`hecht/exchange/schemas/1/`) and drive the reading, so that
this page, the schemas and the program say the same. `hecht new FOLDER` writes an example,
`hecht check FOLDER` lists everything that is wrong with a folder, in one go.

| file | what it holds | |
|---|---|---|
| `project.toml` | name, start, horizon, capacity, policy | Must be there. |
"""

TABLES = """| `units.json` | homes in the form of VERA, for rent points | May be left out. |
| `blocks.geojson` or `blocks.gpkg` | outlines of blocks | May be left out. |

Other files in the folder are left alone.

## How tables are written

- **CSV** with commas, semicolons or tabs, UTF-8 with or without a byte order mark. Windows-1252
  and UTF-16 are read too, with a remark. A first line `sep=;` is understood.
- **Row 1** holds the names of the columns, in any order, upper or lower case. A column that is
  not in the format is left unread, with a remark; a missing required column is an error.
- **Numbers** have a decimal point or a decimal comma. `1.250,50` and `1,250.50` are both 1250.5.
  `1.250` alone could be 1.25 or 1250: other numbers in the same file decide, and where they do
  not, it is read as 1.25 and remarked upon. Amounts may have a euro sign.
- **Months** are written `2027-05`. What spreadsheets make of that is read too: `2027-05-01`,
  `05-2027`, `1-5-2027`, `mei-27`, `May 2027`. In `tenancy_start`, a year of two digits from 30
  on is one of the twentieth century, as in a spreadsheet: `apr-86` is 1986-04.
- **Yes and no**: yes, ja, true, waar, 1, y, j; no, nee, false, onwaar, 0, n.
- **Several ids in one cell** are separated by a bar: `B|C`.
- **An empty cell** means: not known, or the value that the column's description names. Spaces at
  the ends of a cell are dropped.
- **Formulas.** Text that a spreadsheet would take for a formula (it starts with `=`, `+`, `-` or
  `@`, perhaps after spaces or apostrophes) is written with an apostrophe before it, and that
  apostrophe is taken off again in reading. So a folder can be opened in a spreadsheet without
  running anything, and is read back as it was. In a workbook such text is stored as text.

## One Excel workbook

The same tables may be sheets of one workbook (`.xlsx`), each named as its table (`blocks`,
`homes`, ...), with a sheet `project` that has the columns `key` and `value`; keys of a section
are written `capacity.crews`, `policy.points_return`. `hecht new --excel FILE.xlsx` writes an
empty one with drop-downs and an explanation in Dutch and English. Every command that takes a
folder takes a workbook. Outlines of blocks may lie beside it, under its name with `.geojson` or
`.gpkg`, and public space under its name with `.public_space.geojson` or `.public_space.gpkg`.

## Outlines of blocks

A feature with a property `block`, a polygon or several. GeoJSON is in WGS84 unless its `crs`
member names another system, such as `urn:ogc:def:crs:EPSG::28992` (RD New); a GeoPackage names
its own. hecht writes GeoJSON in RD New.
"""

DESIGN = """## Options, scenarios and public space

Four files describe what could be done instead of, or beside, what blocks.csv says. All of them may
be left out; then each block has one option, `planned`. `hecht options FOLDER` lists the options of
every block, and `hecht options FOLDER --write` makes a first set of them in minutes, with a list of
what it assumed. Planning without naming a scenario never looks at these files.

- **An option** is one thing that may be done to a block. With `keep` nothing is done, and its land
  (footprint, green, paving and so on) is what lies there today: give every block such a row, or
  nobody knows what there is now. `planned` does what blocks.csv says; its row only adds the label
  and the land that come of it.
- **The homes** that a `rebuild` or `build` option makes are lines of option_homes.csv. Without
  lines they are the new homes that homes.csv names for the block. An option that does not build
  cannot have any.
- **A scenario** is one option a block. Blocks that it does not name get `planned`.
- **Land and public space do not overlap.** What lies on a block's own land is counted in
  options.csv, what is drawn in public_space is counted there.
- **What is empty is not known.** A figure that needs it is then not known either; it never
  becomes nothing.

Every scenario is checked as a whole too: its works must fit the horizon, the crews and the yearly
budget, and promises that were accepted must still be kept. That not everyone who wishes can return
in a scenario is a remark: it is what scenarios are compared on.
"""

NORMS = """
So what hecht does not know can be given: a moving allowance of a year for which no public source
was read, a rent limit, the parking norm of your municipality. For example:

```csv
rule,start,end,amount,unit,source,verified,note
parking_mid,2026-01-01,,1.4,places/home,parking policy of the municipality,yes,
```

A row of norms.csv goes before what comes with hecht, for the days in which it holds; on other days
hecht's own tables hold. Rules of the table `option_defaults` are used by `hecht options --write`,
verified or not, and listed as assumptions when they are not. For a label that `hecht rules` has
only together with others, such as A+++, name the label: `heat_row_A+++_home`. `hecht rules --table
my-neighbourhood/norms.csv` shows what holds on a day with your rows. Days are written `2026-01-01`;
`1-1-2026` is read too.
"""

PUBLIC_SPACE = """
The file is `public_space.geojson` or `public_space.gpkg`. GeoJSON is in WGS84 unless its `crs`
member names another system, such as `urn:ogc:def:crs:EPSG::28992` (RD New); a GeoPackage names its
own, and all of its layers are read, so that areas, lines and points may each have one. hecht writes
GeoJSON in RD New. A row in a message is the number of the feature, from 1.
"""

UNITS = """## units.json

Homes in the form of the sector's data standard (VERA, "eenheid"), as a landlord's own system
exports them: an object by home, from which [rent points](outcomes/rent_points.md) are computed.
May be left out. A home as it is stands under its id; as an option renovates it under the id, a
colon and the option's id; as an option builds it under block, option and number. A text instead of
a unit names another home that is just like it. Beside a workbook it has the workbook's name, with
`.units.json`.

```json
{"h12": {"id": "h12", "bouwjaar": 1958}, "h12:renovate": {"id": "h12"},
 "A:dense:001": {"id": "type-1"}, "A:dense:002": "A:dense:001"}
```
"""

PROBLEMS = """## What is checked

Each problem has a file, a row, a column, the value, what is wrong and what to do. Its severity is

- **error**: no plan can be made. Cells that cannot be read, references that point nowhere, two
  households in one home, a tie with itself or named twice, months outside the horizon,
  coordinates outside the Netherlands, a circle in precedence, works that cannot be finished in
  time or cost more than the budget, groups of one or of more than six, promises that cannot be
  kept, options that build nothing, scenarios that name an option that is not there, public space
  drawn as what it cannot be, and the like.
- **shortage**: a plan can be made, but not everyone who wishes to return can. Found exactly, by a
  maximum flow between households and the permanent homes that suit them; it holds whatever the
  calendar. The problem names the households, what they need, and how many such homes there are.
- **remark**: worth knowing; nothing stands in the way.

`hecht check` exits with 1 when there is any error or shortage, otherwise with 0.
"""


PLAN = """## The plan folder

A plan is a folder too: `hecht plan` writes it, `hecht check FOLDER PLAN` recomputes every rule and
figure from it. CSV in UTF-8 with commas; months as `2027-05`. stays.csv and works.csv hold the plan
itself, the other tables follow from them. Names of people are never written.

| file | columns |
|---|---|
"""

PLAN_JSON = f"""| `plan.gpkg` | the same on the map, for QGIS |
| `plan.json` | how the plan was made, and its figures |

plan.json has `format` (`{PLAN_FORMAT}`), `method`, `seed`, `iterations`, `seconds` (the limit
that was set, null when iterations were), `score` in thousandths of a point, `bounds` (a list: what
is [proven](bounds.md) of a figure) and `outcomes`, the
[measured figures](conventions.md): shares between 0 and 1, months and counts as whole numbers,
null where a figure cannot be known.
"""


PROGRAMME = """## The folder of a programme

A [broad programme](programme.md) is a folder of its own with measures.csv, goals.csv and, if there
is one, programme.toml, of which every key is text and may be left out: `name`, `area` (the code of
the area), `organisation`, and `synthetic` (what is made up, shown wherever the programme is shown).
`hecht area programme --new FOLDER` writes one to start from.
"""


def main() -> int:
    """Write the page, or tell whether it is up to date."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE} is out of date; run python scripts/format_page.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for schema in schemas().values():
        parts.append(
            f"| `{schema.path}` | {schema.title.lower()} | {PRESENCE[schema.presence]} |\n"
        )
    for name, schema in design_schemas().items():
        path = f"`{schema.path}`"
        path += f" or `{name}.gpkg`" if name == SPACES else ""
        parts.append(f"| {path} | {schema.title.lower()} | {PRESENCE[schema.presence]} |\n")
    parts += [TABLES, project()]
    parts += [table(schema) for schema in schemas().values()]
    parts[-1] += "\n" + NORMS
    parts += [DESIGN, *(table(schema) for schema in design_schemas().values())]
    parts[-1] += "\n" + PUBLIC_SPACE
    parts.append(UNITS)
    parts += [policy(), presets(), delays(), PROBLEMS, plan(), events()]
    parts += [PROGRAMME, *(table(schema) for schema in programme_schemas().values())]
    return "\n".join(part.rstrip("\n") + "\n" for part in _joined(parts))


def _joined(parts: list[str]) -> list[str]:
    """Keep the rows of the first table together: they are one paragraph."""
    count = 2 + len(schemas()) + len(design_schemas())
    return ["".join(parts[:count]), *parts[count:]]


def project() -> str:
    """Return the section on project.toml."""
    lines = ["## project.toml", "", "| key | | meaning | example |", "|---|---|---|---|"]
    for key in PROJECT_KEYS:
        must = "required" if key.required else ""
        unit = f" ({key.unit})" if key.unit else ""
        name = f"[{key.section}] {key.name}" if key.section else key.name
        lines.append(f"| `{name}` | {must} | {key.help}{unit} | `{key.example}` |")
    lines += ["", "Under `[policy]` also every rule of the [policy](#policy), under `[delays]`"]
    lines += ["those of the [delays](#delays). A key that is not known is an error that names the"]
    lines += ["nearest known one."]
    return "\n".join(lines)


def delays() -> str:
    """Return the section on the delays: every key with its default and meaning."""
    lines = ["## Delays", ""]
    lines += ["How works run late, for `hecht delays` and `hecht plan --for`. A distribution is"]
    lines += ["of real over planned duration: `lognormal MEDIAN P90`, `none`, or"]
    lines += ["`triangular LEAST LIKELY MOST`.", "", "| key | default | meaning |", "|---|---|---|"]
    for key in DELAY_KEYS:
        lines.append(f"| `{key.name}` | `{key.example}` | {key.help} |")
    return "\n".join(lines)


def table(schema: TableSchema) -> str:
    """Return the section on one table."""
    lines = [f"## {schema.path}", "", schema.description, ""]
    lines += ["| column | type | | meaning |", "|---|---|---|---|"]
    for column in schema.columns:
        must = "required" if column.required else _default(schema, column)
        meaning = column.description + _limits(column)
        lines.append(f"| `{column.name}` | {column.kind} | {must} | {_cell(meaning)} |")
    return "\n".join(lines)


def _default(schema: TableSchema, column: Column) -> str:
    """Return what an empty cell stands for, from the class that holds the record."""
    for field in fields(CLASSES[schema.name]) if schema.name in CLASSES else ():
        if field.name == column.name and field.default is not MISSING:
            value = field.default
            if value is None or value == "" or value == ():
                return ""
            shown = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value
            return f"empty: {shown}"
    return ""


def _limits(column: Column) -> str:
    parts = []
    if column.enum:
        parts.append("Choices: " + ", ".join(column.enum) + ".")
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"From {column.minimum:.15g} to {column.maximum:.15g}.")
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.reference:
        parts.append(f"Refers to {column.reference}.")
    if column.example:
        parts.append(f"Example: `{column.example}`.")
    return "".join(" " + part for part in parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def policy() -> str:
    """Return the section on the policy: every rule with its unit, default and meaning."""
    lines = ["## Policy", ""]
    lines += ["The rules and weights of a project. Points only choose between plans; people are"]
    lines += ["shown outcomes, never points.", ""]
    lines += ["| rule | unit | default | from | to | meaning |", "|---|---|---|---|---|---|"]
    rules = {rule.name: rule for rule in fields(Policy)}
    for key in POLICY_KEYS:
        meta = rules[key.name].metadata
        lines.append(
            f"| `{key.name}` | {meta['unit']} | {rules[key.name].default:g} | {meta['low']:g} "
            f"| {meta['high']:,.15g} | {key.help} |"
        )
    return "\n".join(lines)


def presets() -> str:
    """Return the section on the presets: what each changes from the defaults."""
    lines = ["### Presets", "", "| preset | changes |", "|---|---|"]
    for name in PRESETS:
        base = Policy()
        made = preset(name)
        changes = [
            f"`{rule.name}` {getattr(made, rule.name):g}"
            for rule in fields(Policy)
            if getattr(made, rule.name) != getattr(base, rule.name)
        ]
        lines.append(f"| `{name}` | {', '.join(changes) or 'none: the defaults'} |")
    return "\n".join(lines)


def plan() -> str:
    """Return the section on the plan folder, its columns from the code that writes them."""
    tables = {"stays": STAYS, "works": WORKS, "moves": MOVES, "households": HOUSEHOLDS}
    rows = [
        f"| `{name}.csv` | {', '.join(f'`{column}`' for column in columns)} |\n"
        for name, columns in tables.items()
    ]
    return PLAN + "".join(rows) + PLAN_JSON


def events() -> str:
    """Return the section on the table of events: its columns, and what each kind needs."""
    lines = [table(event_schema()), "", "| kind | needs | what it says |", "|---|---|---|"]
    for kind, (needs, says) in COLUMNS_BY_KIND.items():
        lines.append(f"| `{kind}` | {needs} | {_cell(says)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
