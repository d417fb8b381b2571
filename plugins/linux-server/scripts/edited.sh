#!/bin/sh
# jackfield-edited 1
#
# Tells who has a file open in an editor that marks it beside the file, a line each: USER PROGRAM PID. Nothing is told of marks
# that an editor left which does not run any more. Sent over standard input to sh; runs on dash, bash and busybox.
#
#   PATH
#
# vim and nano leave .NAME.swp, with number, user and host of their process at fixed places; emacs and joe leave .#NAME, a link
# to USER@HOST.NUMBER. visudo and vipw edit NAME.tmp.
export LC_ALL=C
export PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"

here=$(cat /proc/sys/kernel/hostname)

# part FILE FROM LENGTH: text up to its first NUL, without what is no part of a name.
part() { dd if="$1" bs=1 skip="$2" count="$3" 2>/dev/null | tr '\0' '\n' | head -n 1 | tr -cd 'A-Za-z0-9._@-'; }

# runs PID HOST: an editor on another machine cannot be looked for, and counts.
runs() { [ "$2" != "$here" ] || [ -d "/proc/$1" ]; }

swap() {
  if [ ! -r "$1" ]; then
    # Another user's: whether its editor runs, only root could see.
    echo "$(stat -c %U "$1" 2>/dev/null || echo somebody) editor 0"
    return
  fi
  [ "$(part "$1" 0 2)" = b0 ] || return 0
  # Lowest byte first, on every machine.
  pid=0
  for byte in $(dd if="$1" bs=1 skip=24 count=4 2>/dev/null | od -An -tu1 | awk '{ for (at = NF; at > 0; at -= 1) print $at }'); do pid=$((pid * 256 + byte)); done
  host=$(part "$1" 68 40)
  runs "$pid" "$host" || return 0
  program=$(cat "/proc/$pid/comm" 2>/dev/null)
  # Numbers of processes come again.
  case $host:$program in
    "$here":*vi* | "$here":*nano*) ;;
    "$here":*) return 0 ;;
    *) program=editor ;;
  esac
  user=$(part "$1" 28 40)
  echo "${user:-somebody} $program $pid"
}

link() {
  to=$(readlink "$1") || return 0
  rest=${to##*.}
  pid=${rest%%:*}
  host=${to#*@}
  case $pid in '' | *[!0-9]*) return 0 ;; esac
  runs "$pid" "${host%.*}" || return 0
  echo "$(printf '%s' "${to%%@*}" | tr -cd 'A-Za-z0-9._-') $(cat "/proc/$pid/comm" 2>/dev/null || echo editor) $pid"
}

folder=${1%/*}
for name in "${1##*/}" "${1##*/}.tmp"; do
  if [ -f "$folder/.$name.swp" ]; then swap "$folder/.$name.swp"; fi
  if [ -L "$folder/.#$name" ]; then link "$folder/.#$name"; fi
done
