#!/bin/bash
export OS_AUTH_URL="https://chi.uc.chameleoncloud.org:5000/v3"
export OS_REGION_NAME=CHI@UC

NODES=2
START=$(date -u --date='10 minutes' +"%Y-%m-%d %H:%M")
END=$(date -u --date='1 day' +"%Y-%m-%d %H:%M")

echo "reserving $NODES nodes from $START until $END"
openstack reservation lease create --start-date "$START" --end-date "$END" \
	--reservation "min=$NODES,max=$NODES,resource_type=physical:host,resource_properties=[\"==\", \"\$node_type\", \"gpu_a100_pcie\"]" \
	"train-$USER"
