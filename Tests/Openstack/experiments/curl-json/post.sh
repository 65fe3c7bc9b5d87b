#!/bin/bash
# Asks Blazar without a client.
set -eu
export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3 OS_REGION_NAME=CHI@UC
token=$(openstack token issue -f value -c id)
blazar=$(openstack catalog show reservation -f json |
  python3 -c 'import json, os, sys
for each in json.load(sys.stdin)["endpoints"]:
    if each["interface"] == "public" and each["region"] == os.environ["OS_REGION_NAME"]:
        print(each["url"])')
curl --fail-with-body -sS -H "X-Auth-Token: $token" -H 'Content-Type: application/json' \
  -d @lease.json "$blazar/leases"
