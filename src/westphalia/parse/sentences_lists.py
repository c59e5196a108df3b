"""Word lists for `sentences`: abbreviations that keep their dot, each group with its reason.

Left out on purpose: short forms that are also common words at a sentence's end ("no.", "sun.", "art.") unless
a number follows.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Stand in front of a name: the dot never ends a sentence.
TITLES = _words(
    "Mr Mrs Ms Mx Dr Prof Messrs Mme Mlle Rev Hon Fr Msgr Gen Lt Col Maj Capt Cpt Cmdr Cdr Sgt Cpl Pvt Adm "
    "Brig Supt Insp Det Sen Sens Rep Reps Gov Govs Pres Amb Atty Asst St Ste Mt Ft Sr Sra"
)
# Follow a name or a noun: the dot may or may not end the sentence as well.
AFTER_NAMES = _words(
    "Jr Inc Ltd Corp Cos Bros Assn Dept Univ Ave Blvd Rd Ph.D Esq etc al approx est dept govt"
)
# Stand in front of something that belongs to them (versus, for example, about).
CONNECTIVES = _words("vs cf ca viz approx incl")
# Months that are no other word when a dot follows; "Mar", "May", "Sun", "Sat" and "Mon" need a number.
MONTHS = _words("Jan Feb Apr Jun Jul Aug Sep Sept Oct Nov Dec")
WEEKDAYS = _words("Tue Tues Wed Thu Thur Thurs Fri")
DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
# Agency style for the states of the USA after a town.
STATES = _words(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mich Minn Mo Mont Neb Nev Okla Ore Pa Tenn Tex "
    "Va Vt Wis Wyo"
)
# Short forms only in front of a number: elsewhere the same letters are a word and the dot a full stop.
BEFORE_NUMBER = _words("No Nos no nos Mar May Sun Sat Mon Art Arts art Sec Fig fig pp p Vol Ch para paras")

DOTTED_WORDS = TITLES | AFTER_NAMES | CONNECTIVES | MONTHS | WEEKDAYS | STATES

# Words that open a sentence and seldom a name: after an abbreviation that may also end a sentence, they tell.
OPENERS = _words("""The A An This That These Those It He She We They I You There Here His Her Its Their Our My In On At By For
    From With Without After Before During Since Until While When Where If Although Though As Because But And Or So
    Yet However Meanwhile Still Earlier Later Also Both Many Most Some Such Several Another Other One Two What Who
    Why How Asked Under Despite According To Not No""")
# Verbs that tie a name after "?" or "!" and a closing mark to the quotation in front of it.
SPEECH = _words("""said says asked asks wrote writes added told tells replied tweeted posted shouted cried declared exclaimed
    insisted wondered joked warned demanded chanted yelled quipped remarked""")
# What follows "p.m." without a new sentence.
AFTER_CLOCK = _words("GMT UTC EST EDT CST CDT MST MDT PST PDT ET PT BST CET CEST IST JST")
# Particles a name may begin with in lower case ("al-Assad"): they can open a sentence.
NAME_PARTICLES = _words("al el an as ash at bin ibn de del della der den di du la le van von")
