"""What can be asked for in the address; several things asked must all hold."""

from django_filters import rest_framework as filters


def text(field: str, label: str) -> filters.CharFilter:
    return filters.CharFilter(field_name=field, label=label)


def since(field: str, label: str) -> filters.DateFilter:
    return filters.DateFilter(field_name=field, lookup_expr="gte", label=label)


def until(field: str, label: str) -> filters.DateFilter:
    return filters.DateFilter(field_name=field, lookup_expr="lte", label=label)


class ProviderFilter(filters.FilterSet):
    segment = text("segment", "Precies dit segment.")
    status = text("status", "Precies deze status.")


class ContractFilter(filters.FilterSet):
    agb = text("provider__agb", "AGB-code van de aanbieder.")


class TariffFilter(filters.FilterSet):
    contractnummer = text("contract__number", "Van dit contract.")
    productcode = text("product_code__code", "Van dit product.")
    agb = text("contract__provider__agb", "Van deze aanbieder.")


class ProductFilter(filters.FilterSet):
    productcategorie = text("category_id", "Code van twee cijfers.")


class AllocationFilter(filters.FilterSet):
    gemeentecode = text("municipality__code", "Van deze gemeente.")
    toewijzingnummer = text("number", "Dit nummer.")


class DeclarationFilter(filters.FilterSet):
    agb = text("provider__agb", "Van deze aanbieder.")
    gemeentecode = text("municipality__code", "Aan deze gemeente.")
    ontvangenVanaf = since("received_on", "Ontvangen op of na deze dag.")
    ontvangenTm = until("received_on", "Ontvangen op of voor deze dag.")


class LineFilter(DeclarationFilter):
    productcode = text("product_code", "Van dit product.")
    periodeVanaf = since("month", "Dienstmaand op of na deze dag.")
    periodeTm = until("month", "Dienstmaand op of voor deze dag.")


class IndicatorFilter(filters.FilterSet):
    agb = text("provider__agb", "Van deze aanbieder.")
    indicator = text("indicator", "Bijvoorbeeld DG03.")


class IbpFilter(filters.FilterSet):
    gemeentecode = text("municipality__code", "Van deze gemeente.")
    status = text("status", "Groen, oranje, rood of onbekend, in kleine letters.")


class MonthFilter(filters.FilterSet):
    gemeentecode = text("municipality__code", "Van deze gemeente.")
    productcategorie = text("category", "Code van twee cijfers, of generiek.")


class SignalFilter(filters.FilterSet):
    agb = text("provider__agb", "Van deze aanbieder.")
    indicator = text("indicator", "Bijvoorbeeld DG03.")


class RefusedLineFilter(filters.FilterSet):
    agb = text("agb", "Van deze aanbieder.")
    gemeentecode = text("municipality_code", "Aan deze gemeente.")
    ontvangenVanaf = since("received_on", "Ontvangen op of na deze dag.")
    ontvangenTm = until("received_on", "Ontvangen op of voor deze dag.")


class KpiValueFilter(filters.FilterSet):
    kpi = text("version__kpi__code", "Bijvoorbeeld K01.")
    niveau = text("level", "Regio, segment, contract of aanbieder, in kleine letters.")
    sleutel = text("key", "Segment, contractnummer of AGB-code.")


class KpiTaskFilter(filters.FilterSet):
    kpi = text("kpi__code", "Bijvoorbeeld K18.")
    agb = text("provider__agb", "Van deze aanbieder.")
    stand = text("state", "Precies deze stand.")


class ReviewFilter(filters.FilterSet):
    agb = text("provider__agb", "Van deze aanbieder.")
    gemeentecode = text("invitation__reviewer__municipality__code", "Uit deze gemeente.")


class MeetingFilter(filters.FilterSet):
    agb = text("provider__agb", "Met deze aanbieder.")
    stand = text("state", "Precies deze stand.")


class AgreementFilter(filters.FilterSet):
    agb = text("provider__agb", "Met deze aanbieder.")
    toetsenVanaf = since("test_on", "Te toetsen op of na deze dag.")
    toetsenTm = until("test_on", "Te toetsen op of voor deze dag.")


class ChangeFilter(filters.FilterSet):
    uitsplitsingNaar = text("dimension", "Regio, gemeente, aanbieder of verwijzer.")
    sleutel = text("key", "Gemeentecode, AGB-code of soort verwijzer.")


class FlowFilter(filters.FilterSet):
    bereik = text("scope", "Regio, gemeente of aanbieder.")
    sleutel = text("key", "Gemeentecode of AGB-code.")


class ForecastFilter(filters.FilterSet):
    gemeentecode = text("municipality__code", "Van deze gemeente.")
    productcategorie = text("category", "Code van twee cijfers, of generiek.")


class PublicationFilter(filters.FilterSet):
    soort = text("kind", "Gemeente of regio.")
    gemeentecode = text("municipality__code", "Van deze gemeente.")
