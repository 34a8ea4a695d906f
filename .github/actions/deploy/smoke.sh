#!/usr/bin/env bash
# Asks a deployed stage what needs no account: the page, the public feed, and that what is private stays so. $STAGE
set -euo pipefail
url=$(aws cloudformation describe-stacks --stack-name "shutterbus-$STAGE" --output text \
  --query "Stacks[0].Outputs[?OutputKey=='WebUrl'].OutputValue")

# A new distribution takes a minute until each edge knows it.
status() { curl --silent --output /dev/null --write-out '%{http_code}' --max-time 20 --retry 10 --retry-all-errors --retry-delay 10 "$url$1"; }
expect() {
  local got
  got=$(status "$2")
  echo "$got $2"
  [ "$got" = "$1" ] || { echo "$2 answered $got instead of $1" >&2; exit 1; }
}
expect 200 /
expect 200 /config.json
expect 200 /v1/media
expect 401 /v1/users/me
expect 401 /v1/notifications
expect 403 /renditions/none
