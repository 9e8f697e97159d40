# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # shares its variables with the scripts that read it
# Which JVM runs the adapter, and how. Expects $home; sets $java, $options, $classpath, and $archive: the option for the
# archive of classes that this JVM wrote earlier, if there is one, and $archive_file: where it would be.

# Without a UTF-8 locale Java can't write file names beyond ASCII; and the order of the class path must never change.
export LC_ALL=C.UTF-8
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

# A sidecar's memory: small heap that shrinks again, small stacks. Network buffers come and go with the calls that pass
# through, and are large only while large messages do.
options="-XX:+UseSerialGC -Xms8m -Xmx48m -Xss512k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20
  -XX:-UsePerfData -XX:MaxDirectMemorySize=256m -XX:+ExitOnOutOfMemoryError
  -Dio.netty.allocator.numDirectArenas=1 -Dio.netty.allocator.numHeapArenas=1 -Dio.netty.allocator.maxOrder=3 -Dhttp.maxConnections=16"

classpath=
for jar in "$home"/lib/*.jar; do
  classpath=$classpath${classpath:+:}$jar
done

# The release file says which JVM this is without starting it; an archive is for one version only.
program=$(readlink -f "$(command -v "$java")")
version=
if [ -r "${program%/*/*}/release" ]; then
  while IFS='="' read -r key _ value _; do
    if [ "$key" = JAVA_VERSION ]; then version=$value; fi
  done <"${program%/*/*}/release"
fi
major=${version%%.*}
if [ "${major:-0}" -ge 24 ]; then
  options="$options --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
fi
if [ "${major:-0}" -ge 25 ]; then
  options="$options -XX:+UseCompactObjectHeaders"
fi

archive_file=$home/lib/classes-${version:-unknown}
archive=
if [ -f "$archive_file.aot" ]; then
  archive=-XX:AOTCache=$archive_file.aot
elif [ -f "$archive_file.jsa" ]; then
  archive=-XX:SharedArchiveFile=$archive_file.jsa
fi
