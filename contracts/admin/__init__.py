from contracts.admin import allocations as allocations  # each registers itself
from contracts.admin import ceilings as ceilings
from contracts.admin import contracts as contracts
from contracts.admin import declarations as declarations
