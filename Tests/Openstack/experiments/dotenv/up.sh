#!/usr/bin/env bash
set -a
. "$(dirname "$0")/.env"
set +a
openstack reservation lease create \
  --reservation "min=${NODE_COUNT},max=${NODE_COUNT},resource_type=physical:host,resource_properties=[\"==\",\"\$node_type\",\"${NODE_TYPE}\"]" \
  --end-date "$(date -u -d '+3 hours' '+%Y-%m-%d %H:%M')" "${NODE_COUNT}-workers"
