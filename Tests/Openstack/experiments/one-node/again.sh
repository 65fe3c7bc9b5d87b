#!/bin/bash
# The node of the first measurements.
openstack reservation lease create --reservation \
  "min=1,max=1,resource_type=physical:host,resource_properties=[\"==\", \"\$uid\", \"fd6408d7-018f-49d0-8a58-965ef177e423\"]" \
  again
