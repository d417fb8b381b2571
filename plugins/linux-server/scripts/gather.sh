# Reads what the Linux server plugin needs, in one round trip. Sent over standard input to "sh -s -- PART...", changes
# nothing. Plain POSIX sh: dash and busybox run it. Written by Jackfield; format:
#
#   jackfield-gather 1          first line, the version of this format
#   @SECTION STATUS             a section and the exit status of what was read (124: took too long, 127: not there)
#   |one line of its text       every line of text begins with |, so that no text can pass for a marker
#   @end 0                      last line; without it something was cut off
#
# Parts: identity interfaces load memory disks services updates. What a part prints is beside its function below.

export LC_ALL=C
PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin

has() { command -v "$1" >/dev/null 2>&1; }

# limit SECONDS COMMAND...: ends what takes longer, with status 124 (143 where there is no timeout command).
if timeout 5 true 2>/dev/null; then
  limit() { timeout "$@"; }
else
  limit() {
    seconds=$1
    shift
    "$@" &
    running=$!
    (sleep "$seconds" && kill "$running") >/dev/null 2>&1 &
    watching=$!
    wait "$running"
    status=$?
    kill "$watching" 2>/dev/null
    return "$status"
  }
fi

# section NAME COMMAND...: prints what the command says. No command may read the rest of this script from stdin.
section() {
  name=$1
  shift
  text=$("$@" </dev/null 2>/dev/null)
  printf '@%s %s\n' "$name" "$?"
  if [ -n "$text" ]; then printf '%s\n' "$text" | sed 's/^/|/'; fi
}

# first_line FILE: the first line, or nothing; the file may be unreadable, or fail when read.
first_line() {
  line=
  { IFS= read -r line <"$1"; } 2>/dev/null
  printf '%s' "$line"
}

# uname comes first, whatever the parts: system, release, machine, a line each.
# identity: os-release (the file) · hostname · dmi (name=value)
identity() {
  section os-release os_release
  section hostname host_name
  section dmi dmi
}

os_release() { cat /etc/os-release || cat /usr/lib/os-release; }

host_name() { cat /proc/sys/kernel/hostname || hostname; }

dmi() {
  for name in sys_vendor product_name product_version product_serial board_vendor board_name chassis_serial; do
    value=$(first_line "/sys/class/dmi/id/$name")
    if [ -n "$value" ]; then printf '%s=%s\n' "$name" "$value"; fi
  done
  # Boards without DMI say it in the device tree, ended by a NUL.
  for name in model serial-number; do
    value=$(tr -d '\000' <"/proc/device-tree/$name")
    if [ -n "$value" ]; then printf 'device_tree_%s=%s\n' "${name%-number}" "$value"; fi
  done
  true
}

# interfaces: index, name, operstate, flags (hex), speed (Mb/s), mtu, mac, type (ARPHRD), alias, and "hardware" where
# there is some behind it, with tabs between
# addresses: "ip -o addr"
interfaces() {
  section interfaces network_interfaces
  section addresses limit 5 ip -o addr show
}

network_interfaces() {
  for directory in /sys/class/net/*; do
    # bonding_masters and the like are files.
    if [ -e "$directory/ifindex" ]; then
      printf '%s\t%s' "$(first_line "$directory/ifindex")" "${directory##*/}"
      for name in operstate flags speed mtu address type ifalias; do
        printf '\t%s' "$(first_line "$directory/$name" | tr '\t' ' ')"
      done
      if [ -e "$directory/device" ]; then printf '\thardware\n'; else printf '\t\n'; fi
    fi
  done
}

# loadavg, uptime: the files of /proc · stat: its lines cpu, procs_running, procs_blocked · cpus: a number
# pressure: "cpu some avg10=…", "memory full …", "io …": the lines of /proc/pressure with the file's name in front
load() {
  section loadavg cat /proc/loadavg
  section uptime cat /proc/uptime
  section cpus cpus
  section stat grep -E '^(cpu|procs_running|procs_blocked) ' /proc/stat
  section pressure pressure cpu io
}

cpus() { nproc || getconf _NPROCESSORS_ONLN || grep -c '^processor' /proc/cpuinfo; }

pressure() {
  for name in "$@"; do
    sed "s/^/$name /" "/proc/pressure/$name" || return
  done
}

