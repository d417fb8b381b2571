# jackfield-cli-trial 1
#
# Changes the configuration of FRRouting or Open vSwitch in one go, on trial: the machine itself takes it back unless it is
# confirmed in time. Sent over standard input to sh; runs on dash, bash and busybox.
#
#   run KIND ID SECONDS FORWARD BACK   changes it; SECONDS 0: for good, else BACK comes by itself after so many
#   confirm KIND ID                    ends the trial: what was changed stays, and is saved
#   back ID                            ends the trial: it is taken back now
#   save KIND                          keeps what runs for the next start
#
# KIND frr: FORWARD and BACK are lines of its configuration. KIND ovs: they are arguments of ovs-vsctl, a line each, which are
# one transaction. BACK undoes FORWARD, and all of it, however far that came.
#
# Status 65: refused, and nothing is changed any more. 75: it is on trial already. 76: there is no such trial. 79: somebody else has
# the configuration locked, and nothing is changed.
#
# The timer is a transient unit of systemd where systemd runs, else a process of its own session. A machine that is started
# again has no timer any more: it takes the change back after its daemons have started, by a unit of systemd, a start file of
# OpenRC or a line of cron. What is needed for that lies in one folder; whoever moves that folder away first decides.
set -eu
export LC_ALL=C
export PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"

trials=/var/lib/jackfield/cli-trials

# change KIND FILE [--no-wait]: makes what stands in the file so.
change='
case $1 in
  frr) vtysh -f "$2" ;;
  ovs)
    lines=$2 wait=${3-}
    set --
    while IFS= read -r line; do set -- "$@" "$line"; done <"$lines"
    ovs-vsctl --timeout=10 $wait "$@" ;;
esac
'

put_back='
# One that was ended half-way is brought to its end by whoever comes again.
mv "$1" "$1.back" 2>/dev/null || { [ "${2-}" = again ] && [ -d "$1.back" ]; } || exit 0
cd "$1.back"
kind=$(cat kind)
# What FORWARD did not come to is nothing that FRRouting could take away: it says so, and goes on.
if ! sh ./change "$kind" "$1.back/back" --no-wait && [ "$kind" != frr ]; then exit 1; fi
if [ "$kind" = frr ] && [ -e saved ]; then vtysh -c "write memory" || exit 1; fi
cd /
sh "$1.back/forget-start" "$(basename "$1")"
rm -rf "$1.back"
'

# Where a start of the machine finds its trials.
forget_start='
rm -f "/etc/systemd/system/multi-user.target.wants/jackfield-untried-cli-$1.service" "/etc/systemd/system/jackfield-untried-cli-$1.service" \
  "/etc/local.d/jackfield-untried-cli-$1.start" "/etc/cron.d/jackfield-untried-cli-$1"
'

remember_start() {
  if [ -d /run/systemd/system ]; then
    unit=jackfield-untried-cli-$1.service
    cat >"/etc/systemd/system/$unit" <<UNIT
[Unit]
Description=Takes back a change of the network that was not confirmed before the machine was started again
RequiresMountsFor=$2
After=ovsdb-server.service ovs-vswitchd.service openvswitch-switch.service openvswitch.service frr.service
ConditionPathExists=|$2
ConditionPathExists=|$2.back

[Service]
Type=oneshot
ExecStart=-/bin/sh $2.back/put-back $2 again
ExecStart=-/bin/sh $2/put-back $2
UNIT
    mkdir -p /etc/systemd/system/multi-user.target.wants
    ln -sf "../$unit" "/etc/systemd/system/multi-user.target.wants/$unit"
  elif [ -d /etc/local.d ]; then
    printf '#!/bin/sh\nexec sh %s/put-back %s\n' "$2" "$2" >"/etc/local.d/jackfield-untried-cli-$1.start"
    chmod 755 "/etc/local.d/jackfield-untried-cli-$1.start"
  elif [ -d /etc/cron.d ]; then
    printf '@reboot root sleep 20; sh %s/put-back %s\n' "$2" "$2" >"/etc/cron.d/jackfield-untried-cli-$1"
    chmod 644 "/etc/cron.d/jackfield-untried-cli-$1"
  fi
}

# The timer of a trial; it may have gone off, or never have been set.
stop_timer() {
  if [ -d /run/systemd/system ]; then systemctl stop "jackfield-cli-trial-$1.timer" 2>/dev/null || true; fi
  if [ -s "$2/session" ]; then kill -- "-$(cat "$2/session")" 2>/dev/null || true; fi
}

