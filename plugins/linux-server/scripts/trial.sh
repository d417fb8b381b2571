#!/bin/sh
# jackfield-trial 2
#
# Puts a file of the system on trial: kept as it is, taken over by the system, and put back by the machine itself unless the
# new one is confirmed in time. Sent over standard input to sh; runs on dash, bash and busybox.
#
#   arm ID PATH SECONDS KIND TAKES keeps PATH as it is, and starts the timer that puts it back. TAKES: what was typed without
#                                  the file and would be lost is looked for in its own tables, in all, or not (any)
#   take-over KIND                 has the system take its files over
#   confirm ID                     ends the trial: the file stays
#   back ID                        ends the trial: the file is put back now
#
# Status 75: the file is on trial already. 76: there is no such trial, it was taken back or never begun. 77: sudo does not let
# the login. 78: no copy of this version on the machine. 79: somebody is at work there without the file, who stands on standard
# error; nothing is armed.
#
# The timer is a transient unit of systemd where systemd runs, else a process of its own session. A machine that is started
# again has no timer any more: it puts the file back while it starts, by a unit of systemd, a start file of OpenRC or a line of
# cron. What is needed to put the file back lies in one folder; whoever moves that folder away first decides: the timer, the
# start or the confirmation.
set -eu
export LC_ALL=C
export PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"

# A login other than root hands over to the copy that root has put on the machine.
if [ "$(id -u)" -ne 0 ]; then
  copy=/usr/local/lib/jackfield/trial.sh
  if [ "$(sed -n 2p "$copy" 2>/dev/null)" != '# jackfield-trial 2' ]; then echo "jackfield-copy $copy" >&2; exit 78; fi
  if ! sudo -n -l "$copy" "$@" >/dev/null 2>&1; then echo "jackfield-sudo $(id -un) $copy" >&2; exit 77; fi
  exec sudo -n "$copy" "$@" </dev/null
fi

trials=/var/lib/jackfield/trials

take_over='
case $1 in
  nftables) nft -f /etc/nftables.conf ;;
  networkd) networkctl reload ;;
  netplan) netplan apply ;;
  interfaces)
    if command -v ifreload >/dev/null 2>&1; then ifreload -a
    elif [ -d /run/systemd/system ]; then systemctl restart networking
    else /etc/init.d/networking restart
    fi ;;
  ssh)
    if [ -d /run/systemd/system ]; then systemctl reload ssh 2>/dev/null || systemctl reload sshd
    else kill -HUP "$(cat /run/sshd.pid)"
    fi ;;
  *) echo "nothing takes over $1" >&2; exit 64 ;;
esac
'

put_back='
# One that was ended half-way is brought to its end.
mv "$1" "$1.back" 2>/dev/null || { [ "${2-}" = early ] && [ -d "$1.back" ]; } || exit 0
cd "$1.back"
path=$(cat path)
if [ -e before ]; then
  cp -p before "$path.jackfield-back"
  sync "$path.jackfield-back" 2>/dev/null || sync
  mv -f "$path.jackfield-back" "$path"
else
  rm -f "$path"
fi
if [ "${2-}" != early ]; then sh ./take-over "$(cat kind)" || true
# What takes the file over has not begun yet, but for netplan, which is read before anything is started.
elif [ "$(cat kind)" = netplan ]; then netplan generate || true
fi
cd /
sh "$1.back/forget-start" "$(basename "$1")"
rm -rf "$1.back"
'

# Where a start of the machine finds its trials.
forget_start='
rm -f "/etc/systemd/system/multi-user.target.wants/jackfield-untried-$1.service" "/etc/systemd/system/jackfield-untried-$1.service" \
  "/etc/local.d/jackfield-untried-$1.start" "/etc/cron.d/jackfield-untried-$1"
'

remember_start() {
  if [ -d /run/systemd/system ]; then
    unit=jackfield-untried-$1.service
    cat >"/etc/systemd/system/$unit" <<UNIT
[Unit]
Description=Puts back $3, which was not confirmed before the machine was started again
DefaultDependencies=no
RequiresMountsFor=$2 $3
After=local-fs.target
Before=network-pre.target nftables.service networking.service systemd-networkd.service ssh.service sshd.service
Wants=network-pre.target
ConditionPathExists=|$2
ConditionPathExists=|$2.back

[Service]
Type=oneshot
ExecStart=/bin/sh $2/put-back $2 early
UNIT
    mkdir -p /etc/systemd/system/multi-user.target.wants
    ln -sf "../$unit" "/etc/systemd/system/multi-user.target.wants/$unit"
  elif [ -d /etc/local.d ]; then
    printf '#!/bin/sh\nexec sh %s/put-back %s\n' "$2" "$2" >"/etc/local.d/jackfield-untried-$1.start"
    chmod 755 "/etc/local.d/jackfield-untried-$1.start"
  elif [ -d /etc/cron.d ]; then
    printf '@reboot root sh %s/put-back %s\n' "$2" "$2" >"/etc/cron.d/jackfield-untried-$1"
    chmod 644 "/etc/cron.d/jackfield-untried-$1"
  fi
}

# The timer of a trial; it may have gone off, or never have been set.
stop_timer() {
  if [ -d /run/systemd/system ]; then systemctl stop "jackfield-trial-$1.timer" 2>/dev/null || true; fi
  if [ -s "$2/session" ]; then kill -- "-$(cat "$2/session")" 2>/dev/null || true; fi
}

