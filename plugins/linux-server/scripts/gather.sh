# Reads what the Linux server plugin needs, in one round trip. Sent over standard input to "sh -s -- PART...", changes
# nothing. Plain POSIX sh: dash and busybox run it. Written by Jackfield; format:
#
#   jackfield-gather 1          first line, the version of this format
#   @SECTION STATUS             a section and the exit status of what was read (124: took too long, 127: not there)
#   |one line of its text       every line of text begins with |, so that no text can pass for a marker
#   @end 0                      last line; without it something was cut off
#
# Parts: identity interfaces uptime load memory disks services timers updates clock certificates drives raid sockets logins
# kernel inventory. What a part prints is beside its function below. Words NAME=VALUE say more:
#
#   since=MINUTES        how far back kernel looks; 60 unless told
#   full=PERCENT         disks tells what fills those that are used so far; nothing unless told
#   certificate=PATH     a file for certificates
#   tls=[NAME:]PORT      a port of this machine for certificates, and the name that its certificate must be for

export LC_ALL=C
# Two zyppers never run at once, not even to read: the second waits for so many seconds.
export ZYPP_LOCK_TIMEOUT=10
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

# as_root SECONDS COMMAND...: by sudo where the login is not root; 77: sudo does not allow this command without a password.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    limit "$@"
    return
  fi
  allowed=$1
  shift
  if ! sudo -n -l "$@" >/dev/null 2>&1; then return 77; fi
  limit "$allowed" sudo -n "$@"
}

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

# interfaces: index, name, operstate, flags (hex), speed (Mb/s), mtu, mac, type (ARPHRD), alias, "hardware", tabs between
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

# now: seconds since 1970 · running: seconds since the start
# Only in the first hour after it, and where they are on record:
# before: the end of the journal of the run before: its last time, and lines that tell how it ended, with theirs
# starts: "last -x" of starts and shutdowns, newest first, times as in ISO 8601
uptime() {
  section now date +%s
  section running running
  ran=$(running 2>/dev/null)
  if [ "${ran:-3600}" -lt 3600 ]; then
    if has journalctl && before=$(run_before 2>/dev/null); then section before printf '%s\n' "$before"; fi
    if has last && starts=$(limit 5 last -x -w -n 12 --time-format iso reboot shutdown 2>/dev/null); then section starts printf '%s\n' "$starts"; fi
  fi
}

# In a container /proc/uptime may be the machine's: its own first process tells better.
running() {
  up=$(first_line /proc/uptime)
  up=${up%%.*}
  set -- $(sed 's/.*) //' /proc/1/stat)
  started=$((${20:-0} / $(getconf CLK_TCK || echo 100)))
  if [ "$started" -le "$up" ]; then echo $((up - started)); else echo "$up"; fi
}

# Of the first process alone: the targets of people who log out are called the same.
run_before() {
  said=$(limit 10 journalctl -q -b -1 -n 60 --no-pager -o short-unix </dev/null) && [ -n "$said" ] || return
  printf '%s\n' "$said" | sed -n -E 's/^([0-9.]+) [^ ]+ (systemd\[1\]: Reached target .*|kernel: .*(Kernel panic|BUG: |Oops: ).*)$/\1 \2/p; $s/^([0-9.]+) .*/\1/p'
}

