#!/usr/bin/env bash
export OS_AUTH_TYPE=v3oidcpassword
export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3
export OS_CLIENT_ID="keystone-uc-prod"
export OS_REGION_NAME="CHI@UC"
export OS_PROJECT_NAME="CH-123456"
export OS_PROJECT_ID=0b1c2d3e4f5061728394a5b6c7d8e9f0
echo "Please enter your Chameleon CLI password:"
read -sr OS_PASSWORD_INPUT
export OS_PASSWORD=$OS_PASSWORD_INPUT
