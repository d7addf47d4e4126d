#!/usr/bin/env bash
# Runs what README.md says under "Ten minutes with the API", as it stands there, against a server with the demonstration, and
# looks at what the reader would look at. Usage: readme.sh ROSTER_BINARY README
set -euo pipefail
roster="$1" readme="$2"
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
place="$(mktemp -d)"
# The binary at the place where the reader has it.
mkdir -p "$place/build/release" && ln -s "$roster" "$place/build/release/roster"
cd "$place"
export ROSTER_DATA="$place/data"
"$roster" demo >/dev/null
"$roster" serve --listen "127.0.0.1:$port" --log-level warn &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$place"' EXIT
until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do kill -0 "$server"; done

# The blocks of that section, with the spare port. What waits for the letter waits for the letter, not for a second.
awk '/^## /{inside = /Ten minutes/} inside && /^```bash/{code = 1; next} /^```/{code = 0} code' "$readme" |
  sed -e "s#127.0.0.1:8080#127.0.0.1:$port#" -e 's#^sleep 1;#until grep -qs nadia@example.com data/mail/*.eml; do :; done;#' >blocks.sh
bash -eu blocks.sh >told 2>&1 || { cat told; echo "the blocks failed"; exit 1; }

expect() { grep -q -- "$1" told || { cat told; echo "not told: $1"; exit 1; }; }
expect '"dry_run":true'
expect 'loses the membership and every permission in the account'
expect '"plan_digest"'
expect '"invalid_address"'
expect '"allowed":true,"revision"'
expect '"allowed":false'
expect '"can_be_given_by":\[{"id":"usr_'
expect '^HTTP/1.1 200'
expect '^X-Auth-Request-User: usr_'
expect 'member.removed'
# After the removal: done, no more, refused.
tail -n +"$(grep -n '^X-Auth' told | tail -1 | cut -d: -f1)" told | grep -A2 -xE '200|204' | grep -q '"allowed":false' || { cat told; exit 1; }
expect '^403$'
