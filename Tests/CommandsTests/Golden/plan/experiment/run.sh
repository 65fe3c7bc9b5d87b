#!/bin/bash
# Trains on CHI@UC.
export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3
export OS_REGION_NAME=CHI@UC
NODE_TYPE=gpu_a100_pcie
openstack reservation lease create --reservation \
  min=1,max=1,resource_type=physical:host,resource_properties='["=", "$node_type", "'$NODE_TYPE'"]' train
openstack server create --image trainer-2026 --flavor baremetal --network sharednet1 \
  --key-name laptop --security-group tensorboard trainer
sudo mount -t nfs 10.140.80.5:/volumes/_nogroup/5e0c/7d1a /mnt/datasets
swift download checkpoints
