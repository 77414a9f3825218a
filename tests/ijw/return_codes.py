"""Where each retourcode of WJ001 comes from, and the test that shows it; docs/retourcodes.md is written from this."""

import ast
from typing import NamedTuple

from tests.ijw.reference import CHECKOUT

TESTS = "tests/ijw"


class Produced(NamedTuple):
    """``where``: message and class that get the code. ``test``: file and function."""

    rule: str
    where: str
    test: str

    @property
    def path(self) -> str:
        return f"{TESTS}/{self.test.partition('::')[0]}"

    @property
    def function(self) -> str:
        return self.test.partition("::")[2]


LINE, DECLARATION = "JW325 Prestatie", "JW325 DeclaratieAntwoord"
HEADER = "alle, Header"
START, STOP = "JW306 StartProduct", "JW308 StopProduct"
REQUEST, CHANGED = "JW318 Verzoek", "JW318 TeWijzigenProduct"
ANSWER, ALLOCATED = "JW320 Antwoord", "JW302 ToegewezenProduct"
VECTORS, LINES = "test_vectors.py", "test_receiving.py"
CARE, REQUESTS = "test_care_messages.py", "test_request_messages.py"
ALL_LINES = f"{LINES}::test_lines_that_cannot_be_booked_are_sent_back_with_their_code"
MINUTES = f"{VECTORS}::test_hours_declared_in_minutes"
CREDITS = f"{VECTORS}::test_credits_over_months_make_room_again"
PERIODS = f"{VECTORS}::test_periods_follow_the_month_and_the_allocation"
SIZE = f"{REQUESTS}::test_size_follows_the_product_of_the_allocation"
CLIENT = f"{LINES}::test_client_is_refused_with_all_its_lines"

