#!/usr/bin/env bash
# Reserves the trainer. Run it at CHI@UC.
set -e
source CH-123456-openrc.sh
NODE_TYPE=${NODE_TYPE:-gpu_rtx_6000}

openstack reservation lease create \
  --reservation min=1,max=1,resource_type=physical:host,resource_properties='["=", "$node_type", "'"$NODE_TYPE"'"]' \
  --reservation resource_type=virtual:floatingip,network_id=$(openstack network show public -f value -c id),amount=1 \
  "$USER-trainer"

openstack reservation lease create \
  --reservation "min=2,max=2,resource_type=physical:host,resource_properties=[\"=\", \"\$node_type\", \"storage_nvme\"]" \
  "$USER-data"

openstack server create --image CC-Ubuntu24.04-CUDA --flavor baremetal \
  --network sharednet1 --key-name laptop \
  --hint reservation=7d3a1f52-7c0b-4e0a-9a52-2f0d8c1b6e34 trainer
