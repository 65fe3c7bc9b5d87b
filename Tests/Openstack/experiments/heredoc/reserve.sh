#!/bin/bash
set -eu
# The nodes with the composable card; the bare ones of the same type will not do.
PROPERTIES=$(cat <<'JSON'
["and", ["==", "$node_type", "compute_gigaio"], ["==", "$gpu.gpu_count", "1"]]
JSON
)
openstack reservation lease create \
  --reservation "resource_type=physical:host,min=1,max=1,resource_properties=$PROPERTIES" composed
