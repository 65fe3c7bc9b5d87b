#!/bin/sh
# usage: lease.sh [name]
NODE_TYPE="gpu_v100"
LEASE=${1:-"${NODE_TYPE}_lease"}

openstack reservation lease create "$LEASE" --reservation min=1,max=1,resource_type=physical:host,resource_properties='["=", "$node_type", "'"$NODE_TYPE"'"]'
