#!/usr/bin/env bash
# Boots the web server and the database.
export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3
export OS_REGION_NAME="CHI@UC"
IMAGE=0b7e1a52-7c0b-4e0a-9a52-2f0d8c1b6e34

openstack server create --image "$IMAGE" --flavor baremetal \
  --nic net-id=1c8f2b63-55aa-4e0a-9a52-2f0d8c1b6e34 --key-name laptop \
  --security-group ssh web
openstack server create --image my-database --flavor baremetal \
  --network sharednet1 --key-name laptop db
sudo mount -t ceph 10.140.81.3:/volumes/_nogroup/0f2a1c55 /mnt/results
openstack object save data input.tgz
