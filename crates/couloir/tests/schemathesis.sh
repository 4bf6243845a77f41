#!/bin/sh
# Asks the server what its own description allows, and much that it does not: no answer may be a 5xx.
#
#   pip install schemathesis                                     # 4 or later
#   crates/couloir/tests/schemathesis.sh target/release/couloir
#
# The number is that of cases for each operation of the API. Operations without parameters have only a few cases: 600 for each of the
# others are more than 10,000 in all, which take about ten minutes. The number that were made is printed at the end.
#
# All is asked as the coordinator, in one session, which is kept open: one that nobody uses is locked after five minutes, and whoever is
# locked out finds nothing. A plan that is asked for is told every ten seconds to end with the best so far, so that a search of ten
# minutes does not take the processor from the rest. Nothing is kept for the next run: with a database of its own Hypothesis spends nine
# tenths of the time on making what it has found smaller, without asking anything. And one session may ask as often as it can: what is
# answered with 429 was not asked.
set -eu
program=$(realpath "$1")
cases=${2:-600}
folder=$(mktemp -d)
trap 'kill "$server" $awake 2>/dev/null || true; rm -rf "$folder"' EXIT
awake=
cd "$folder"
"$program" demo flood-town --no-serve --iterations 20 > demo.txt 2>&1
"$program" serve couloir-demo-flood-town/operation --port 0 --no-open --requests-per-second 100000 > address.txt 2> said.txt &
server=$!
while ! grep -q key= address.txt; do sleep 0.2; done
origin=$(sed 's|/#key=.*||' address.txt)
key=$(sed 's|.*#key=||' address.txt)
session=$(curl -s -i -H 'content-type: application/json' -d "{\"key\":\"$key\"}" "$origin/api/v1/session")
cookie=$(echo "$session" | sed -n 's/^set-cookie: \([^;]*\).*/\1/pi' | tr -d '\r')
csrf=$(echo "$session" | sed -n 's/.*"csrf":"\([^"]*\)".*/\1/p')
(
    while sleep 10; do
        curl -s -o /dev/null -X DELETE -H "cookie: $cookie" -H "x-csrf-token: $csrf" "$origin/api/v1/plans" || exit 0
    done
) &
awake=$!
# Listening never ends, and signing out would end the rest; so would ending a session, for it learns the name of its own from the list.
found=0
schemathesis run "$origin/api/openapi.json" --checks not_a_server_error --phases fuzzing --max-examples "$cases" --no-shrink --generation-database none \
    --exclude-path /api/v1/live --exclude-path /api/v1/session --exclude-path "/api/v1/sessions/{id}" -H "cookie: $cookie" -H "x-csrf-token: $csrf" --seed 1 || found=1
if grep 'couloir::serve::failed' said.txt; then found=1; fi
# Whoever was asked all this still answers.
curl -sf -o state.json -H "cookie: $cookie" "$origin/api/v1/state"
exit $found
