"""What each finding of the intake says, and what to do about it, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Pair(NamedTuple):
    """A text and what to do (`fix`) in one language; values stand in braces."""

    text: str
    fix: str


FINDINGS: Mapping[str, tuple[Pair, Pair]] = {
    "column": (
        Pair(
            "de kolom {column!r} hoort niet bij de intake en is niet gelezen",
            "zet het onder een kolom van de werkmap",
        ),
        Pair(
            "the column {column!r} is none of the intake; it is left unread",
            "put it under a column of the workbook",
        ),
    ),
    "result": (
        Pair("het is niet duidelijk wat het bezoek opleverde", "schrijf een van: {choices}"),
        Pair("it is not clear what came of the visit", "write one of {choices}"),
    ),
    "source": (
        Pair("deze bron is niet bekend", "schrijf een van: {choices}"),
        Pair("the source is none that is known", "write one of {choices}"),
    ),
    "date": (
        Pair("de datum is niet te lezen", "schrijf haar als 2027-05-31"),
        Pair("the date cannot be read", "write it as 2027-05-31"),
    ),
    "date_to_come": (
        Pair("de datum {date} moet nog komen", "verbeter haar"),
        Pair("the date {date} is still to come", "correct it"),
    ),
    "tie_unreadable": (
        Pair("het soort band is niet te lezen", "schrijf een van: {choices}"),
        Pair("the kind of a tie cannot be read", "write one of {choices}"),
    ),
    "tie_nobody": (
        Pair("er is een soort band aangekruist, maar niemand genoemd", "vraag wie het is"),
        Pair("a kind of tie is ticked, but nobody is named", "ask who is meant"),
    ),
    "no_opinion": (
        Pair("geen mening: telt als geen antwoord", "niets, of vraag het nog eens"),
        Pair("no opinion: kept as no answer", "nothing, or ask again"),
    ),
    "no_opinion_wish": (
        Pair("geen mening: telt als 'weet het nog niet'", "niets, of vraag het nog eens"),
        Pair('no opinion: kept as "does not know yet"', "nothing, or ask again"),
    ),
    "two_boxes": (
        Pair("er is meer dan één vakje aangekruist; geen ervan telt", "vraag welk het is"),
        Pair("more than one box is ticked; none is kept", "ask which it is"),
    ),
    "no_choice": (
        Pair(
            "dit antwoord is geen van de keuzes en telt niet",
            "schrijf een van: {choices}; of vraag het",
        ),
        Pair(
            "the answer is none of the choices; it is not kept",
            "write one of {choices}, or ask",
        ),
    ),
    "no_number": (
        Pair("dit is niet één getal en telt niet", "vraag welk getal het is"),
        Pair("this is not one number; it is not kept", "ask which number it is"),
    ),
    "number_outside": (
        Pair("het getal ligt buiten {least} tot {most} en telt niet", "vraag het nog eens"),
        Pair("the number is outside {least} to {most}; it is not kept", "ask again"),
    ),
    "amount_outside": (
        Pair(
            "het bedrag ligt buiten {least} tot {most} en telt niet",
            "vraag het nog eens: het gaat om een bedrag per maand",
        ),
        Pair(
            "the number is outside {least} to {most}; it is not kept",
            "ask again: an amount is for a month",
        ),
    ),
    "diagnosis": (
        Pair(
            "er lijkt een ziekte te staan; wat er stond is niet bewaard",
            "schrijf wat de woning moet hebben (geen trap, bijvoorbeeld), en nooit waarom",
        ),
        Pair(
            "it seems to name an illness; what was written is not kept",
            "write what the home must have (no stairs, for example), and never why",
        ),
    ),
    "children": (
        Pair(
            "er zijn evenveel kinderen als mensen, of meer; geen van beide getallen telt",
            "vraag het nog eens",
        ),
        Pair(
            "there are as many children as people, or more; neither number is kept",
            "ask again",
        ),
    ),
    "stairs": (
        Pair(
            "een aangepaste woning, maar trappen zijn geen bezwaar; geen van beide telt",
            "vraag het nog eens",
        ),
        Pair("an adapted home, but stairs are no problem; neither is kept", "ask again"),
    ),
    "elsewhere": (
        Pair(
            "het huishouden gaat ergens anders wonen en heeft wensen voor hier; beide tellen",
            "vraag het nog eens",
        ),
        Pair(
            "the household goes elsewhere, and has wishes for here; both are kept",
            "ask again",
        ),
    ),
    "others_here": (
        Pair(
            "er woont een tweede huishouden op dit adres",
            "zoek uit of het een eigen contract heeft, en geef het dan een formulier",
        ),
        Pair(
            "a second household lives at this address",
            "find out whether it has a contract of its own, and give it a form",
        ),
    ),
    "filled_by": (
        Pair(
            "voor het huishouden ingevuld door: {who}",
            "neem de antwoorden door met het huishouden zelf",
        ),
        Pair(
            "filled in by {who} for the household",
            "go through the answers with the household itself",
        ),
    ),
    "remark": (
        Pair("er staat een opmerking bij", "lees haar in answers.csv"),
        Pair("there is a remark to read", "read it in answers.csv"),
    ),
    "half_filled": (
        Pair("niet beantwoord: {questions}; de rest telt", "vraag het nog eens"),
        Pair("not answered: {questions}; the rest is kept", "ask again"),
    ),
    "no_source": (
        Pair(
            "van dit formulier is niets overgenomen: {lacking} ontbreekt",
            "vul het in; `hecht intake merge` heeft opties voor een hele werkmap",
        ),
        Pair(
            "nothing of this form is merged: {lacking} is missing",
            "fill it in; `hecht intake merge` has options for a whole workbook",
        ),
    ),
    "empty": (
        Pair("er is niets ingevuld", "vraag het nog eens, of schrijf het resultaat op"),
        Pair("nothing is filled in", "ask again, or write the result"),
    ),
    "whose": (
        Pair(
            "het is niet duidelijk van wie dit formulier is; er is niets van overgenomen "
            "({count} voorgesteld)",
            "beslis in de werklijst, of verbeter de code",
        ),
        Pair(
            "it is not clear whose form this is; nothing of it is merged ({count} proposed)",
            "decide in the work list, or correct the code",
        ),
    ),
    "result_and_answers": (
        Pair(
            "het resultaat is '{result}', en toch zijn er antwoorden; geen is overgenomen",
            "schrijf als resultaat wat het was",
        ),
        Pair(
            "the result is '{result}', and yet there are answers; none is merged",
            "write as result what it was",
        ),
    ),
    "refused": (
        Pair("geen antwoorden: '{result}'", "laat het daarbij"),
        Pair("no answers: '{result}'", "leave it at that"),
    ),
    "not_reached": (
        Pair("geen antwoorden: '{result}'", "probeer het nog eens, op een ander uur"),
        Pair("no answers: '{result}'", "try again, at another hour"),
    ),
    "twice": (
        Pair(
            "dit huishouden antwoordde al eerder",
            "kijk wat er anders is; de latere datum telt",
        ),
        Pair("this household answered before", "see what changed; the later date counts"),
    ),
    "changed": (
        Pair("anders dan op {date}; dit antwoord telt", "niets, als dat klopt"),
        Pair("not what it was on {date}; this one counts", "nothing, if that is so"),
    ),
    "older": (
        Pair("ouder dan het antwoord van {date}; niet bewaard", "niets, als dat klopt"),
        Pair("an older answer than that of {date}; not kept", "nothing, if that is so"),
    ),
    "changed_table": (
        Pair(
            "in de buurtmap stond '{held}', op het formulier staat '{value}'; het formulier telt",
            "niets, als dat klopt",
        ),
        Pair(
            "the folder had '{held}', the form has '{value}'; the form counts",
            "nothing, if that is so",
        ),
    ),
    "contradiction": (
        Pair(
            "twee antwoorden van één dag verschillen; het eerste telt tot iemand beslist",
            "beslis in de werklijst: oud of nieuw",
        ),
        Pair(
            "two answers of one day differ; the first is kept until someone decides",
            "decide in the work list: old or new",
        ),
    ),
    "no_street": (
        Pair(
            "zo heet hier geen straat ({count} voorgesteld); telt niet tot iemand beslist",
            "beslis in de werklijst",
        ),
        Pair(
            "it is written as no street here ({count} proposed); not kept until someone decides",
            "decide in the work list",
        ),
    ),
    "no_type": (
        Pair(
            "zo heet hier geen soort woning ({count} voorgesteld); telt niet tot iemand beslist",
            "beslis in de werklijst",
        ),
        Pair(
            "it is written as no kind of home here ({count} proposed); not kept until someone "
            "decides",
            "decide in the work list",
        ),
    ),
    "own_name": (
        Pair("het huishouden noemde zichzelf; weggelaten", "vraag wie er bedoeld is"),
        Pair("the household named itself; left out", "ask who is meant"),
    ),
    "named_twice": (
        Pair("één huishouden is twee keer genoemd; het telt één keer", "niets"),
        Pair("one household is named twice; kept once", "nothing"),
    ),
    "unclear_person": (
        Pair(
            "het is niet zeker wie er bedoeld is ({count} voorgesteld); telt niet tot iemand "
            "beslist",
            "beslis in de werklijst",
        ),
        Pair(
            "who is meant is not certain ({count} proposed); not kept until someone decides",
            "decide in the work list",
        ),
    ),
    "vague_person": (
        Pair(
            "er staat niet welk huishouden het is",
            "vraag waar die persoon woont, en beslis in de werklijst",
        ),
        Pair(
            "it does not say which household it is",
            "ask where that person lives, and decide in the work list",
        ),
    ),
    "unknown_person": (
        Pair(
            "zo heet hier niemand; niet bewaard",
            "vraag waar die persoon woont, en beslis in de werklijst",
        ),
        Pair(
            "nobody here is called so; not kept",
            "ask where that person lives, and decide in the work list",
        ),
    ),
    "decision_household": (
        Pair(
            "de beslissing in de werklijst noemt geen huishouden",
            "schrijf het nummer, de code of het hele adres van het huishouden, of: niemand",
        ),
        Pair(
            "the decision in the work list names no household",
            "write its id, code or whole address, or nobody",
        ),
    ),
    "decision": (
        Pair(
            "de beslissing in de werklijst is er geen die kan",
            "schrijf een van de voorstellen zoals het daar staat",
        ),
        Pair(
            "the decision in the work list is not one that is possible",
            "write one of the proposals as it stands there",
        ),
    ),
    "spellings": (
        Pair(
            "één huishouden lijkt op {count} manieren geschreven",
            "beslis elk in de werklijst; ze staan daar bij elkaar",
        ),
        Pair(
            "one household seems to be written in {count} ways",
            "decide each in the work list; they lie together there",
        ),
    ),
    "tables": (
        Pair(
            "het past niet bij de tabellen (in het Engels: {text}); niet bewaard",
            "verbeter het ({fix}) en voeg nog eens samen",
        ),
        Pair("it does not go with the tables ({text}); not kept", "{fix}, and merge again"),
    ),
    "to_check": (
        Pair("`hecht check` merkt voortaan op (in het Engels): {text}", "{fix}"),
        Pair("{text}", "{fix}"),
    ),
    "to_check_others": (
        Pair(
            "in de tabel {table} is iets nieuws dat misschien niet klopt ({rule})",
            "zie `hecht check`",
        ),
        Pair(
            "the table {table} has something new that may be wrong ({rule})",
            "see `hecht check`",
        ),
    ),
    "tie_kind": (
        Pair(
            "bij {count} band(en) noemen de twee kanten, of de tabellen, een ander soort",
            "niets: het soort dat er het eerst stond blijft",
        ),
        Pair(
            "of {count} tie(s) the two sides, or the tables, name another kind",
            "nothing: the kind that stood there first is kept",
        ),
    ),
    "group_waits": (
        Pair(
            "{count} huishouden(s) vragen om een groep waarvan nog niet iedereen antwoordde",
            "wacht op hen, of ga langs",
        ),
        Pair(
            "{count} household(s) ask(s) for a group of which not all members answered",
            "wait for them, or visit them",
        ),
    ),
    "group_differs": (
        Pair(
            "{count} huishouden(s) vragen om een groep waarin leden anderen noemen",
            "breng hen aan één tafel",
        ),
        Pair(
            "{count} household(s) ask(s) for a group in which members name others",
            "bring them to one table",
        ),
    ),
    "group_size": (
        Pair(
            "{count} huishouden(s) vragen om een groep van meer dan {most}",
            "vraag hun de groep te delen",
        ),
        Pair(
            "{count} household(s) ask(s) for a group of more than {most}",
            "ask them to split it",
        ),
    ),
    "group_busy": (
        Pair(
            "{count} huishouden(s) vragen om een groep met leden van een andere groep",
            "vraag welke van de twee groepen het is",
        ),
        Pair(
            "{count} household(s) ask(s) for a group with members of another group",
            "ask which of the two groups it is",
        ),
    ),
}
"""By the name of a finding: Dutch, then English."""
