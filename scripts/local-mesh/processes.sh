# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # shares its variables with the script that reads this one
# Child processes: each is started in a group of its own, watched, and ended by its own id.

children=()
helper=

# Starts a process in a group of its own, so that Ctrl-C reaches this script only and nothing below it outlives it.
start() {
  local name=$1
  shift
  set -m
  "$@" >"$work/logs/$name.log" 2>&1 </dev/null &
  set +m
  printf '%s\n' "$!" >"$work/run/$name.pid"
  children+=("$name")
}

# Runs a command that ends by itself, without losing sight of signals meanwhile; shows dots if its output goes to a file.
run_helper() {
  local output=$1 code=0
  shift
  set -m
  if [ "$output" = - ]; then "$@" </dev/null & else "$@" >"$output" 2>&1 </dev/null & fi
  helper=$!
  set +m
  printf '%s\n' "$helper" >"$work/run/helper.pid"
  if [ "$output" != - ]; then
    while kill -0 "$helper" 2>/dev/null; do
      check_children
      printf '.'
      sleep 1
    done
  fi
  wait "$helper" || code=$?
  helper=
  rm -f "$work/run/helper.pid"
  return "$code"
}

pid_of() { cat "$work/run/$1.pid" 2>/dev/null; }

is_alive() {
  local pid
  pid=$(pid_of "$1") && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null
}

# A process id may have been given to somebody else; a command line that names our folders has not.
is_ours() {
  local pid command
  pid=$(pid_of "$1") || return 1
  if [ -r "/proc/$pid/cmdline" ]; then
    command=$(tr '\0' ' ' <"/proc/$pid/cmdline")
  else
    command=$(ps -o args= -p "$pid" 2>/dev/null) || return 1
  fi
  case $command in
    *"$root"* | *"$work"* | *local-mesh* | *SidecarModelMesh* | *etcd*) return 0 ;;
    *) return 1 ;;
  esac
}

end_process() {
  local name=$1 pid waited=0
  pid=$(pid_of "$name") || return 0
  if kill -- "-$pid" 2>/dev/null; then
    while kill -0 -- "-$pid" 2>/dev/null && [ "$waited" -lt 100 ]; do
      sleep 0.1
      waited=$((waited + 1))
    done
    kill -9 -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -f "$work/run/$name.pid"
}

shut_down() {
  local code=$? i
  # From here on nothing may cut the work short: neither a second signal nor a reader of our output that is gone.
  set +e
  trap - EXIT
  trap '' INT TERM HUP PIPE
  if [ -n "$helper" ]; then
    end_process helper
  fi
  if [ "${#children[@]}" -gt 0 ]; then
    say '' 2>/dev/null
    say 'Stopping.' 2>/dev/null
    for ((i = ${#children[@]} - 1; i >= 0; i--)); do
      end_process "${children[$i]}"
    done
  fi
  rm -f "$work/run/local-mesh.pid" "$work/run/env"
  exit "$code"
}

explain_death() {
  say ''
  tail -n 15 "$work/logs/$1.log" >&2 || true
  fail "The $1 ended by itself. The lines above are the last of $work/logs/$1.log"
}

check_children() {
  local name
  for name in ${children[@]+"${children[@]}"}; do
    is_alive "$name" || explain_death "$name"
  done
}
