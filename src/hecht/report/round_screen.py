"""The big screen of a choosing evening: codes and homes, no names, renewing itself."""

from __future__ import annotations

from html import escape

from hecht.rounds import Evening

NEXT = 5
"""How many turns that come are shown."""

_RENEW = "setInterval(() => { if (location.hash !== '#stil') location.reload(); }, 5000);"

_PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keuzeavond {name}</title>
<style>
body {{ font: 1.4rem/1.4 system-ui, sans-serif; margin: 1rem; color: #1a1a1a; background: #fff;
  overflow-wrap: anywhere; }}
h1, h2 {{ line-height: 1.2; margin: .6rem 0 .3rem; }}
[lang=en] {{ color: #555; font-size: .7em; font-weight: 400; }}
.now {{ font-size: 2.6rem; line-height: 1.2; font-weight: 700; margin: .3rem 0; }}
ul {{ list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; }}
li {{ border: 2px solid #333; border-radius: .3rem; padding: .1rem .5rem; }}
li.taken {{ background: #333; color: #fff; }}
li.taken span {{ text-decoration: line-through; }}
footer {{ font-size: .9rem; }}
footer [lang=en] {{ font-size: .95em; }}
a {{ color: #0b4a8f; }}
a:focus-visible {{ outline: 3px solid #0b4a8f; outline-offset: 2px; }}
@media print {{ footer {{ display: none; }} }}
</style>
</head>
<body>
<main>
<h1>Keuzeavond {name} <span lang="en">Choosing evening</span></h1>
<p class="now">{now}</p>
<p>Daarna <span lang="en">then</span>: {after}</p>
<h2>Woningen: {free} vrij, {taken} gekozen <span lang="en">homes free, homes chosen</span></h2>
<ul>
{homes}
</ul>
</main>
<footer>
<p id="stil">Dit scherm ververst zichzelf. <span lang="en">This screen renews itself.</span>
<a href="#stil">Stop daarmee <span lang="en">stop</span></a>
<a href="#door">Ga door <span lang="en">go on</span></a></p>
</footer>
<script>{renew}</script>
</body>
</html>
"""


def screen(evening: Evening) -> str:
    """Return the page, Dutch first, with English. It names nobody and tells not who chose what.

    It renews itself by script, since a page that is told to do so in its head cannot be stopped.
    """
    coming = [turn.code for turn in evening.coming()]
    taken = set(evening.chosen.values())
    now = (
        f'Nu aan de beurt <span lang="en">now choosing</span>: {escape(coming[0])}'
        if coming
        else 'Iedereen is geweest. <span lang="en">Everybody has had a turn.</span>'
    )
    homes = "\n".join(
        f'<li class="taken"><span>{escape(home)}</span> gekozen</li>'
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
        renew=_RENEW,
    )