start_timer() {
  if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then
    systemd-run --quiet --unit="jackfield-cli-trial-$1" --on-active="$3" --timer-property=AccuracySec=1s /bin/sh "$2/put-back" "$2"
    return
  fi
  setsid sh -c 'echo $$ >"$1/session.new" && mv "$1/session.new" "$1/session"; sleep "$2"; exec sh "$1/put-back" "$1"' trial "$2" "$3" </dev/null >/dev/null 2>&1 &
  # Nothing is changed before it runs.
  tries=0
  until [ -s "$2/session" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 50 ]; then echo 'the timer does not start' >&2; exit 1; fi
    sleep 0.1 2>/dev/null || sleep 1
  done
}

# Whether the timer of a trial still runs: one that was ended with its machine does not, and numbers of processes come again.
is_running() {
  [ "$(cat "$2/start")" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 1
  if [ -d /run/systemd/system ]; then systemctl -q is-active "jackfield-cli-trial-$1.timer"
  else [ -s "$2/session" ] && kill -0 "$(cat "$2/session")" 2>/dev/null
  fi
}

save() {
  if [ "$1" = frr ]; then vtysh -c 'write memory'; fi
}

# attempt KIND FILE: all of it, or status 65, or 79. FRRouting from 9 on has locks of its configuration, as `configure terminal
# file-lock` takes them, and says so where one is held, whatever status vtysh ends with. Open vSwitch takes a port that it
# cannot open, and says so beside.
attempt() {
  status=0
  said=$(sh -c "$change" change "$1" "$2" 2>&1) || status=65
  case $said in
    *'locked by another session'* | *'locked by other client'*) status=79 ;;
    *'Error detected while setting up'*) status=65 ;;
  esac
  if [ "$status" -gt 0 ]; then printf '%s\n' "$said" >&2; fi
  return "$status"
}

run() {
  folder=$trials/$2
  if [ -d "$folder" ]; then
    if is_running "$2" "$folder"; then exit 75; fi
    sh "$folder/put-back" "$folder"
  fi
  if [ -d "$folder.back" ]; then sh "$folder.back/put-back" "$folder" again; fi
  umask 077
  mkdir -p "$trials"
  rm -rf "$folder.new" "$folder.kept"
  mkdir "$folder.new"
  printf '%s\n' "$4" >"$folder.new/forward"
  printf '%s\n' "$5" >"$folder.new/back"
  printf '%s' "$1" >"$folder.new/kind"
  printf '%s' "$change" >"$folder.new/change"
  printf '%s' "$put_back" >"$folder.new/put-back"
  printf '%s' "$forget_start" >"$folder.new/forget-start"
  cat /proc/sys/kernel/random/boot_id >"$folder.new/start"
  # Lines that vtysh does not know are found before anything is changed.
  if [ "$1" = frr ] && ! vtysh -C -f "$folder.new/forward" >&2; then
    rm -rf "$folder.new"
    exit 65
  fi
  if [ "$3" -gt 0 ]; then remember_start "$2" "$folder"; fi
  mv "$folder.new" "$folder"
  if [ "$3" -gt 0 ]; then start_timer "$2" "$folder" "$3"; fi
  status=0
  attempt "$1" "$folder/forward" || status=$?
  if [ "$status" -gt 0 ]; then
    stop_timer "$2" "$folder"
    sh "$folder/put-back" "$folder" >/dev/null 2>&1
    exit "$status"
  fi
  if [ "$3" -eq 0 ]; then
    save "$1"
    rm -rf "$folder"
  fi
}

confirm() {
  folder=$trials/$2
  mv "$folder" "$folder.kept" 2>/dev/null || exit 76
  stop_timer "$2" "$folder.kept"
  save "$1"
  # With it was saved what else is on trial: that must be saved again when it is taken back.
  if [ "$1" = frr ]; then
    for other in "$trials"/*/kind; do
      case $other in
        *.kept/kind | *.new/kind) ;;
        *) if [ -e "$other" ]; then : >"${other%/kind}/saved"; fi ;;
      esac
    done
  fi
  sh "$folder.kept/forget-start" "$2"
  rm -rf "$folder.kept"
}

back() {
  folder=$trials/$1
  if [ ! -d "$folder" ]; then
    # The timer may be at it just now.
    tries=0
    while [ -d "$folder.back" ] && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.1 2>/dev/null || sleep 1
    done
    if [ ! -d "$folder.back" ]; then exit 76; fi
    exec sh "$folder.back/put-back" "$folder" again
  fi
  session=
  if [ -s "$folder/session" ]; then session=$(cat "$folder/session"); fi
  sh "$folder/put-back" "$folder"
  if [ -d /run/systemd/system ]; then systemctl stop "jackfield-cli-trial-$1.timer" 2>/dev/null || true; fi
  if [ -n "$session" ]; then kill -- "-$session" 2>/dev/null || true; fi
}

# A line that the change cuts must not end what it begins.
trap '' HUP PIPE
action=$1
shift
case $action in
  run) run "$@" ;;
  confirm) confirm "$@" ;;
  back) back "$@" ;;
  save) save "$@" ;;
  *) echo "no action $action" >&2; exit 64 ;;
esac
