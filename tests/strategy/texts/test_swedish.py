"""Forms of one word that must meet, and words that must not."""

import pytest

from strategy.texts.swedish import stem

FORMS = """öronmärkning öronmärkningen öronmärkt öronmärkta öronmärka öronmärkningar
landkontor landkontoren landkontors landkontoret
utvärdering utvärderingar utvärderas utvärderade utvärdera utvärderat
jämställdhet jämställdheten jämställda jämställd
styrning styrningen styra styr
återtagande återtaganden återtagandet återta återtar återtog återtagits
bedömning bedömningar bedömda bedöma bedömt
vidarebosättning vidarebosättningar vidarebosatt
samordning samordna samordnas samordnat
öppenhet öppen öppna
rekommendation rekommendationer rekommendera rekommenderas
genomförande genomföra genomförs genomfördes genomfört
överenskommelse överenskommelsen överenskommelser
offentlig offentliga offentligt offentlighet
beslut beslutet besluta beslutade beslutas
uppföljning uppföljningar uppföljningen
skriva skrev skrivit skrivning""".splitlines()
APART = """styrning styrelse
handläggare handling
region regim
part parti
organisation organ
station stat
plan planet
kvinna kvinnlig
budget bud
landet landning
ansvar svar
insats sats
myndighet mynt
avtal tal""".splitlines()


@pytest.mark.parametrize("forms", FORMS)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("words", APART)
def test_other_words_have_stems_of_their_own(words: str) -> None:
    first, second = words.split()
    assert stem(first) != stem(second)
