"""A ladder to begin with: from a talk with the board to ending the contract. A region changes it as it likes."""

from django.db import migrations

CLOSING = (
    "Wij gaan ervan uit dat u deze termijn benut. Neem contact op met uw accounthouder als u hierover in gesprek "
    "wilt."
)
STEPS = (
    (
        "Gesprek met het bestuur",
        "De zorgen worden besproken met de bestuurder van de aanbieder, buiten de gewone cyclus om.",
        14,
        "Uitnodiging voor een opschalingsgesprek",
        "Wij nodigen het bestuur van {aanbieder} uit voor een gesprek, uiterlijk op {termijn}.\n\nDe reden: {reden}\n\n"
        "Dit gaat over: {afspraken}\n\nDit betreft: {contracten}.",
    ),
    (
        "Verbeterplan",
        "De aanbieder levert binnen de termijn een verbeterplan met maatregelen, data en cijfers.",
        30,
        "Verzoek om een verbeterplan",
        "Wij vragen {aanbieder} om uiterlijk op {termijn} een verbeterplan aan te leveren, met per maatregel wie haar "
        "uitvoert, wanneer zij gereed is en aan welk cijfer het resultaat te zien is.\n\nDe reden: {reden}\n\n"
        "Niet gehaalde afspraken: {afspraken}\n\nDit betreft: {contracten}.\n\n" + CLOSING,
    ),
    (
        "Ingebrekestelling",
        "De aanbieder krijgt een laatste redelijke termijn om alsnog na te komen.",
        14,
        "Ingebrekestelling",
        "Hierbij stellen wij {aanbieder} in gebreke. U krijgt tot en met {termijn} de gelegenheid om alsnog na te "
        "komen.\n\nDe reden: {reden}\n\nNiet gehaalde afspraken: {afspraken}\n\nDit betreft: {contracten}.\n\n"
        "Komt u binnen deze termijn niet na, dan bent u in verzuim en kunnen wij de maatregelen nemen die de "
        "overeenkomst noemt.",
    ),
    (
        "Financiële maatregel",
        "Korting of terugvordering zoals in het contract is afgesproken.",
        30,
        "Financiële maatregel",
        "Omdat {aanbieder} ook na ingebrekestelling niet is nagekomen, passen wij vanaf {datum} de financiële maatregel "
        "toe die de overeenkomst noemt. Zij geldt tot herstel; wij bezien haar opnieuw op {termijn}.\n\n"
        "De reden: {reden}\n\nNiet gehaalde afspraken: {afspraken}\n\nDit betreft: {contracten}.",
    ),
    (
        "Cliëntenstop",
        "Er worden geen nieuwe cliënten meer toegewezen; lopende hulp gaat door.",
        60,
        "Cliëntenstop",
        "Vanaf {datum} wijzen wij geen nieuwe cliënten meer aan {aanbieder} toe. Lopende hulp gaat door. Wij bezien dit "
        "opnieuw uiterlijk op {termijn}.\n\nDe reden: {reden}\n\nDit betreft: {contracten}.\n\n" + CLOSING,
    ),
    (
        "Beëindigen van het contract",
        "Opzegging of ontbinding, met een plan om cliënten over te dragen.",
        90,
        "Voornemen tot beëindiging",
        "Wij zijn voornemens de overeenkomst met {aanbieder} te beëindigen. U kunt tot en met {termijn} uw zienswijze "
        "geven. In die tijd maken wij met u afspraken over de overdracht van cliënten, zodat hun hulp doorgaat.\n\n"
        "De reden: {reden}\n\nDit betreft: {contracten}.",
    ),
)


def lay_the_ladder(apps, _schema_editor):
    apps.get_model("kpis", "EscalationStep").objects.bulk_create(
        apps.get_model("kpis", "EscalationStep")(
            number=number, name=name, explanation=explanation, term_days=days, subject=subject, letter=letter
        )
        for number, (name, explanation, days, subject, letter) in enumerate(STEPS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("kpis", "0001_initial")]
    operations = [migrations.RunPython(lay_the_ladder, migrations.RunPython.noop)]
