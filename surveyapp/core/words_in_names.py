"""Words that are names as well, or look like a postcode: what the mask leaves to the text (P7).

Everything without accents and in small letters.
"""

PARTICLES = frozenset({
    "aan", "and", "at", "bij", "da", "das", "de", "del", "den", "der", "des", "di", "dos", "du",
    "el", "en", "het", "in", "la", "le", "op", "te", "ten", "ter", "the", "tot", "uit", "van",
    "von", "zum", "zur",
})  # fmt: skip
"""Small words in names that are words of their own everywhere else, with a capital as well."""

FIRST_NAMES = """
    ad al art bas beer ben bill boy chip dan dawn dean door drew elke eve fee gene guy hope jet job
    joy june kat ken kit lee lot mark max may mees mei nick pat rein rich riet rob rod roos rose
    said sue ton toon trui veer wade ward wil will zus
"""

SURNAMES = """
    arm bal ball band bank beek been bel bell berg berk bird blok boer bok bol bon bond boom boon
    boot bos bot bout brug buis burg bus bush cook dal dam day dijk dik doel dol dorp duin eik eng
    fijn fish fox goed gold good gray grey haak haan haar haas hal half hall ham hand hart heer hek
    hill hoed hoef hoek hof hol hond hoog hoop hout huis hunt jong kamp kap kerk keus kind king klok
    knol kok kool kort kost kuil kuip laag laan lake lam land lane lang last leen les lid lion long
    loon loos love maat mand meer melk mens moed mol mond mooi moon neef noot oord oost oud page
    park pas peer pijl plas pool poel pond pot post punt raad rijk ring rood ros rush rust salt slag
    slot smal snel snow spek stal stam star stel ster stok swan tak tas top tuin val veen veld vet
    vink vis voet vos vrij wal wall wand way weg wel well west wijk wijs wild wind wise wit wolf
    wood zaal zak zand zee zon zuid
"""

FROM_ABROAD = """
    am an as be by can do doe go had he hen her hi him ho hun ik is it ja je kan ma man me men min
    my na nee no nog not nu of om on or pa pan per ran red run se sing so son song sun tan thin to
    too uw was wat we wen wie wij won yes you zo
"""

WORDS = frozenset(f"{FIRST_NAMES} {SURNAMES} {FROM_ABROAD}".split())
"""Names of two to four letters that are ordinary words in Dutch or English."""

BEHIND_NUMBERS = """
    aa al am an as at be by cl cm de dl do el en er ex eu go ha he if ik in is it ja je kb kg km kw
    ma mb me mg ml mm my na nl no nu of ok om on op or pk pp pt re se so st te to uu uw us we wo ze
    zo
"""

NO_POSTCODE = frozenset(BEHIND_NUMBERS.split())
"""Words, measures and units of two letters: what stands behind four digits in small letters."""
