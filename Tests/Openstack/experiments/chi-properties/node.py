#!/usr/bin/env python3
import chi
import chi.lease

chi.set("auth_url", "https://chi.uc.chameleoncloud.org:5000/v3")
chi.set("region_name", "CHI@UC")

res = []
chi.lease.add_node_reservation(
    res, count=1,
    resource_properties=["and",
        ["==", "$node_type", 'gpu_rtx_6000'],   # the card
        [">=", "$architecture.smp_size", "2"],
    ])
start, end = chi.lease.lease_duration(days=2)
chi.lease.create_lease("two-sockets", res, start_date=start, end_date=end)
