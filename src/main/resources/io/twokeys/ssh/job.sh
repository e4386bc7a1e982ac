# A command that runs detached on this host and outlives the connection that started it. POSIX sh on Linux.
# Usage: sh -c THIS_TEXT twokeys-job VERB ID OPERATION [ARGUMENT...]
#   start EPOCH LINE   state   follow OFFSET   stop GRACE_SECONDS
# start, state and stop answer with one line: "STATE DETAIL SIZE_OF_OUT".
#
# $HOME/.twokeys/jobs/ID/
#   out      what the command printed, both streams
#   pid      "PID BEGUN BOOT STARTED VIA", linked into place by the one runner that may run the command
#   exit     the status, and "disk-full" when the disk had no room left at the end
#   run, command   the runner below, and the line it runs

verb=$1 id=$2 operation=$3
shift 3
mask=$(umask)
umask 077
root=${HOME:?}/.twokeys
dir=$root/jobs/$id
highest=$root/epochs/$operation

# `ln` to `pid` is the fence: whoever wins it runs the command, everybody else leaves. A runner that comes late finds
# either the link or a higher epoch. Room for the status is taken before the command runs, so that a disk that fills up
# cannot swallow it. TERM is for the command: the runner stays to write the status down.
RUN='
dir=$1 epoch=$2 highest=$3 mask=$4 via=$5
umask 077
read -r stat </proc/$$/stat
set -- ${stat##*) }
boot=$(cat /proc/sys/kernel/random/boot_id)
printf "%-31s\n" reserved >"$dir/exit.$$" && : >>"$dir/out" &&
  printf "%s\n" "$$ ${20} $boot $(date -u +%Y-%m-%dT%H:%M:%SZ) $via" >"$dir/pid.$$" || exit 1
trap : TERM HUP INT
if [ "$(cat "$highest")" -gt "$epoch" ] || ! ln "$dir/pid.$$" "$dir/pid" 2>/dev/null; then
  rm -f "$dir/exit.$$" "$dir/pid.$$"
  exit 0
fi
rm -f "$dir/pid.$$"
umask "$mask"
/bin/sh "$dir/command" </dev/null >>"$dir/out" 2>&1
status=$?
umask 077
printf "%4096s" "" 2>/dev/null >"$dir/probe" || status="$status disk-full"
rm -f "$dir/probe"
printf "%-31s\n" "$status" 1<>"$dir/exit.$$" && mv "$dir/exit.$$" "$dir/exit"
'

nap() { sleep 0.1 2>/dev/null || sleep 1; }

put() { # TEXT FILE: whole or not at all
  printf '%s\n' "$1" | LC_ALL=C cat >"$2.new" && mv "$2.new" "$2"
}

disk_full() {
  printf '%4096s' '' 2>/dev/null >"$dir/probe" && rm -f "$dir/probe" && return 1
  rm -f "$dir/probe"
}

# Runs a process of the job? The runner itself, or one it left behind in its session. A recycled number is told by the
# time its process began, a dead process that nobody collected by its Z.
alive() {
  if read -r stat 2>/dev/null <"/proc/$pid/stat"; then
    set -- ${stat##*) }
    [ "${20}" = "$begun" ] || return 1
    [ "$1" = Z ] || return 0
  fi
  for file in /proc/[0-9]*/stat; do
    read -r stat 2>/dev/null <"$file" || continue
    set -- ${stat##*) }
    [ "$4" = "$pid" ] && [ "$1" != Z ] && return 0
  done
  return 1
}

claimed() { # within SECONDS
  tries=$(($1 * 10))
  until [ -f "$dir/pid" ]; do
    [ $tries -gt 0 ] || return 1
    tries=$((tries - 1))
    nap
  done
}

by_systemd() {
  [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1 || return 1
  set -- systemd-run --unit="twokeys-$id" --collect --quiet --uid="$(id -u)" --gid="$(id -g)" \
    --property=IgnoreSIGPIPE=no --setenv=HOME="$HOME" --setenv=PATH="$PATH" "$@" systemd
  sudo -n -l "$@" >/dev/null 2>&1 </dev/null && sudo -n "$@" >/dev/null 2>&1 </dev/null
}

launch() { # EPOCH LINE
  put "$RUN" "$dir/run" && put "cd / && exec $2" "$dir/command" || return
  set -- /bin/sh "$dir/run" "$dir" "$1" "$highest" "$mask"
  if ! by_systemd "$@" 9>&-; then
    setsid "$@" setsid </dev/null >/dev/null 2>&1 9>&- &
  fi
  claimed 3 || return 0
}

ended() {
  read -r status full <"$dir/exit"
  if [ "$full" = disk-full ]; then answer=disk-full; else answer=exited; fi
}

judge() {
  if [ -f "$dir/exit" ]; then ended; return; fi
  read -r pid begun boot at via <"$dir/pid"
  if [ "$boot" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then answer=vanished status=restarted; return; fi
  if alive; then answer=running status=$at; return; fi
  if [ -f "$dir/exit" ]; then ended; return; fi
  if disk_full; then answer=disk-full status=unknown; else answer=vanished status=killed; fi
}

state() { # [SECONDS to wait for a launch that is under way]
  if [ ! -d "$dir" ]; then echo 'absent - 0'; return; fi
  if claimed "${1:-1}"; then
    judge
  elif disk_full; then
    answer=disk-full status=unstarted
  else
    answer=absent status=-
  fi
  size=0
  [ ! -f "$dir/out" ] || size=$(wc -c <"$dir/out")
  echo "$answer $status $((size))"
}

start() { # EPOCH LINE
  LC_ALL=C mkdir -p "$root/jobs" "$root/epochs" || exit
  exec 9>"$root/lock"
  flock 9 || exit
  known=$(cat "$highest" 2>/dev/null || echo 0)
  if [ "$1" -lt "$known" ]; then echo "refused $known 0"; return; fi
  if [ "$1" -gt "$known" ]; then put "$1" "$highest" || exit; fi
  [ -d "$dir" ] || LC_ALL=C mkdir "$dir" || exit
  if [ ! -f "$dir/pid" ]; then launch "$1" "$2" || exit; fi
  exec 9>&-
  state 0
}

# One open file: moved to OFFSET, read to its end in large pieces, then followed from there.
follow() { # OFFSET
  [ -f "$dir/pid" ] || return 0
  read -r pid begun boot at via <"$dir/pid"
  exec 3<"$dir/out"
  dd iflag=skip_bytes skip="$1" count=0 <&3 2>/dev/null
  cat <&3
  if [ ! -f "$dir/exit" ] && [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] && alive; then
    tail -s 0.2 -c +1 -f <&3 &
    while [ ! -f "$dir/exit" ] && kill -0 $! 2>/dev/null && alive; do nap; done
    kill $! 2>/dev/null
  fi
  return 0
}

signal() { # NAME
  if [ "$via" = systemd ] && sudo -n systemctl kill --signal="$1" "twokeys-$id.service" 2>/dev/null; then return; fi
  sudo -n kill -s "$1" -- "-$pid" 2>/dev/null || kill -s "$1" -- "-$pid" 2>/dev/null
}

gone() { # within SECONDS
  tries=$(($1 * 10))
  while [ ! -f "$dir/exit" ] && alive; do
    [ $tries -gt 0 ] || return 1
    tries=$((tries - 1))
    nap
  done
}

burn() { # a job that was never launched gets no chance to
  printf '0 0 %s %s stop\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$dir/pid.burn"
  if ln "$dir/pid.burn" "$dir/pid" 2>/dev/null; then put 143 "$dir/exit"; fi
  rm -f "$dir/pid.burn"
}

stop() { # GRACE_SECONDS
  [ ! -d "$dir" ] || [ -f "$dir/pid" ] || burn
  if [ -f "$dir/pid" ]; then
    judge
    if [ "$answer" = running ]; then
      signal TERM
      if ! gone "$1"; then
        signal KILL
        if ! gone 3; then
          echo "sudo: processes of other users run on in session $pid and may not be signalled" >&2
          exit 77
        fi
        [ -f "$dir/exit" ] || put 137 "$dir/exit"
      fi
    fi
  fi
  state
}

case $verb in
start | state | follow | stop) "$verb" "$@" ;;
*)
  echo "unknown verb $verb" >&2
  exit 64
  ;;
esac
