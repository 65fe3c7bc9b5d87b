"""Makes Neutron's tables from its models.

    neutron_tables.py DATABASE-URL
"""
import sys

import sqlalchemy
from neutron.db.migration.models import head  # noqa: F401 (brings every model)
from neutron_lib.db import model_base

model_base.BASEV2.metadata.create_all(sqlalchemy.create_engine(sys.argv[1]))
