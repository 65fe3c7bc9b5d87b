from datetime import timedelta

from chi import context
from chi.lease import Lease

context.version = "1.0"
context.use_site("CHI@UC")

trial = Lease("trial", duration=timedelta(hours=4))
trial.add_node_reservation(amount=1, node_type="gpu_a100_pcie")
trial.submit(wait_for_active=False, idempotent=True)
