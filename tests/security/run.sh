#!/usr/bin/env bash
# Slow looks from outside, apart from `npm test`: semgrep with the rules of this house, gitleaks where it is installed, and schemathesis against a running API.
#   npm run security                                  the sources
#   API_URL=http://127.0.0.1:4601 TOKEN=... npm run security    and the API, as whoever the token is of
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.careway-security
[ -x "$venv/bin/semgrep" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check semgrep==1.185.0 schemathesis==4.32.5; }
proof=$(mktemp -d); trap 'rm -rf "$proof"' EXIT
cp tests/security/semgrep/careway.yml "$proof/planted.yml"; cp tests/security/semgrep/fixtures/planted.ts.txt "$proof/planted.ts"
"$venv/bin/semgrep" --test --metrics off --disable-version-check "$proof"
"$venv/bin/semgrep" scan --metrics off --disable-version-check --error --config tests/security/semgrep/careway.yml api web notifications activities workflows domain db interop keys bin
if command -v gitleaks > /dev/null; then gitleaks git --no-banner --config tests/security/gitleaks.toml .; else echo "gitleaks is not installed: the history was not searched"; fi
if [ -n "${API_URL:-}" ]; then
  "$venv/bin/schemathesis" run "$API_URL/openapi.json" --url "$API_URL" --header "Authorization: Bearer ${TOKEN:?}" --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --max-examples "${EXAMPLES:-5}" --phases fuzzing --exclude-operation-id signOut --exclude-operation-id endSession --workers 1
fi