PRODUCED = {
    "0001": Produced("alle regels binnen het bericht", HEADER, "test_headers.py::test_broken_rule_is_0001"),
    "0200": Produced("", "alle, elke klasse zonder fout", "test_writing.py::test_faults_in_lines"),
    "0233": Produced("", "JW325 Prestatie en JW318, onder een cliënt met 8187", CLIENT),
    "0611": Produced("TR418", LINE, MINUTES),
    "8001": Produced("", DECLARATION, f"{LINES}::test_declaration_is_booked_and_granted_in_full"),
    "8017": Produced("TR323", LINE, CREDITS),
    "8021": Produced("TR314", LINE, ALL_LINES),
    "8187": Produced("TR304", "JW325 en JW318 Client", CLIENT),
    "8214": Produced("TR318", DECLARATION, f"{LINES}::test_period_before_the_latest_is_answered_with_8214"),
    "8848": Produced("TR135", HEADER, "test_headers.py::test_message_from_the_future_is_8848"),
    "9019": Produced(
        "TR019",
        "JW306 en JW308, product",
        f"{CARE}::test_allocation_that_is_unknown_is_answered_with_9019",
    ),
    "9056": Produced("TR056", HEADER, "test_headers.py::test_identification_that_was_used_is_9056"),
    "9063": Produced(
        "TR063", "JW306 en JW308, product", f"{CARE}::test_removal_of_what_was_not_reported_is_9063"
    ),
    "9069": Produced("TR382", STOP, f"{CARE}::test_stop_without_start_is_9069"),
    "9071": Produced("TR071", START, f"{CARE}::test_removal_of_a_start_that_was_stopped_is_9071"),
    "9074": Produced("TR074", "JW306 en JW308, product", f"{CARE}::test_same_start_again_is_9074"),
    "9307": Produced("TR307", LINE, PERIODS),
    "9308": Produced(
        "TR308", LINE, f"{VECTORS}::test_version_of_the_allocation_on_the_day_of_receipt_counts"
    ),
    "9321": Produced("TR321", LINE, MINUTES),
    "9322": Produced("TR322", LINE, f"{VECTORS}::test_total_volume_is_for_all_periods_together"),
    "9326": Produced("TR326", START, f"{CARE}::test_second_start_before_a_stop_is_9326"),
    "9332": Produced(
        "TR332", ALLOCATED, "test_allocation_messages.py::test_number_of_another_client_is_9332"
    ),
    "9333": Produced(
        "TR333", DECLARATION, f"{LINES}::test_declaration_number_that_was_used_is_answered_with_9333"
    ),
    "9338": Produced("TR338", LINE, ALL_LINES),
    "9339": Produced(
        "TR339", LINE, f"{VECTORS}::test_allocation_of_a_category_takes_any_code_of_that_category"
    ),
    "9340": Produced("TR340", LINE, ALL_LINES),
    "9341": Produced(
        "TR341", LINE, f"{VECTORS}::test_generic_allocation_is_declared_in_the_unit_of_the_contract"
    ),
    "9346": Produced("TR346", LINE, MINUTES),
    "9347": Produced(
        "TR347",
        "JW316 AangevraagdProduct en JW318 Verzoek",
        f"{REQUESTS}::test_reference_that_was_used_is_9347",
    ),
    "9349": Produced("TR349", REQUEST, f"{REQUESTS}::test_allocation_that_is_left_out_is_9349"),
    "9350": Produced(
        "TR350",
        "JW318 OngewijzigdProduct",
        f"{REQUESTS}::test_product_that_is_no_current_allocation_is_9350_or_9351",
    ),
    "9351": Produced(
        "TR351", CHANGED, f"{REQUESTS}::test_product_that_is_no_current_allocation_is_9350_or_9351"
    ),
    "9355": Produced("TR355", ANSWER, f"{REQUESTS}::test_answer_to_no_request_is_9355"),
    "9357": Produced(
        "TR357", CHANGED, f"{REQUESTS}::test_change_in_the_past_that_is_not_for_the_whole_time_is_9357"
    ),
    "9359": Produced("TR359", ANSWER, f"{REQUESTS}::test_answer_after_a_grant_is_9359"),
    "9360": Produced("TR360", ANSWER, f"{REQUESTS}::test_second_investigation_is_9360"),
    "9361": Produced("TR361", REQUEST, f"{REQUESTS}::test_products_that_overlap_are_9361"),
    "9365": Produced("TR365", ANSWER, f"{REQUESTS}::test_answer_after_a_refusal_is_9365"),
    "9369": Produced(
        "TR369", LINE, f"{VECTORS}::test_generic_allocation_takes_any_contracted_code_within_its_budget"
    ),
    "9373": Produced("TR373", CHANGED, f"{REQUESTS}::test_another_budget_or_total_from_a_later_day_is_9373"),
    "9374": Produced(
        "TR374",
        "JW316 Client en JW318 Verzoek",
        f"{REQUESTS}::test_second_request_while_one_is_pending_is_9374",
    ),
    "9375": Produced("TR375", CHANGED, SIZE),
    "9379": Produced("TR379", ALLOCATED, f"{REQUESTS}::test_reference_of_no_request_is_9379"),
    "9384": Produced(
        "TR384",
        LINE,
        "test_allocation_messages.py::test_removal_after_the_credit_is_loaded_and_later_lines_are_9384",
    ),
    "9385": Produced(
        "TR385", ALLOCATED, "test_allocation_messages.py::test_removal_with_approved_lines_is_9385"
    ),
    "9387": Produced("TR387", LINE, PERIODS),
    "9388": Produced("TR388", LINE, PERIODS),
    "9389": Produced("TR389", LINE, ALL_LINES),
    "9390": Produced("TR390", LINE, CREDITS),
    "9411": Produced("TR411", CHANGED, SIZE),
    "9412": Produced("TR412", CHANGED, SIZE),
    "9413": Produced("TR413", STOP, f"{CARE}::test_second_temporary_stop_is_9413"),
    "9414": Produced("TR414", STOP, f"{CARE}::test_stop_before_the_earlier_stop_is_9414"),
    "9415": Produced("TR415", STOP, f"{CARE}::test_stop_after_a_definitive_stop_is_9415"),
    "S300": Produced("TR378", HEADER, "test_headers.py::test_unknown_municipality_is_s300"),
    "S329": Produced("TR381", "JW302, JW306, JW308, JW316, JW318 en JW325, product", ALL_LINES),
}

NOT_PRODUCED = {
    "9319": "TR319 wordt al binnen het bericht getoetst: het bericht krijgt 0001.",
    "9366": "Gaat over een JW325. Die schrijven we zelf, en daarop bestaat geen retourbericht.",
    "9367": "Gaat over een JW325. De regels erin zijn overgenomen uit het JW323.",
}


def functions_in(path: str) -> set[str]:
    module = ast.parse((CHECKOUT / path).read_text(encoding="utf-8"))
    return {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
