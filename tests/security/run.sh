#!/usr/bin/env bash
# Slow looks from outside, apart from `npm test`: semgrep with the rules of this house, gitleaks over the whole history, and schemathesis against the API of a hospital of its own.
# `npm run security [-- sources leaks api]`: all of them, or those named. LOOK_AT names another checkout to read (api always looks at this one); EXAMPLES how often schemathesis asks each operation anew.
# semgrep and schemathesis come from PyPI into a virtualenv, gitleaks by Go where it is not installed. Progress as it goes; the last line counts and names what failed; exit 1 when a look found something or could not be had.
set -uo pipefail
cd "$(dirname "$0")/../.."
house=$PWD; at=${LOOK_AT:-$PWD}
tools="$house/.careway-tools" # not .careway-security: that is the home of the servers schemathesis asks
export PATH="$PATH:$tools/bin" SEMGREP_SEND_METRICS=off SEMGREP_ENABLE_VERSION_CHECK=0 SCHEMATHESIS="$tools/bin/schemathesis"
passed=0; failed=(); proof=$(mktemp -d); trap 'rm -rf "$proof"' EXIT
wanted=" ${*:-sources leaks api} "
for name in $wanted; do case $name in sources|leaks|api) ;; *) echo "There is no look called $name: sources, leaks, api."; exit 2;; esac; done
wants() { [[ $wanted == *" $1 "* ]]; }

look() { # what, command...
  local what=$1 begun=$SECONDS; shift
  echo "▶ $what"
  if "$@"; then passed=$((passed + 1)); echo "✓ $what ($((SECONDS - begun)) s)"; else failed+=("$what"); echo "✗ $what ($((SECONDS - begun)) s)"; fi
}
python_tools() { [ -x "$tools/bin/semgrep" ] && [ -x "$SCHEMATHESIS" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check semgrep==1.185.0 schemathesis==4.32.5; }; }
gitleaks_tool() {
  command -v gitleaks > /dev/null || [ -x "$tools/bin/gitleaks" ] || GOBIN="$tools/bin" go install github.com/zricethezav/gitleaks/v8@v8.30.1
}
rules_find_what_is_planted() {
  cp tests/security/semgrep/careway.yml "$proof/planted.yml"; cp tests/security/semgrep/fixtures/planted.ts.txt "$proof/planted.ts"
  "$tools/bin/semgrep" --test "$proof"
}
sources() { (cd "$at" && "$tools/bin/semgrep" scan --error --quiet --config "$house/tests/security/semgrep/careway.yml" api web notifications activities workflows domain db interop keys telemetry bin); }
leaks() { gitleaks "$@" --no-banner --redact --log-level warn --config "$house/tests/security/gitleaks.toml"; }
finds_a_planted_key() {
  mkdir "$proof/keys" && node -e "console.log(require('node:crypto').generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey)" > "$proof/keys/planted.ts"
  leaks dir "$proof/keys" > /dev/null 2>&1; [ $? = 1 ]
}
no_secrets() { leaks git "$at"; }

if wants sources || wants api; then look 'semgrep and schemathesis are there' python_tools; fi
if wants leaks; then look 'gitleaks is there' gitleaks_tool; fi
if wants sources; then
  look 'semgrep: each rule finds what is planted for it' rules_find_what_is_planted
  look 'semgrep: the sources' sources
fi
if wants leaks; then
  look 'gitleaks: a planted key is found' finds_a_planted_key
  look 'gitleaks: no secret in the history' no_secrets
fi
if wants api; then look 'schemathesis: the API keeps to its OpenAPI document' node bin/launch.js security; fi
names=$(printf '; %s' "${failed[@]:+${failed[@]}}")
echo "$passed passed, ${#failed[@]} failed$([ ${#failed[@]} = 0 ] || echo ": ${names:2}") ($((SECONDS / 60)) min $((SECONDS % 60)) s)"
[ ${#failed[@]} = 0 ]