# loadavg: the file of /proc · cpus: a number
# stat: lines cpu, procs_running, procs_blocked of /proc/stat · stat-later: its line cpu a second later
# pressure: "cpu some avg10=…", "memory full …", "io …": the lines of /proc/pressure with the file's name in front
load() {
  section loadavg cat /proc/loadavg
  section cpus cpus
  section stat grep -E '^(cpu|procs_running|procs_blocked) ' /proc/stat
  section pressure pressure cpu io
  sleep 1
  section stat-later grep '^cpu ' /proc/stat
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

# now: seconds since 1970 · mounts: lines of /proc/mounts of local file systems that hold data · df: "df -PkT" of them · inodes: "df -Pi"
disks() {
  section now date +%s
  section mounts local_mounts
  section df each_mount -PkT
  section inodes each_mount -Pi
  if [ -n "$full" ]; then section filled filled; fi
}

# What fills the two fullest file systems of those that are full: mount, kB and name of each file or folder that holds a quarter of
# what is used and nothing else such below it, tabs between. What takes longer is told as far as it was seen.
filled() {
  each_mount -PkT | awk -v full="$full" '
    match($0, / +[0-9]+ +[0-9]+ +-?[0-9]+ +[0-9]+% +\//) {
      split(substr($0, RSTART, RLENGTH), number, " +")
      # One that shows the use of another, as an overlay does, is that one.
      if (number[5] + 0 >= full && !(number[2] " " number[3] in seen)) print number[5] + 0 " " number[3] " " substr($0, RSTART + RLENGTH - 1)
      seen[number[2] " " number[3]] = 1
    }' | sort -rn | head -n 2 | while read -r percent used mount; do
    limit 3 nice du -xak "$mount" | awk -v used="$used" -v mount="$mount" '
      { size = $1; name = $0; sub(/^[0-9]+[ \t]+/, "", name) }
      # What lies below a folder comes before it.
      size * 4 >= used && name != mount {
        for (other in held) if (index(other, name "/") == 1) next
        held[name] = size
      }
      END { for (name in held) print mount "\t" held[name] "\t" name }'
  done
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

# systemd: "systemctl is-system-running", one word · failed: its failed units, a line each · units: all of them
# openrc: crashed services, where OpenRC runs them
services() {
  if [ -d /run/systemd/system ]; then
    section systemd limit 5 systemctl is-system-running
    section failed limit 10 systemctl list-units --state=failed --no-legend --no-pager --plain --full
    section units limit 10 systemctl list-units --all --no-legend --no-pager --plain --full --type=service,socket,mount,timer,path,target
  elif has rc-status; then
    section openrc limit 10 rc-status --nocolor --crashed
    section openrc-all limit 10 rc-status --nocolor --all
  fi
}

# now: seconds since 1970 · timers: "systemctl show" of every timer, times in UTC, an empty line between two
timers() {
  section now date +%s
  if [ -d /run/systemd/system ]; then
    section timers limit 10 env TZ=UTC systemctl show --no-pager -p Id,ActiveState,SubState,UnitFileState,LastTriggerUSec,NextElapseUSecRealtime,Result '*.timer'
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
  # Older systems have it in /var/run, which is /run in all others.
  if [ -e /var/run/reboot-required ]; then
    echo required
    if [ -r /var/run/reboot-required.pkgs ]; then sort -u /var/run/reboot-required.pkgs; fi
    return
  fi
  # Its status does not tell "needed" from "failed": the text does.
  if has needs-restarting; then
    if limit 10 needs-restarting -r | grep -q 'Reboot is required'; then echo required; fi
  elif has zypper; then
    # Needed: ZYPPER_EXIT_INF_REBOOT_NEEDED, zypper(8).
    limit 10 zypper -q needs-rebooting >/dev/null
    if [ "$?" -eq 102 ]; then echo required; fi
  fi
}

# now: seconds since 1970 · chrony: "chronyc -c tracking" · ntp: "ntpq -c rv" · timedate, timesync: "timedatectl show", "timedatectl timesync-status"
clock() {
  section now date +%s
  if has chronyc; then section chrony limit 5 chronyc -n -c tracking; fi
  if has ntpq; then section ntp limit 5 ntpq -n -c 'rv 0 leap,stratum,offset'; fi
  if [ -d /run/systemd/system ] && has timedatectl; then
    section timedate limit 5 timedatectl show
    section timesync limit 5 timedatectl timesync-status
  fi
}

# now · certificate-files, certificate-ports: what openssl says of each, below a line "= PATH" or "= [NAME:]PORT"
certificates() {
  section now date +%s
  if [ -z "$certificate_files$tls_ports" ]; then return; fi
  section certificate-files certificate_files
  section certificate-ports certificate_ports
}

certificate_files() {
  has openssl || return 127
  printf '%s' "$certificate_files" | while IFS= read -r file; do
    printf '= %s\n' "$file"
    limit 5 openssl x509 -in "$file" -noout -subject -issuer -enddate </dev/null || echo 'not readable'
  done
}

certificate_ports() {
  has openssl || return 127
  printf '%s' "$tls_ports" | while IFS= read -r port; do
    printf '= %s\n' "$port"
    name=${port%:*}
    set -- -connect "127.0.0.1:${port##*:}"
    if [ "$name" != "$port" ]; then set -- "$@" -servername "$name" -verify_hostname "$name"; fi
    answer=$(limit 8 openssl s_client "$@" </dev/null 2>/dev/null) || true
    printf '%s\n' "$answer" | grep -E '^ *Verify return code: ' | tail -n 1
    printf '%s\n' "$answer" | limit 5 openssl x509 -noout -subject -issuer -enddate || echo 'no certificate'
  done
}

# blocks: name, sectors of 512 bytes, model, tabs between · smart: "smartctl -j -a" of each drive, below "= DRIVE STATUS"
drives() {
  section blocks blocks
  if has smartctl; then section smart smart; fi
}

blocks() {
  for directory in /sys/block/*; do
    case ${directory##*/} in
      loop* | ram* | zram* | dm-* | md* | sr* | fd* | '*') ;;
      *) printf '%s\t%s\t%s\n' "${directory##*/}" "$(first_line "$directory/size")" "$(first_line "$directory/device/model")" ;;
    esac
  done
}

