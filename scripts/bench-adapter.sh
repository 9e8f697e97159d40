#!/usr/bin/env bash
# Measures the adapter: how long it takes to answer after its start, and the memory that it holds at rest.
#
#   scripts/bench-adapter.sh [--runs N] [--max-millis N] [--max-mebibytes N]
#
# JAVA_HOME=/path/to/jdk   measures with that JDK; the archive of classes is written for it first
# BENCH_NO_BUILD=1         takes what has been built
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

cd "$root"
if [ -z "${BENCH_NO_BUILD:-}" ]; then
  echo "building ..." >&2
  mvn -B -q -ntp package -DskipTests
fi

distribution=$root/adapter/server/target/inferport-adapter
sh "$distribution/bin/make-archive"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "$root/integration-tests/target/inferport-mesh/lib/*" dev.inferport.bench.AdapterFootprint \
  --launcher "$distribution/bin/inferport-adapter" "$@"
