import argparse
import json
import os
from datetime import datetime, timedelta

from blazarclient.client import Client
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

parser = argparse.ArgumentParser()
parser.add_argument("--node-type", default="gpu_rtx_6000", help="what to reserve")
parser.add_argument("--hours", type=int, default=12)
options = parser.parse_args()

password = v3.Password(
    auth_url="https://chi.uc.chameleoncloud.org:5000/v3",
    username=os.environ["OS_USERNAME"], password=os.environ["OS_PASSWORD"],
    user_domain_name="chameleon",
    project_name=os.environ["OS_PROJECT_NAME"], project_domain_name="chameleon")
blazar = Client("1", session=Session(auth=password), service_type="reservation",
                region_name="CHI@UC")

start = datetime.utcnow() + timedelta(minutes=3)
blazar.lease.create(
    name="nightly",
    start=start.strftime("%Y-%m-%d %H:%M"),
    end=(start + timedelta(hours=options.hours)).strftime("%Y-%m-%d %H:%M"),
    reservations=[{
        "resource_type": "physical:host",
        "min": 1, "max": 2,
        "hypervisor_properties": "",
        "resource_properties": json.dumps(["==", "$node_type", options.node_type]),
    }],
    events=[])
