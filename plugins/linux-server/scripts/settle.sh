#!/bin/sh
# jackfield-settle 1
#
# Makes one thing of a machine what it is to be: KIND NAME FIELD=VALUE..., with kinds and fields as state.sh tells them. What is
# so already is left alone. Sent over standard input to sh; runs on dash, bash and busybox.
#
# Status 77: sudo does not let the login. 78: no copy of this version on the machine.
set -eu
export LC_ALL=C
# As apt is told below: another zypper is waited for.
export ZYPP_LOCK_TIMEOUT=120
export PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"
export DEBIAN_FRONTEND=noninteractive

# A login other than root hands over to the copy that root has put on the machine.
if [ "$(id -u)" -ne 0 ]; then
  copy=/usr/local/lib/jackfield/settle.sh
  if [ "$(sed -n 2p "$copy" 2>/dev/null)" != '# jackfield-settle 1' ]; then echo "jackfield-copy $copy" >&2; exit 78; fi
  if ! sudo -n -l "$copy" "$@" >/dev/null 2>&1; then echo "jackfield-sudo $(id -un) $copy" >&2; exit 77; fi
  exec sudo -n "$copy" "$@" </dev/null
fi

has() { command -v "$1" >/dev/null 2>&1; }
fail() {
  echo "$1" >&2
  exit 1
}

package() {
  if has apt-get; then
    # Waits for another apt, ends none; keeps configuration files that people changed.
    set -- "$1" -y -q --no-install-recommends --allow-downgrades --allow-change-held-packages -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold
    name=$1
    shift
    now=$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$name" 2>/dev/null | sed -n 's/^installed //p') || true
    if [ -z "$installed" ]; then [ -z "$now" ] || apt-get "$@" remove "$name"
    elif [ "$now" != "$installed" ]; then apt-get "$@" install "$name=$installed"; fi
    if [ "$held" = yes ]; then apt-mark hold "$name"; elif apt-mark showhold "$name" | grep -q .; then apt-mark unhold "$name"; fi
  elif has dnf; then
    if [ -z "$installed" ]; then dnf -y -q remove "$1"; else dnf -y -q install "$1-$installed" && rpm -q "$1-$installed" >/dev/null || dnf -y -q downgrade "$1-$installed"; fi
  elif has zypper; then
    if [ -z "$installed" ]; then zypper -q -n remove "$1"; else zypper -q -n install --oldpackage "$1=$installed"; fi
  elif has apk; then
    if [ -z "$installed" ]; then apk del -q "$1"; else apk add -q "$1=$installed"; fi
  fi
}

unit() {
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    case $enabled in
      enabled) systemctl -q is-enabled "$1" || systemctl -q enable "$1" ;;
      disabled) ! systemctl -q is-enabled "$1" 2>/dev/null || systemctl -q disable "$1" ;;
    esac
    if [ "$active" = no ]; then systemctl stop "$1"; return; fi
    systemctl start "$1"
    restarts=$(systemctl show -p NRestarts --value "$1")
  else
    if [ "$enabled" = enabled ]; then rc-update -q add "$1" default; else rc-update -q del "$1" default 2>/dev/null || true; fi
    if [ "$active" = no ]; then rc-service -q "$1" stop; return; fi
    rc-service -q "$1" status >/dev/null || rc-service -q "$1" start
  fi
  # Started is not running: one that ends at once is found here.
  while [ "$settle" -gt 0 ]; do
    sleep 1
    settle=$((settle - 1))
    if [ -d /run/systemd/system ]; then
      systemctl -q is-active "$1" && [ "$(systemctl show -p NRestarts --value "$1")" = "$restarts" ] || fail "$1 does not stay active: $(systemctl status --no-pager -n 3 "$1" 2>&1 | tail -n 3)"
    else rc-service "$1" status >/dev/null || fail "$1 does not stay started"; fi
  done
}

# Without a part: the old file or the new one.
put() {
  cat >"$1.jackfield-new"
  chmod 644 "$1.jackfield-new"
  sync "$1.jackfield-new" 2>/dev/null || sync
  mv -f "$1.jackfield-new" "$1"
}

sysctl_() {
  file=/etc/sysctl.d/90-jackfield-$1.conf
  if [ -n "$running" ]; then printf '%s\n' "$running" >"/proc/sys/$(printf '%s' "$1" | tr . /)"; fi
  if [ -z "$kept" ]; then rm -f "$file"; else mkdir -p /etc/sysctl.d && printf '%s = %s\n' "$1" "$kept" | put "$file"; fi
}

# A user who is taken away leaves the word for the password and the folder here, so that an undo gives both back.
gone=/var/lib/jackfield/users

