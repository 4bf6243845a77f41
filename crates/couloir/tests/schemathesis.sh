#!/bin/sh
# Asks the server what its own description allows, and much that it does not: no answer may be a 5xx.
#
#   pip install schemathesis                                     # 4 or later
#   crates/couloir/tests/schemathesis.sh target/release/couloir 300
#
# The number is that of cases for each operation of the API; with about 45 of them, 300 are more than 10,000 cases in all.
set -eu
program=$(realpath "$1")
cases=${2:-300}
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
"$program" demo flood-town --no-serve --iterations 20 > demo.txt 2>&1
"$program" serve couloir-demo-flood-town/operation --port 0 --no-open > address.txt 2> said.txt &
server=$!
while ! grep -q key= address.txt; do sleep 0.2; done
origin=$(sed 's|/#key=.*||' address.txt)
key=$(sed 's|.*#key=||' address.txt)
session=$(curl -s -i -H 'content-type: application/json' -d "{\"key\":\"$key\"}" "$origin/api/v1/session")
cookie=$(echo "$session" | sed -n 's/^set-cookie: \([^;]*\).*/\1/pi' | tr -d '\r')
csrf=$(echo "$session" | sed -n 's/.*"csrf":"\([^"]*\)".*/\1/p')
# Listening never ends, and signing out would end the rest.
schemathesis run "$origin/api/openapi.json" --checks not_a_server_error --phases fuzzing --max-examples "$cases" \
    --exclude-path /api/v1/live --exclude-path /api/v1/session -H "cookie: $cookie" -H "x-csrf-token: $csrf" --seed 1
grep 'couloir::serve::failed' said.txt && exit 1 || exit 0
