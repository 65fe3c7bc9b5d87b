import datetime
import os

import openstack

cloud = openstack.connect(cloud="chameleon", password=os.environ["OS_PASSWORD"])
node_type = os.environ.get("NODE_TYPE", "gpu_v100")
now = datetime.datetime.utcnow()
lease = {
    "name": "interactive",
    "start_date": (now + datetime.timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M"),
    "end_date": (now + datetime.timedelta(hours=2)).strftime("%Y-%m-%d %H:%M"),
    "events": [],
    "reservations": [
        {"resource_type": "physical:host", "min": 1, "max": 1, "hypervisor_properties": "",
         "resource_properties": f'["==", "$node_type", "{node_type}"]'},
    ],
}
answer = cloud.session.post(
    "/leases", json=lease,
    endpoint_filter={"service_type": "reservation", "interface": "public",
                     "region_name": cloud.config.region_name})
print(answer.json()["lease"]["id"])