user() {
  line=$(getent passwd "$1" || grep "^$1:" /etc/passwd) || line=
  if [ "$exists" = no ]; then
    [ -n "$line" ] || return 0
    (umask 077 && mkdir -p "$gone" && grep "^$1:" /etc/shadow | cut -d: -f1,2 >"$gone/$1")
    if has userdel; then userdel "$1"; else deluser "$1"; fi
    return
  fi
  if ! grep -q "^$group:" /etc/group; then
    # A group of one's own has one's own number, where it is free.
    if has groupadd; then groupadd -g "$uid" "$group" 2>/dev/null || groupadd "$group"
    else addgroup -g "$uid" "$group" 2>/dev/null || addgroup "$group"; fi
  fi
  if [ -z "$line" ]; then
    if has useradd; then useradd -u "$uid" -g "$group" -c "$comment" -d "$home" -s "$shell" -m "$1"
    else adduser -D -u "$uid" -G "$group" -g "$comment" -h "$home" -s "$shell" "$1"; fi
    if [ -s "$gone/$1" ]; then chpasswd -e <"$gone/$1" && rm -f "$gone/$1"; fi
  fi
  if has usermod; then usermod -c "$comment" -s "$shell" -g "$group" -G "$groups" "$1"
  else
    sed -i "s|^\($1:[^:]*:[^:]*:[^:]*:\).*|\1$comment:$home:$shell|" /etc/passwd
    for one in $(id -Gn "$1"); do case ",$groups,$group," in *",$one,"*) ;; *) delgroup "$1" "$one" ;; esac; done
    for one in $(printf '%s' "$groups" | tr ',' ' '); do addgroup "$1" "$one"; done
  fi
  if [ -z "$keys" ]; then rm -f "$home/.ssh/authorized_keys"; return; fi
  mkdir -p "$home/.ssh"
  printf '%s' "$keys" | put "$home/.ssh/authorized_keys"
  chmod 700 "$home/.ssh"
  chmod 600 "$home/.ssh/authorized_keys"
  chown "$1:$group" "$home/.ssh" "$home/.ssh/authorized_keys"
}

hostname_() {
  # A container may set its name and not write there.
  if has hostname; then hostname "$running"; else printf '%s\n' "$running" >/proc/sys/kernel/hostname; fi
  if [ -z "$kept" ]; then rm -f /etc/hostname; else printf '%s\n' "$kept" | put /etc/hostname; fi
}

# What systemd itself says of the files of a timer, before they take their place. It tells of other units too.
check_timer() {
  checked=$(mktemp -d)
  trap 'rm -rf "$checked"' EXIT
  printf '%s' "$timer" >"$checked/$1.timer"
  printf '%s' "$service" >"$checked/$1.service"
  when=$(sed -n 's/^OnCalendar=//p' "$checked/$1.timer")
  systemd-analyze calendar "$when" >/dev/null || fail "systemd-analyze does not understand when $1 is to run: $when"
  said=$(systemd-analyze verify "$checked/$1.timer" "$checked/$1.service" 2>&1 | grep -F "$1.") || return 0
  fail "systemd-analyze refuses it: $said"
}

# keep FILE TEXT: the file has this text, or is not there where there is none. Says whether it was so.
keep() {
  if [ -z "$2" ]; then
    [ -e "$1" ] || return 0
    rm -f "$1"
  else
    if [ -f "$1" ] && [ "$(cat "$1")" = "${2%"$line_end"}" ]; then return 0; fi
    printf '%s' "$2" | put "$1"
  fi
  return 1
}

timer() {
  if [ "$check" = yes ] && [ -n "$timer" ]; then check_timer "$1"; fi
  if [ -n "$cron" ] && [ ! -d /etc/cron.d ]; then fail 'there is no /etc/cron.d: no cron that reads it is installed'; fi
  keep "/etc/cron.d/$1" "$cron" || true
  [ -d /run/systemd/system ] || return 0
  units=/etc/systemd/system
  # The links of one that goes away are found by its file.
  if [ "$enabled" = no ] && systemctl -q is-enabled "$1.timer" 2>/dev/null; then systemctl -q disable "$1.timer"; fi
  if [ "$active" = no ] && systemctl -q is-active "$1.timer"; then systemctl stop "$1.timer"; fi
  new=no
  keep "$units/$1.service" "$service" || new=yes
  keep "$units/$1.timer" "$timer" || new=yes
  if [ "$new" = yes ]; then systemctl daemon-reload; fi
  if [ "$enabled" = yes ]; then systemctl -q is-enabled "$1.timer" 2>/dev/null || systemctl -q enable "$1.timer"; fi
  if [ "$active" = no ]; then return; fi
  if [ "$new" = yes ] || ! systemctl -q is-active "$1.timer"; then systemctl restart "$1.timer"; fi
}

kind=$1
name=$2
shift 2
keys=
timer=
service=
cron=
check=no
settle=5
line_end='
'
for word in "$@"; do
  value=${word#*=}
  case $word in
    installed=*) installed=$value ;;
    held=*) held=$value ;;
    exists=*) exists=$value ;;
    enabled=*) enabled=$value ;;
    active=*) active=$value ;;
    settle=*) settle=$value ;;
    running=*) running=$value ;;
    kept=*) kept=$value ;;
    uid=*) uid=$value ;;
    group=*) group=$value ;;
    comment=*) comment=$value ;;
    home=*) home=$value ;;
    shell=*) shell=$value ;;
    groups=*) groups=$value ;;
    key=*) keys=$keys$value$line_end ;;
    timer=*) timer=$timer$value$line_end ;;
    service=*) service=$service$value$line_end ;;
    cron=*) cron=$cron$value$line_end ;;
    check=*) check=$value ;;
  esac
done
# No program may read the rest of this script.
case $kind in
  package | unit | user | timer) "$kind" "$name" </dev/null ;;
  sysctl) sysctl_ "$name" ;;
  hostname) hostname_ ;;
  *) exit 64 ;;
esac