start_timer() {
  if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then
    systemd-run --quiet --unit="jackfield-trial-$1" --on-active="$3" --timer-property=AccuracySec=1s /bin/sh "$2/put-back" "$2"
    return
  fi
  setsid sh -c 'echo $$ >"$1/session.new" && mv "$1/session.new" "$1/session"; sleep "$2"; exec sh "$1/put-back" "$1"' trial "$2" "$3" </dev/null >/dev/null 2>&1 &
  # Not before it runs is the file on trial.
  tries=0
  until [ -s "$2/session" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 50 ]; then echo 'the timer does not start' >&2; exit 1; fi
    sleep 0.1 2>/dev/null || sleep 1
  done
}

# Another one after each start of the machine; numbers of processes come again.
this_start() {
  cat /proc/sys/kernel/random/boot_id
}

# Whether the timer of a trial still runs: one that was ended with its machine does not.
is_running() {
  [ "$(cat "$2/start")" = "$(this_start)" ] || return 1
  if [ -d /run/systemd/system ]; then systemctl -q is-active "jackfield-trial-$1.timer"
  else [ -s "$2/session" ] && kill -0 "$(cat "$2/session")" 2>/dev/null
  fi
}

# table NAME FILE: what stands of a table in a list of rules.
table() { awk -v first="$1 {" '$0 == first { on = 1 } on { print } on && /^}/ { exit }' "$2"; }

# What the present files make of an empty packet filter, loaded where no packets are, as take-over loads them. A table of each kind
# stands there before: where it is gone, they flush all of that kind.
made_rules() {
  unshare -n sh -c '
    for kind in ip ip6 inet arp bridge netdev; do nft add table "$kind" jackfield-probe 2>/dev/null; done
    if [ -e /etc/nftables.conf ]; then nft -f /etc/nftables.conf || exit 1; fi
    nft -s -t list ruleset'
}

# typed_rules TAKES: tables of the packet filter that run otherwise than the present files make them: typed at nft, or made by another
# program. Those of others are told where the new file begins to flush all; where the present ones do, each start takes them away
# too. Named sets are compared without what is in them. Where that cannot be done, as with a rule that names an interface by
# number, nothing is told.
typed_rules() {
  at=$(mktemp -d)
  trap 'rm -rf "$at"' EXIT
  nft -s -t list ruleset >"$at/running" 2>/dev/null || return 0
  made_rules >"$at/made" 2>/dev/null || return 0
  sed -n 's/^\(table .*\) {$/\1/p' "$at/running" | while IFS= read -r name; do
    table "$name" "$at/running" >"$at/one"
    table "$name" "$at/made" >"$at/other"
    if [ -s "$at/other" ]; then
      if ! cmp -s "$at/one" "$at/other"; then printf '%s is not as in the file\n' "$name"; fi
    elif [ "$1" = all ] && grep -q "^${name% *} jackfield-probe {" "$at/made"; then printf '%s is not of the file\n' "$name"; fi
  done
}

# netplan try waits for a person, and puts back by itself what he does not accept.
tried_netplan() {
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' <"$process/cmdline" 2>/dev/null | grep -q 'netplan try'; then echo "netplan try runs (process ${process#/proc/})"; return; fi
  done
}

arm() {
  case $4,${5-any} in
    *,any) typed= ;;
    nftables,*) typed=$(typed_rules "$5") ;;
    netplan,*) typed=$(tried_netplan) ;;
    *) typed= ;;
  esac
  if [ -n "$typed" ]; then printf '%s\n' "$typed" >&2; exit 79; fi
  folder=$trials/$1
  if [ -d "$folder" ]; then
    if is_running "$1" "$folder"; then exit 75; fi
    rm -rf "$folder"
  fi
  if [ -d "$folder.back" ]; then sh "$folder.back/put-back" "$folder" early; fi
  umask 077
  mkdir -p "$trials"
  rm -rf "$folder.new"
  mkdir "$folder.new"
  if [ -e "$2" ]; then cp -p "$2" "$folder.new/before"; fi
  printf '%s' "$2" >"$folder.new/path"
  printf '%s' "$4" >"$folder.new/kind"
  printf '%s' "$take_over" >"$folder.new/take-over"
  printf '%s' "$put_back" >"$folder.new/put-back"
  printf '%s' "$forget_start" >"$folder.new/forget-start"
  this_start >"$folder.new/start"
  remember_start "$1" "$folder" "$2"
  mv "$folder.new" "$folder"
  start_timer "$1" "$folder" "$3"
}

confirm() {
  folder=$trials/$1
  mv "$folder" "$folder.kept" 2>/dev/null || exit 76
  stop_timer "$1" "$folder.kept"
  sh "$folder.kept/forget-start" "$1"
  rm -rf "$folder.kept"
}

back() {
  folder=$trials/$1
  if [ ! -d "$folder" ]; then exit 76; fi
  session=
  if [ -s "$folder/session" ]; then session=$(cat "$folder/session"); fi
  sh "$folder/put-back" "$folder"
  if [ -d /run/systemd/system ]; then systemctl stop "jackfield-trial-$1.timer" 2>/dev/null || true; fi
  if [ -n "$session" ]; then kill -- "-$session" 2>/dev/null || true; fi
}

# A line that the new settings cut must not end what they begin.
trap '' HUP PIPE
action=$1
shift
case $action in
  arm) arm "$@" ;;
  take-over) sh -c "$take_over" take-over "$1" ;;
  confirm) confirm "$@" ;;
  back) back "$@" ;;
  *) echo "no action $action" >&2; exit 64 ;;
esac
