"""Every sentence and heading of the page of a broad programme, Dutch and English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Brede wijkaanpak", "Broad programme"),
    "lead": (
        "{measures}: {physical} fysiek en {social} sociaal, voor {themes}.",
        "{measures}: {physical} physical and {social} social, on {themes}.",
    ),
    "measure": ("{n} maatregel", "{n} measure"),
    "measures": ("{n} maatregelen", "{n} measures"),
    "theme": ("{n} thema", "{n} theme"),
    "themes": ("{n} thema's", "{n} themes"),
    "staff only": (
        "Alleen voor medewerkers: hier staan huishoudens op.",
        "For staff only: households are listed here.",
    ),
    "for committee": (
        "Zonder namen en huishoudens. Groepen van minder dan {least} huishoudens staan er niet op, "
        "en ook niet waaruit ze te berekenen zijn.",
        "Without names or households. Groups of fewer than {least} households are left out, and "
        "so is what would give them away.",
    ),
    "no plan": (
        "Er is geen plan bij gegeven. Daarom staat hier niet wie verhuist en wanneer.",
        "No plan was given, so this page does not say who moves when.",
    ),
    "no panel": (
        "Er zijn geen cijfers van het gebied bij gegeven. Daarom staat hier niet wat er speelt "
        "en of de maatregelen meetbaar zijn.",
        "No figures of the area were given, so this page does not say what presses, or whether "
        "the measures can be measured.",
    ),
    "h time": ("Alles op één tijdlijn", "Everything on one line of time"),
    "time tells": (
        "Boven de werkzaamheden en wat die met mensen doen, daaronder de maatregelen. De winters "
        "zijn grijsblauw.",
        "The works and what they do to people on top, the measures below. Winters are shaded.",
    ),
    "picture": (
        "Werkzaamheden, verhuizingen en maatregelen per maand",
        "Works, moves and measures by month",
    ),
    "picture tells": ("De tabellen hieronder geven hetzelfde.", "The tables below give the same."),
    "works": ("Werkzaamheden", "Works"),
    "blocks at work": ("blokken in uitvoering", "blocks at work"),
    "moves": ("Verhuizingen", "Moves"),
    "in temporary": ("In een wisselwoning", "In a temporary home"),
    "households": ("huishoudens", "households"),
    "without tie": ("zonder naaste band", "without a near tie"),
    "with tie": ("met een naaste band", "with a near tie"),
    "tie unknown": ("geen band bekend", "no tie known"),
    "winter": ("winter", "winter"),
    "fewer": ("minder dan {least}", "fewer than {least}"),
    "fewer shown": ("1 tot {most}: te weinig om te tonen", "1 to {most}: too few to show"),
    "goes on": ("loopt door", "goes on"),
    "no months": ("zonder maanden", "without months"),
    "months table": ("Per maand", "By month"),
    "month": ("Maand", "Month"),
    "settling": ("Net verhuisd (korter dan 3 maanden)", "Just moved (under 3 months ago)"),
    "works table": ("Werkzaamheden per blok", "Works by block"),
    "block": ("Blok", "Block"),
    "what": ("Wat", "What"),
    "from": ("Van", "From"),
    "until": ("Tot en met", "Up to and including"),
    "measures table": ("De maatregelen", "The measures"),
    "measure head": ("Maatregel", "Measure"),
    "theme head": ("Thema", "Theme"),
    "kind head": ("Soort", "Kind"),
    "when": ("Wanneer", "When"),
    "where": ("Waar", "Where"),
    "owner": ("Wie", "Who"),
    "status": ("Stand", "Status"),
    "contact": ("Contact", "Contact"),
    "note": ("Opmerking", "Note"),
    "with": ("met {partners}", "with {partners}"),
    "everywhere": ("hele gebied", "whole area"),
    "nobody": ("nog niemand", "nobody yet"),
    "h uprooted": ("Wie is ontworteld, en wanneer?", "Who is uprooted, and when?"),
    "uprooted lead": (
        "Ontworteld is hier: wonen in een wisselwoning. Zonder naaste band: geen huishouden "
        "waarmee het een band heeft, woont die maand in hetzelfde blok of binnen {near} meter.",
        "Uprooted here means: living in a temporary home. Without a near tie: no household it "
        "has a tie with lives in the same block or within {near} metres in that month.",
    ),
    "nobody uprooted": (
        "In dit plan gaat niemand naar een wisselwoning.",
        "In this plan nobody goes to a temporary home.",
    ),
    "winter answer": (
        "In de {season} wonen {total} huishoudens een of meer maanden in een wisselwoning. "
        "Van hen zijn er {without} een of meer maanden zonder naaste band.",
        "In the {season} {total} households live in a temporary home for a month or more. "
        "Of them {without} are without a near tie for a month or more.",
    ),
    "winter answer one": (
        "In de {season} woont 1 huishouden een of meer maanden in een wisselwoning. Zonder naaste "
        "band: {without}.",
        "In the {season} 1 household lives in a temporary home for a month or more. Without a near "
        "tie: {without}.",
    ),
    "winter hidden": (
        "In de {season} wonen {total} huishoudens een of meer maanden in een wisselwoning. "
        "Hoeveel daarvan zonder naaste band zijn, staat hier niet: de groepen zijn te klein.",
        "In the {season} {total} households live in a temporary home for a month or more. How "
        "many of them are without a near tie is not shown: the groups are too small.",
    ),
    "winter few": (
        "In de {season} wonen minder dan {least} huishoudens in een wisselwoning: te weinig om "
        "meer over te zeggen.",
        "In the {season} fewer than {least} households live in a temporary home: too few to say "
        "more of them.",
    ),
    "no winter": (
        "In de winters van dit plan woont niemand in een wisselwoning.",
        "In the winters of this plan nobody lives in a temporary home.",
    ),
    "seasons table": (
        "Huishoudens in een wisselwoning, per seizoen",
        "Households in temporary homes, by season",
    ),
    "season": ("Seizoen", "Season"),
    "together": ("Samen", "Together"),
    "hidden": ("niet getoond", "not shown"),
    "sides hidden": (
        "Niet getoond, omdat de groepen te klein zijn: {sides}.",
        "Not shown, since the groups are too small: {sides}.",
    ),
    "seasons note": (
        "Een huishouden telt mee in elk seizoen waarin het een of meer maanden in een wisselwoning "
        "woont, dus in meer dan één seizoen. Tel seizoenen niet bij elkaar op.",
        "A household counts in every season in which it lives in a temporary home for a month or "
        "more, so in more than one. Do not add seasons up.",
    ),
    "no meeting": (
        "Of mensen hun ontmoetingsplek kwijt zijn, is niet bekend: {why}.",
        "Whether people are without their meeting place is not known: {why}.",
    ),
    "no meeting given": (
        "Of mensen hun ontmoetingsplek kwijt zijn, is niet bekend: er is niets over gegeven.",
        "Whether people are without their meeting place is not known: nothing was given on it.",
    ),
    "no meeting some": (
        "Of mensen hun ontmoetingsplek kwijt zijn, is niet bekend: van sommige woningen ontbreekt "
        "iets.",
        "Whether people are without their meeting place is not known: something is missing of "
        "some homes.",
    ),
    "places table": (
        "Waar zij wonen, per seizoen (straat of blok van de wisselwoning)",
        "Where they live, by season (street or block of the temporary home)",
    ),
    "no place": ("zonder straat of blok", "without street or block"),
    "households table": (
        "Huishoudens die tijdelijk elders wonen, wie het langst zonder naaste band is eerst",
        "Households in temporary homes, the longest without a near tie first",
    ),
    "household": ("Huishouden", "Household"),
    "in temporary months": ("In wisselwoning", "In temporary home"),
    "without months": ("Zonder naaste band", "Without near tie"),
    "of which winter": ("waarvan winter", "of which winter"),
    "uncovered months": ("Zonder steun", "Without support"),
    "who": ("Wie het zijn", "Who they are"),
    "supports": ("Wie er staat", "Who stands by"),
    "older": ("75 jaar of ouder", "75 or older"),
    "children": ("kinderen", "children"),
    "single": ("woont alleen", "lives alone"),
    "months n": ("{n} mnd", "{n} mths"),
    "unknown": ("niet bekend", "not known"),
    "h gaps": ("Waar staat niemand klaar?", "Where does nobody stand by?"),
    "gaps none": (
        "Wie in een wisselwoning woont, heeft elke maand een sociale maatregel om zich heen.",
        "Whoever lives in a temporary home has a social measure at hand in every month.",
    ),
    "gaps some": (
        "Van de {whole} maanden die huishoudens samen in een wisselwoning wonen, zijn er {open} "
        "zonder sociale maatregel op die plek.",
        "Of the {whole} months that households together live in temporary homes, {open} are "
        "without a social measure in that place.",
    ),
    "gaps few": (
        "Voor minder dan {least} huishoudens staat er een of meer maanden geen sociale maatregel.",
        "For fewer than {least} households there is no social measure in one month or more.",
    ),
    "gaps most": (
        "Voor de meeste huishoudens in een wisselwoning staat er een of meer maanden geen sociale "
        "maatregel.",
        "For most households in temporary homes there is no social measure in one month or more.",
    ),
    "gaps explained": (
        "Een sociale maatregel voor samenhang of gezondheid telt als die loopt in de maand en op "
        "de plek waar het huishouden dan woont. Een idee en een gestopte maatregel tellen niet.",
        "A social measure on cohesion or health counts when it runs in the month and the place "
        "where the household then lives. An idea and a stopped measure do not count.",
    ),
    "gaps by place": (
        "Waar en wanneer niemand klaarstaat (straat of blok van de wisselwoning)",
        "Where and when nobody stands by (street or block of the temporary home)",
    ),
    "household months": ("Maanden van huishoudens", "Household-months"),
    "h coverage": ("Wat is gedekt en wat niet?", "What is covered, and what is not?"),
    "matrix": ("Maatregelen en thema's", "Measures and themes"),
    "main": ("vooral", "mainly"),
    "also": ("ook", "also"),
    "own measure": ("Eigen maatregel", "Measure of its own"),
    "lacking": ("ontbreekt", "missing"),
    "no measure": ("geen maatregel", "no measure"),
    "bare": (
        "Geen eigen maatregel voor: {themes}.",
        "No measure of its own for: {themes}.",
    ),
    "pressing": (
        "Daarvan speelt dit nu: {themes}.",
        "Of these, this presses now: {themes}.",
    ),
    "nothing bare": ("Elk thema heeft een maatregel.", "Every theme has a measure."),
    "idle goals": ("Doelen zonder maatregel: {goals}.", "Goals without a measure: {goals}."),
    "vague goals": (
        "Doelen zonder cijfer, jaar of indicator: {goals}.",
        "Goals without a figure, a year or an indicator: {goals}.",
    ),
    "unmeasured goals": (
        "Doelen waarvan het cijfer hier niet wordt gemeten: {goals}.",
        "Goals of which the figure is not measured here: {goals}.",
    ),
    "lacks table": ("Wat maatregelen missen", "What measures lack"),
    "there": ("ja", "yes"),
    "goals table": ("De doelen", "The goals"),
    "goal": ("Doel", "Goal"),
    "target": ("Streefcijfer", "Target"),
    "laid down": ("Vastgelegd in", "Laid down in"),
    "served by": ("Maatregelen", "Measures"),
    "none": ("geen", "none"),
    "by year": ("{value} in {year}", "{value} in {year}"),
    "h advice": ("Suggesties", "Suggestions"),
    "advice tells": (
        "Elke suggestie komt voort uit een cijfer of uit het plan, en rust op bewijs van elders. "
        "Wat het meest drukt, staat eerst. Bewijs van elders zegt niet dat het hier werkt.",
        "Each suggestion comes from a figure or from the plan, and rests on evidence from "
        "elsewhere. What presses most comes first. Evidence from elsewhere does not say that it "
        "works here.",
    ),
    "no advice": (
        "Er is geen cijfer dat om een maatregel vraagt en waarvoor bewijs is.",
        "No figure asks for a measure on which there is evidence.",
    ),
    "because": ("Aanleiding", "Reason"),
    "rests on": ("Dit rust op", "It rests on"),
    "failed": ("Dit werkte niet", "This did not work"),
    "contrast": ("Waar het anders ging", "Where it was done otherwise"),
    "not shown": ("Wat dit niet laat zien: {text}", "What this does not show: {text}"),
    "weak": (
        "Zwak bewijs: niemand heeft vergeleken met wat er anders was gebeurd.",
        "Weak evidence: nobody compared with what would have happened otherwise.",
    ),
    "mixed": (
        "Het bewijs is gemengd: elders werkte het ook niet.",
        "The evidence is mixed: elsewhere it did not work as well.",
    ),
    "of whole": (
        "{label}: {value} van {whole} ({households} huishoudens)",
        "{label}: {value} of {whole} ({households} households)",
    ),
    "of whole few": (
        "{label}: bij minder dan {least} huishoudens",
        "{label}: of fewer than {least} households",
    ),
    "from plan": ("bron: dit plan", "source: this plan"),
    "figure": ("{label}: {value} in {year}, {where}", "{label}: {value} in {year}, {where}"),
    "worse than": (
        "ongunstiger dan {share} van de {n} andere gebieden met dit cijfer",
        "less favourable than {share} of the {n} other areas with this figure",
    ),
    "peer median": ("vergelijkbare gebieden: {value}", "comparable areas: {value}"),
    "source": ("bron: {source}", "source: {source}"),
    "source line": ("Bron: {source}", "Source: {source}"),
    "more reasons": ("en nog {n}", "and {n} more"),
    "h withheld": (
        "Wat drukt en waar geen suggestie bij is",
        "What presses, and has no suggestion",
    ),
    "no rule": (
        "Niets: hecht kent hier geen maatregel bij.",
        "Nothing: hecht knows no measure for this.",
    ),
    "no evidence": (
        "{measure}: niet voorgesteld, want er is geen bewijs van.",
        "{measure}: not suggested, for lack of evidence.",
    ),
    "only failures": (
        "{measure}: niet voorgesteld, want wat ervan bekend is werkte niet.",
        "{measure}: not suggested, since what is known of it did not work.",
    ),
    "in programme": (
        "{measure}: staat al in het programma ({measures}).",
        "{measure}: in the programme already ({measures}).",
    ),
    "h money": ("Geld", "Money"),
    "money table": ("Euro's per jaar, per geldbron", "Euros a year, by who pays"),
    "payer": ("Geldbron", "Who pays"),
    "prices of": ("prijzen van {year}", "prices of {year}"),
    "no payer": ("nog niemand", "nobody yet"),
    "no price year": ("prijspeil onbekend", "price year not known"),
    "total": ("Totaal", "Total"),
    "not added": (
        "Bedragen van verschillende prijsjaren zijn niet opgeteld.",
        "Amounts of different price years are not added up.",
    ),
    "spread": (
        "Kosten zijn gelijk verdeeld over de maanden van de maatregel. Ideeën en gestopte "
        "maatregelen tellen niet mee.",
        "Costs are spread evenly over the months of a measure. Ideas and stopped measures "
        "are left out.",
    ),
    "undated": (
        "Met kosten, zonder begin of eind: {measures}.",
        "With costs, without a start or an end: {measures}.",
    ),
    "unpriced": ("Kosten niet bekend: {measures}.", "Costs not known: {measures}."),
    "no money": (
        "Van geen enkele maatregel zijn kosten en maanden bekend.",
        "Of no measure both costs and months are known.",
    ),
    "made": ("Gemaakt met hecht {version}.", "Made with hecht {version}."),
}