smart() {
  found=$(as_root 10 smartctl --scan-open) || return
  printf '%s\n' "$found" | head -n 32 | while read -r drive flag type rest; do
    case $drive in
      /dev/*)
        said=$(as_root 15 smartctl -j -a "$flag" "$type" "$drive" </dev/null)
        printf '= %s %s\n%s\n' "$drive" "$?" "$said"
        ;;
    esac
  done
}

# mdstat: the file · zpool: name, health, capacity · lvs: name|attributes|data|metadata|health · vgs: name|missing disks
raid() {
  if [ -e /proc/mdstat ]; then section mdstat cat /proc/mdstat; fi
  if has zpool; then section zpool limit 10 zpool list -H -o name,health,capacity; fi
  if has lvs && [ -e /dev/mapper/control ]; then
    section lvs as_root 10 lvs --noheadings --separator '|' -o lv_full_name,lv_attr,data_percent,metadata_percent,lv_health_status
    section vgs as_root 10 vgs --noheadings --separator '|' -o vg_name,vg_missing_pv_count
  fi
}

# ss: "ss -lntu", or netstat: "netstat -lntu"
sockets() {
  if has ss; then section ss limit 5 ss -H -lntu; else section netstat limit 5 netstat -lntu; fi
}

# who: who is logged in · last: the last logins · refused: how many logins were refused within an hour
logins() {
  section who who
  section last last_logins
  if has journalctl; then section refused refused_logins; fi
}

last_logins() { limit 5 last -w -n 10 || limit 5 last; }

refused_logins() {
  said=$(limit 10 journalctl -q --no-pager -o cat -t sshd -t sshd-session --since=-60min -n 20000) || return
  printf '%s\n' "$said" | grep -c -E '^(Failed |Invalid user |Connection closed by (invalid|authenticating) user )' || true
}

# kernel: what the kernel logged lately of memory that ran out, crashes and hardware, with its time in front
kernel() { section kernel kernel_log; }

kernel_log() {
  if [ -d /run/systemd/system ] && has journalctl; then
    said=$(limit 10 journalctl -k -q --no-pager -o short-unix "--since=-${since}min" -n 20000) || return
  else
    from=$(first_line /proc/uptime) && from=$((${from%%.*} - since * 60))
    said=$(limit 5 dmesg) || return
    said=$(printf '%s\n' "$said" | sed -n 's/^\(<[0-9]*>\)\{0,1\}\[ *\([0-9]*\)\.[0-9]*\] /\2 /p' | while read -r at text; do if [ "$at" -ge "$from" ]; then printf '%s %s\n' "$at" "$text"; fi; done)
  fi
  printf '%s\n' "$said" | grep -E "$troubles" | tail -n 100
}

troubles='Out of memory|oom-kill|[Ss]egfault|general protection|trap invalid opcode|I/O error|EXT4-fs error|XFS .*([Cc]orrupt|[Ss]hutting)|BTRFS.*(error|critical)|[Rr]emounting filesystem read-only|Hardware Error|[Mm]achine [Cc]heck|blocked for more than|soft lockup|hard LOCKUP|Kernel panic|BUG: |kernel BUG|conntrack: table full|temperature above threshold'

# dmi, blocks, now: as above · cpu: the model's name · packages: how many, and a check sum of names and versions
inventory() {
  section now date +%s
  section os-release os_release
  section dmi dmi
  section cpu cpu_model
  section cpus cpus
  section meminfo grep '^MemTotal:' /proc/meminfo
  section blocks blocks
  section packages packages
}

cpu_model() { sed -n 's/^\(model name\|Model\|cpu model\)[[:space:]]*: *//p' /proc/cpuinfo | head -n 1; }

packages() {
  if has dpkg-query; then said=$(limit 10 dpkg-query -W)
  elif has rpm; then said=$(limit 20 rpm -qa)
  elif has apk; then said=$(limit 10 apk info -v)
  else return 127; fi || return
  printf '%s\n' "$said" | wc -l
  printf '%s\n' "$said" | LC_ALL=C sort | cksum
}

system_name() { uname -s && uname -r && uname -m; }

since=60
full=
certificate_files=
tls_ports=
line_end='
'

main() {
  echo 'jackfield-gather 1'
  section uname system_name
  if [ "$(uname -s)" = Linux ]; then
    for word in "$@"; do
      case $word in
        since=*[!0-9]* | since=) ;;
        since=*) since=${word#*=} ;;
        full=*[!0-9]*) ;;
        full=*) full=${word#*=} ;;
        certificate=*) certificate_files=$certificate_files${word#*=}$line_end ;;
        tls=*) tls_ports=$tls_ports${word#*=}$line_end ;;
      esac
    done
    for word in "$@"; do
      case $word in
        identity | interfaces | uptime | load | memory | disks | services | timers | updates | clock | certificates | drives | raid | sockets | logins | kernel | inventory) "$word" ;;
      esac
    done
  fi
  echo '@end 0'
}

main "$@"
