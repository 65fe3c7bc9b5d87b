"""Makes Swift's rings of one device and one replica.

    swift_rings.py FOLDER ADDRESS KIND:PORT ...
"""
import os
import sys

from swift.common.ring import RingBuilder

folder, address, *kinds = sys.argv[1:]
for each in kinds:
    kind, port = each.split(":")
    builder = RingBuilder(part_power=4, replicas=1, min_part_hours=1)
    builder.add_dev({
        "region": 1, "zone": 1, "ip": address, "port": int(port), "replication_ip": address,
        "replication_port": int(port), "device": "d1", "weight": 1.0, "meta": ""})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, f"{kind}.ring.gz"))
