from inkoop.exchange.admin import deliveries as deliveries  # registers itself
from inkoop.exchange.admin import local_rules as local_rules  # registers itself
from inkoop.exchange.admin import messages as messages  # registers itself
from inkoop.exchange.admin import requests as requests  # registers itself
