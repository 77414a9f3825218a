from kpis.admin import figures as figures  # each registers itself
from kpis.admin import reported as reported
