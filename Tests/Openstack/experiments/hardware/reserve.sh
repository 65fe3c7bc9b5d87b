#!/usr/bin/env bash
# Whatever node has the card; its type does not matter.
set -euo pipefail
openstack reservation lease create \
  --reservation min=1,max=1,resource_type=physical:host,resource_properties='["=", "$gpu.gpu_model", "TU102GL [Quadro RTX 6000/8000]"]' \
  any-rtx
