"""The big screen of a choosing evening: codes and homes, no names, renewing itself."""

from __future__ import annotations

from html import escape

from hecht.rounds import Evening

NEXT = 5
"""How many turns that come are shown."""

_PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keuzeavond</title>
<style>
body {{ font: 1.4rem/1.4 system-ui, sans-serif; margin: 1rem; color: #1a1a1a; background: #fff; }}
.now {{ font-size: 2.6rem; font-weight: 700; margin: .3rem 0; }}
ul {{ list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; }}
li {{ border: 2px solid #333; border-radius: .3rem; padding: .1rem .5rem; }}
li.taken {{ background: #333; color: #fff; }}
@media print {{ li.taken {{ text-decoration: line-through; }} }}
</style>
</head>
<body>
<main>
<h1>Keuzeavond {name}</h1>
<p class="now">{now}</p>
<p>Daarna: {after}</p>
<h2>Woningen: {free} vrij, {taken} gekozen</h2>
<ul>
{homes}
</ul>
</main>
</body>
</html>
"""


def screen(evening: Evening) -> str:
    """Return the page. It names nobody and tells of no home who chose it."""
    coming = [turn.code for turn in evening.coming()]
    taken = set(evening.chosen.values())
    now = f"Nu aan de beurt: {escape(coming[0])}" if coming else "Iedereen is geweest."
    homes = "\n".join(
        f'<li class="taken">{escape(home)} gekozen</li>'
        if home in taken
        else f"<li>{escape(home)}</li>"
        for home in evening.round.homes
    )
    return _PAGE.format(
        name=escape(evening.round.name),
        now=now,
        after=escape(", ".join(coming[1 : 1 + NEXT])) or "niemand meer",
        free=len(evening.round.homes) - len(taken),
        taken=len(taken),
        homes=homes,
    )
