#!/bin/sh
# jackfield-state 1
#
# Tells one thing of a machine, as lines FIELD=VALUE, and changes nothing. Sent over standard input to sh; runs on dash, bash
# and busybox.
#
#   package NAME   installed, candidate: versions, empty for none · held: yes or no
#   unit NAME      exists: yes or no · enabled: systemd's word for it · active: yes or no
#   sysctl NAME    running: its value, empty where there is none · kept: what the next start sets it to
#   user NAME      exists: yes or no · uid, group, comment, home, shell, groups (by commas) · key: each line of authorized_keys
#   hostname -     running, kept
#   timer NAME     systemd: yes or no · timer, service, cron: each line of its file · enabled, active: yes or no, of NAME.timer
#
#   may SCRIPT     nothing: the login is root, or sudo lets it run the copy of SCRIPT on the machine
#
# Status 69: nothing here that could tell. 77, 78: of a user root alone can tell all, and sudo does not let the login, or there
# is no copy of this version on the machine.
export LC_ALL=C
# Two zyppers never run at once, not even to read: the second waits for so many seconds.
export ZYPP_LOCK_TIMEOUT=20
export PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"

copies=/usr/local/lib/jackfield

# may SCRIPT ARGUMENT...: whether root has put the copy of a script on the machine, and sudo lets the login run it so.
may() {
  case $1 in trial) version=2 ;; *) version=1 ;; esac
  if [ "$(sed -n 2p "$copies/$1.sh" 2>/dev/null)" != "# jackfield-$1 $version" ]; then echo "jackfield-copy $copies/$1.sh"; return 78; fi
  copy=$copies/$1.sh
  shift
  sudo -n -l "$copy" "$@" >/dev/null 2>&1 || { echo "jackfield-sudo $(id -un) $copy"; return 77; }
}

# A login other than root hands over to the copy that root has put on the machine; what needs no root is told without.
if [ "$(id -u)" -ne 0 ]; then
  if [ "$1" = may ]; then may "$2" >&2; exit; fi
  if may state "$@" >/dev/null; then exec sudo -n "$copies/state.sh" "$@" </dev/null; fi
  # Keys of others can be read by root alone.
  if [ "$1" = user ]; then may state "$@" >&2; exit; fi
fi

has() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s=%s\n' "$1" "$2"; }
yes_or_no() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }

package() {
  if has dpkg-query; then
    say installed "$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$1" 2>/dev/null | sed -n 's/^installed //p')"
    say candidate "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p' | sed 's/^(none)$//')"
    say held "$(apt-mark showhold "$1" 2>/dev/null | grep -q . && echo yes || echo no)"
  elif has rpm; then
    say installed "$(rpm -q --qf '%{VERSION}-%{RELEASE}' "$1" 2>/dev/null | grep -v ' ')"
    # One line, and an empty one by dnf 4, which ends lines by itself.
    if has dnf; then say candidate "$(dnf -q -C repoquery --latest-limit 1 --qf '%{version}-%{release}\n' "$1" 2>/dev/null | grep . | tail -n 1)"
    else say candidate "$(zypper -q -n --no-refresh info "$1" 2>/dev/null | sed -n 's/^Version *: //p')"; fi
    say held no
  elif has apk; then
    say installed "$(apk info -e -v "$1" 2>/dev/null | sed -n "s/^$1-\([0-9]\)/\1/p")"
    say candidate "$(apk --no-network policy "$1" 2>/dev/null | sed -n 's/^  \([^ ].*\):$/\1/p' | head -n 1)"
    say held no
  else exit 69; fi
}

unit() {
  if [ -d /run/systemd/system ]; then
    if [ "$(systemctl show -p LoadState --value "$1")" = not-found ]; then say exists no; else say exists yes; fi
    say enabled "$(systemctl show -p UnitFileState --value "$1")"
    say active "$(yes_or_no systemctl -q is-active "$1")"
  elif has rc-service; then
    say exists "$(yes_or_no rc-service -e "$1")"
    if rc-update show default | grep -q "^ *$1 "; then say enabled enabled; else say enabled disabled; fi
    say active "$(yes_or_no rc-service "$1" status)"
  else exit 69; fi
}

sysctl() {
  say running "$(tr -s '\t ' '  ' 2>/dev/null <"/proc/sys/$(printf '%s' "$1" | tr . /)")"
  say kept "$(sed -n 's/^[^=]*= *//p' "/etc/sysctl.d/90-jackfield-$1.conf" 2>/dev/null)"
}

user() {
  line=$(getent passwd "$1" || grep "^$1:" /etc/passwd) || { say exists no; return; }
  say exists yes
  rest=${line#*:*:}
  say uid "${rest%%:*}"
  say group "$(id -gn "$1")"
  rest=${rest#*:*:}
  say comment "${rest%%:*}"
  home=$(printf '%s' "$rest" | cut -d: -f2)
  say home "$home"
  say shell "$(printf '%s' "$rest" | cut -d: -f3)"
  say groups "$(id -Gn "$1" | tr ' ' '\n' | grep -v -x "$(id -gn "$1")" | sort | tr '\n' ',' | sed 's/,$//')"
  if [ -f "$home/.ssh/authorized_keys" ]; then sed 's/^/key=/' "$home/.ssh/authorized_keys"; fi
}

hostname_() {
  say running "$(cat /proc/sys/kernel/hostname)"
  say kept "$(head -n 1 /etc/hostname 2>/dev/null)"
}

lines() { if [ -f "$2" ]; then sed "s/^/$1=/" "$2"; fi; }

timer() {
  if [ -d /run/systemd/system ]; then say systemd yes; else say systemd no; fi
  lines timer "/etc/systemd/system/$1.timer"
  lines service "/etc/systemd/system/$1.service"
  lines cron "/etc/cron.d/$1"
  say enabled "$(yes_or_no systemctl -q is-enabled "$1.timer")"
  say active "$(yes_or_no systemctl -q is-active "$1.timer")"
}

case $1 in
  package | unit | sysctl | user | timer) "$1" "$2" ;;
  hostname) hostname_ ;;
  may) ;;
  *) exit 64 ;;
esac
