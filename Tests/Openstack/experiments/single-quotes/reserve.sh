#!/usr/bin/env bash
# One workstation card for the rendering exercise.
set -euo pipefail
cd "$(dirname "$0")"
source openrc.sh

openstack reservation lease create \
  --reservation 'min=1,max=1,resource_type=physical:host,resource_properties=["=", "$node_type", "gpu_rtx_6000"]' \
  --start-date "$(date -u -d '+5 minutes' '+%Y-%m-%d %H:%M')" \
  --end-date "$(date -u -d '+6 hours' '+%Y-%m-%d %H:%M')" \
  rendering
