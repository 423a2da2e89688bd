# Sourced by ./start, ./test and ./bench: gives them a Node.js that Backstage
# runs on, and the dependencies. Everything it installs goes below the checkout,
# into .managed-nodes and node_modules.

set -eu

NODE_MAJOR=22
STATE="$ROOT/.managed-nodes"
LOGS="$STATE/logs"
mkdir -p "$LOGS"

say() { printf '%s\n' "$*" >&2; }

# Runs a step with its output in a log, and shows the end of it on failure.
# usage: step <log name> <what it does> <command> [argument…]
step() {
  step_log="$LOGS/$1.log"
  step_start=$(date +%s)
  printf '  %s … ' "$2" >&2
  shift 2
  if "$@" >"$step_log" 2>&1; then
    printf '%ss\n' "$(($(date +%s) - step_start))" >&2
  else
    printf 'failed\n' >&2
    tail -n 40 "$step_log" >&2
    say "The whole log: ${step_log#"$ROOT"/}"
    exit 1
  fi
}

node_major() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

use_node() {
  case "$(node_major)" in
    22 | 24)
      # Headers of another Node.js would break native builds.
      prefix=$(node -p 'require("path").resolve(process.execPath, "../..")')
      if [ -e "$prefix/include/node/node.h" ]; then
        export npm_config_nodedir="$prefix"
      else
        unset npm_config_nodedir
      fi
      return
      ;;
  esac
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  case "$(uname -m)" in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) arch=$(uname -m) ;;
  esac
  package="node-$os-$arch"
  home="$STATE/node/node_modules/$package"
  if [ ! -x "$home/bin/node" ]; then
    command -v npm >/dev/null || {
      say "Node.js 22 or 24 is needed, or npm to install it with."
      exit 1
    }
    mkdir -p "$STATE/node"
    [ -e "$STATE/node/package.json" ] || echo '{"private":true}' >"$STATE/node/package.json"
    step node "Installing Node.js $NODE_MAJOR" \
      npm install --prefix "$STATE/node" --no-audit --no-fund --no-save "$package@$NODE_MAJOR"
  fi
  export PATH="$home/bin:$PATH"
  export npm_config_nodedir="$home"
}

# What the installed dependencies depend on, in one word.
dependencies_stamp() {
  (
    cd "$ROOT"
    cat yarn.lock .yarnrc.yml package.json packages/*/package.json plugins/*/package.json
    node -p 'process.version + process.arch'
  ) | node -e '
    const hash = require("crypto").createHash("sha1");
    process.stdin.on("data", data => hash.update(data)).on("end", () => console.log(hash.digest("hex")));'
}

use_dependencies() {
  stamp=$(dependencies_stamp)
  if [ -d "$ROOT/node_modules" ] && [ "$(cat "$STATE/dependencies" 2>/dev/null || true)" = "$stamp" ]; then
    return
  fi
  rm -f "$STATE/dependencies"
  step install "Installing dependencies (two to four minutes the first time)" \
    node "$ROOT"/.yarn/releases/yarn-*.cjs install --immutable
  printf '%s' "$stamp" >"$STATE/dependencies"
}

# Runs a TypeScript file of ours.
run_ts() {
  exec node --no-warnings=ExperimentalWarning --require "$ROOT/node_modules/@backstage/cli-node/config/nodeTransform.cjs" "$@"
}

cd "$ROOT"
use_node
use_dependencies
