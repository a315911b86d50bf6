"""Words that tell nothing of what an article is about: function words and the press's own, by language. Written by hand."""

from __future__ import annotations

_LISTS = {
    "en": """
        about after again against all also although among and any are around because been before being between both but can
        could did does down during each even ever every few first for from had has have having her here him his how into its
        itself just last least less like made make many may might more most much must near new not now off once one only onto
        other our out over own per said same say says she should since some still such than that the their them then there
        these they this those though through till told too two under until upon very was way well were what when where whether
        which while who whom whose why will with within without would yes yet you your year years day days week month time
        live flash breaking update watch video photo photos news report reports according today
        yesterday tomorrow get got three
    """,
    "fr": """
        afin alors après aussi autre autres aux avait avant avec avoir car ces cet cette ceux chez comme contre dans depuis des
        deux dont elle elles encore entre est était être ils jusque leur leurs mais même moins mon nous ont par pas pendant peu
        plus pour quand que quelle quels qui sans selon ses son sont sous sur toujours tous tout toute très trois une vers vous
        jour jours direct vidéo
    """,
    "de": """
        aber alle als also auch auf aus bei bis das dass dem den der des die dies diese durch ein eine einem einen einer für
        gegen haben hat hatte ihr ihre ist kann mehr mit nach nicht noch nur oder ohne sei sein seine sich sie sind über und
        unter vom von vor war waren was weil wenn wer werden wie wird wurde wurden zum zur zwei
    """,
    "es": """
        ante como con contra cuando desde donde dos durante ella ellos entre era esta este estos fue han hasta hay las los más
        menos mientras muy otra otro para pero por porque que quien según ser sin sobre son sus también tras tres una uno unos
    """,
    "uk": """
        або адже але без був була були було вже від він вона вони воно всі для додав додала через його йому їх коли між над не
        нас них під після після про при проти раніше себе також так там та тим того тому три цей цього цих час чи що щоб щодо
        яка який яких якого які як із зі за до два дві заявив заявила
    """,
    "ru": """
        без был была были было все вот всех для его если еще ещё или них как когда который которая которые которого между над
        нас нет них она они оно от под после при про против раньше себя так также там того тоже том три что чтобы это этого этот
        эти два две за из на не до по со заявил заявила сообщил сообщила
    """,
    "ar": """
        أن إن إلى التي الذي الذين بعد بين تلك ثم حتى حيث خلال ذلك عبر عدد على عليه عن عند غير قال قالت قبل كان كانت كل كما لا لم
        له لها ما مع من منذ نحو هذا هذه هو هي وقال وقالت وفي وكان يوم
    """,
}

COMMON = {language: frozenset(words.split()) for language, words in _LISTS.items()}
"""Language → its words that no story is found by. A language without a list goes by how rare its words are."""
