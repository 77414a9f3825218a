from contracts.admin import allocations as allocations  # each registers itself
from contracts.admin import catalogue as catalogue
from contracts.admin import ceilings as ceilings
from contracts.admin import contracts as contracts
from contracts.admin import declarations as declarations
from contracts.admin import procedures as procedures