# meminfo: the file · pressure: as above, memory
memory() {
  section meminfo cat /proc/meminfo
  section pressure pressure memory
}

# mounts: lines of /proc/mounts of local file systems that hold data · df: "df -PkT" of them · inodes: "df -Pi"
disks() {
  section mounts local_mounts
  section df each_mount -PkT
  section inodes each_mount -Pi
}

# Network and user-space file systems stay out: asking one whose server is gone would hang.
local_mounts() {
  while read -r device point type options rest; do
    case $type in
      ext[234] | xfs | btrfs | zfs | bcachefs | f2fs | jfs | reiserfs | vfat | exfat | ntfs | ntfs3 | ubifs | overlay | tmpfs | virtiofs)
        printf '%s %s %s %s\n' "$device" "$point" "$type" "$options"
        ;;
    esac
  done </proc/mounts
}

each_mount() {
  flags=$1
  set --
  # /proc/mounts writes blanks in names as \040 and the like, which printf reads back.
  while read -r device point rest; do
    set -- "$@" "$(printf "$(printf '%s' "$point" | sed 's/%/%%/g')")"
  done <<MOUNTS
$(local_mounts)
MOUNTS
  if [ $# -gt 0 ]; then limit 10 df "$flags" "$@"; fi
}

# systemd: "systemctl is-system-running", one word · failed: its failed units, a line each
# openrc: crashed services, where OpenRC runs them
services() {
  if [ -d /run/systemd/system ]; then
    section systemd limit 5 systemctl is-system-running
    section failed limit 10 systemctl list-units --state=failed --no-legend --no-pager --plain --full
  elif has rc-status; then
    section openrc limit 10 rc-status --nocolor --crashed
  fi
}

# apt: "apt-get -s dist-upgrade" · dnf, dnf-security: "dnf check-update" · zypper, zypper-security: "zypper list-updates"
# apk: "apk version -l <" · cache-age: seconds since the package lists were fetched · reboot: "required" and why
# Nothing is refreshed: what the machine's own timer fetched is what is compared.
updates() {
  if has apt-get; then
    section apt limit 15 apt-get -s -q -o Debug::NoLocking=true dist-upgrade
    section cache-age age /var/lib/apt/periodic/update-success-stamp /var/lib/apt/lists
  elif has dnf; then
    section dnf limit 15 dnf -q -C check-update
    section dnf-security limit 15 dnf -q -C check-update --security
    section cache-age age /var/cache/libdnf5 /var/cache/dnf
  elif has zypper; then
    section zypper limit 15 zypper -q -n --no-refresh list-updates
    section zypper-security limit 15 zypper -q -n --no-refresh list-patches --category security
    section cache-age age /var/cache/zypp/raw /var/cache/zypp/solv
  elif has apk; then
    section apk limit 15 apk --no-network version -l '<'
    section cache-age age /var/cache/apk/APKINDEX.* /var/cache/apk
  fi
  section reboot reboot
}

# Seconds since the newest of the files was changed.
age() {
  newest=0
  for file in "$@"; do
    if [ -e "$file" ]; then
      changed=$(date -r "$file" +%s) && if [ "$changed" -gt "$newest" ]; then newest=$changed; fi
    fi
  done
  if [ "$newest" -eq 0 ]; then return 127; fi
  echo $(($(date +%s) - newest))
}

reboot() {
  for file in /run/reboot-required /var/run/reboot-required; do
    if [ -e "$file" ]; then
      echo required
      if [ -r "$file.pkgs" ]; then sort -u "$file.pkgs"; fi
      return
    fi
  done
  # Its status does not tell "needed" from "failed": the text does.
  if has needs-restarting; then
    if limit 10 needs-restarting -r | grep -q 'Reboot is required'; then echo required; fi
  fi
}

system_name() {
  uname -s
  uname -r
  uname -m
}

main() {
  echo 'jackfield-gather 1'
  section uname system_name
  if [ "$(uname -s)" = Linux ]; then
    if [ $# -eq 0 ]; then set -- identity interfaces load memory disks services updates; fi
    for part in "$@"; do
      case $part in
        identity | interfaces | load | memory | disks | services | updates) "$part" ;;
      esac
    done
  fi
  echo '@end 0'
}

main "$@"
