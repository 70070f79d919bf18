#!/usr/bin/env bash
# Slow looks from outside, apart from `npm test`: semgrep with the rules of this house, gitleaks over the whole history, and schemathesis against the API of a hospital of its own.
# semgrep and schemathesis come from PyPI into a virtualenv, gitleaks by Go where it is not installed. Ends with a count; exit 1 when one of the looks found something or could not be had.
set -uo pipefail
cd "$(dirname "$0")/../.."
tools="$PWD/.careway-security"
export PATH="$PATH:$tools/bin" SEMGREP_SEND_METRICS=off SEMGREP_ENABLE_VERSION_CHECK=0 SCHEMATHESIS="$tools/bin/schemathesis"
passed=0; failed=0; proof=$(mktemp -d); trap 'rm -rf "$proof"' EXIT

look() { # what, command...
  local what=$1; shift
  echo "▶ $what"
  if "$@"; then passed=$((passed + 1)); echo "✓ $what"; else failed=$((failed + 1)); echo "✗ $what"; fi
}
python_tools() { [ -x "$tools/bin/semgrep" ] && [ -x "$SCHEMATHESIS" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check semgrep==1.185.0 schemathesis==4.32.5; }; }
gitleaks_tool() {
  command -v gitleaks > /dev/null || [ -x "$tools/bin/gitleaks" ] || GOBIN="$tools/bin" go install github.com/zricethezav/gitleaks/v8@v8.30.1
}
rules_find_what_is_planted() {
  cp tests/security/semgrep/careway.yml "$proof/planted.yml"; cp tests/security/semgrep/fixtures/planted.ts.txt "$proof/planted.ts"
  "$tools/bin/semgrep" --test "$proof"
}
sources() { "$tools/bin/semgrep" scan --error --quiet --config tests/security/semgrep/careway.yml api web notifications activities workflows domain db interop keys bin; }
leaks() { gitleaks "$@" --no-banner --redact --log-level warn --config tests/security/gitleaks.toml; }
finds_a_planted_key() {
  mkdir "$proof/keys" && node -e "console.log(require('node:crypto').generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey)" > "$proof/keys/planted.ts"
  leaks dir "$proof/keys" > /dev/null 2>&1; [ $? = 1 ]
}
no_secrets() { leaks git .; }

look 'semgrep and schemathesis are there' python_tools
look 'gitleaks is there' gitleaks_tool
look 'semgrep: each rule finds what is planted for it' rules_find_what_is_planted
look 'semgrep: the sources' sources
look 'gitleaks: a planted key is found' finds_a_planted_key
look 'gitleaks: no secret in the history' no_secrets
look 'schemathesis: the API keeps to its OpenAPI document' node bin/launch.js security
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
