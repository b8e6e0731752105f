"""The stem that the forms of a Swedish word share: öronmärkning, öronmärkt and öronmärka are found by each other.

Snowball's rules, used until nothing changes, and on top of them what they leave out: nouns made from verbs and
adjectives, participles, and the strong verbs, which change within.
"""

import re
from functools import cache, lru_cache
from typing import Any

FROM_VERBS = ("eringar", "ering", "ningar", "ning", "ingar", "ing", "anden", "ande", "enden", "ende")
SHORTEST = 4  # letters that are left of a word
WITH_LIG = re.compile(r"(.{2,}lig)(a|t|are|ast|aste|en|het|heten|heter|heterna|hetens|s)?s?")
WITH_HET = re.compile(r"(.{3,}?)(het|heten|heter|heterna)s?")
WITH_ELSE = re.compile(r"(.{5,})else(n|r|rna)?s?")
SHORT_ELSE = re.compile(r"(.{2,4}else)(n|r|rna)?s?")  # a word of its own: a styrelse is no styrning
WITH_I = re.compile(
    r"(.*(?:ergi|etri|gori|demi|eori|krati|logi|nomi|rafi|ranti|rapi|sofi|tegi|ustri))(n|ns|s|er|ers|erna|ernas)?"
)
WITH_STER = re.compile(r"(.{2,}st|cent)(er|ers|ret|rets|ren|rens)")  # registret, klustren, centret
WITH_ATION = re.compile(r"(.{5,})ation(en|er|erna)?s?")
PARTICIPLE = re.compile(r"(.{3,}[mkpgv]|.{5,}r)[dt]|(.{3,}[^aeiouyåäöns]|.{1,}pp)n")
BEFORE = (
    r"(|an|av|bi|bo|bort|del|efter|er|fast|fram|från|för|före|genom|hän|iakt|in|kvar|lös|med|mot|ned|ner|om|på|sam"
    r"|sätt|till|undan|under|upp|ur|ut|vidare|vidarebo|å|åter|över)"
)
# By the stem that stands for it, the forms of a strong verb.
STRONG = {
    "tag": "ta|tar|tas|tog|togs|tagit|tagits|tagen|taget|tagna|tage|taga|tagande|taganden|tagandet|tagandena",
    "giv": "ge|ger|ges|gav|gavs|gett|getts|givit|givits|given|givet|givna|giva|giver|givande|givare|givaren|givarna",
    "stå": "stå|står|stod|stått|stående",
    "gå": "gå|går|gick|gått|gås|gången|gånget|gångna|gående",
    "gör": "göra|gör|görs|göras|gjorde|gjordes|gjort|gjorts|gjord|gjorda|görande",
    "sätt": "sätta|sätter|sätts|sättas|satte|sattes|satt|satts|satta|sättning|sättningar|sättningen|sättande",
    "håll": "hålla|håller|hålls|hållas|höll|hölls|hållit|hållits|hållen|hållet|hållna|hållande|hållandet",
    "dra": "dra|drar|dras|drog|drogs|dragit|dragits|dragen|draget|dragna|dragande",
    "komm": "komma|kommer|kom|kommit|kommen|kommande",
    "skriv": "skriva|skriver|skrivs|skrivas|skrev|skrevs|skrivit|skrivits|skriven|skrivet|skrivna|skrivning|skrivande",
    "driv": "driva|driver|drivs|drivas|drev|drevs|drivit|drivits|driven|drivet|drivna|drivande",
    "bind": "binda|binder|binds|bindas|band|bands|bundit|bundits|bunden|bundet|bundna|bindande|bindning",
    "finn": "finna|finner|finns|finnas|fann|fanns|funnit|funnits|funnen|funnet|funna|finnande",
    "bryt": "bryta|bryter|bryts|brytas|bröt|bröts|brutit|brutits|bruten|brutet|brutna|brytande|brytning",
    "stig": "stiga|stiger|steg|stigit|stigen|stigande|stigning",
    "säg": "säga|säger|sägs|sägas|sade|sades|sagt|sagts|sagd|sagda|sägande",
    "lägg": "lägga|lägger|läggs|läggas|lade|lades|lagt|lagts|lagd|lagda|läggande|läggning",
    "välj": "välja|väljer|väljs|väljas|valde|valdes|valt|valts|vald|valda|väljande",
    "betal": "betala|betalar|betalas|betalade|betalades|betalat|betalats|betalt|betalts|betald|betalda|betalande",
    "planera": "planera|planerar|planeras|planerade|planerades|planerat|planerats|planerad|planerande|planering"
    "|planeringen|planeringar|planeringens",
    "låt": "låta|låter|låts|låtas|lät|läts|låtit|låtits|låten|låtet|låtna|låtande",
    "bär": "bära|bär|bärs|bäras|bar|bars|burit|burits|buren|buret|burna|bärande",
}
FORMS = {form: stem for stem, forms in STRONG.items() for form in forms.split("|")}
STRONG_VERB = re.compile(BEFORE + "(" + "|".join(sorted(FORMS, key=len, reverse=True)) + ")")
ITSELF = {"planet": "planet", "planeten": "planet", "planeter": "planet", "planeterna": "planet"}


@cache
def snowball(language: str) -> Any:
    from snowballstemmer import stemmer  # in memory where words are compared: it takes in every language

    return stemmer(language)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Of a word in folded letters, as `strategy.texts.folding` makes them."""
    if word in ITSELF:
        return ITSELF[word]
    if verb := STRONG_VERB.fullmatch(word):
        return verb[1] + FORMS[verb[2]]
    if whole := first(word, WITH_LIG, SHORT_ELSE, WITH_I, WITH_STER):
        return whole[1]
    if noun := first(word, WITH_HET, WITH_ELSE, WITH_ATION):
        return bare(settled(noun[1]))
    word = settled(word)
    for ending in FROM_VERBS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return bare(settled(word.removesuffix(ending)))
    return bare(word)


def first(word: str, *shapes: re.Pattern[str]) -> re.Match[str] | None:
    return next(filter(None, (shape.fullmatch(word) for shape in shapes)), None)


def settled(word: str) -> str:
    """Snowball until nothing changes: once is not enough (landkontoren → landkontor, but landkontor → landkont).

    After the first time not below what a word is known by: försenad is not för.
    """
    rules = snowball("swedish")
    shorter = rules.stemWord(word)
    while shorter != word:
        word, shorter = shorter, rules.stemWord(shorter)
        if len(shorter) < SHORTEST:
            break
    return str(word)


def bare(word: str) -> str:
    """Without the last letter of a participle, and the n of samordn(a)."""
    found = PARTICIPLE.fullmatch(word)
    return (found[1] or found[2]) if found else word
