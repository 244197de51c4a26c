# Sourced by each finding. Needs `set -euo pipefail` and an ES module on standard input.

# finding 'package@version …' <<'EOF' … : installs the packages into a temporary folder and runs the module from there.
# The module ends with exit code 1 if what it sees is not as described.
finding() {
  local folder
  folder=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  cat >"$folder/finding.mjs"
  cat >"$folder/same.mjs" <<'MODULE'
import assert from 'node:assert/strict';

/** Prints what was asked and what came; ends the finding if that is not what it describes. */
export function same(asked, came, described) {
  console.log(`asked: ${asked}\ncame:  ${JSON.stringify(came)}\n`);
  // Through JSON, since prototypes and members that are undefined make no difference.
  assert.deepEqual(JSON.parse(JSON.stringify(came)), described, 'this is no longer as described');
}
MODULE
  echo '{ "private": true, "type": "module" }' >"$folder/package.json"
  # shellcheck disable=SC2086
  (cd "$folder" && npm install --no-audit --no-fund --ignore-scripts --loglevel=error $1 >/dev/null)
  echo "packages: $1, Node $(node --version)"
  echo
  (cd "$folder" && node finding.mjs) && echo 'as described'
}
