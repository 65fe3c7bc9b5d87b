"""Reserves what the benchmark runs on."""
import os

import chi
from chi import lease

NODE_TYPE = "gpu_rtx_6000"

chi.use_site("CHI@UC")
chi.set("project_name", os.environ["OS_PROJECT_NAME"])

reservations = []
lease.add_node_reservation(reservations, node_type=NODE_TYPE, count=2)
start, end = lease.lease_duration(hours=5)
lease.create_lease(f"benchmark-{NODE_TYPE}", reservations, start_date=start, end_date=end)
