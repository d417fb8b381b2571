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

# is_here HOST: whether a mark is of this machine. vim keeps 39 characters of its name, nano 31.
is_here() {
  case $here in
    "$1") ;;
    "$1"*) [ "${#1}" -ge 31 ] ;;
    *) return 1 ;;
  esac
}

# word TEXT: without blanks, for it stands in a line of words.
word() { printf '%s' "${1:-somebody}" | tr -c 'A-Za-z0-9._@+-' '_'; }

# tell USER PID HOST NAMES: while a program of one of the NAMES has the number; numbers of processes come again. One on another
# machine cannot be looked for, and counts.
tell() {
  program=editor
  if is_here "$3"; then
    program=$(cat "/proc/$2/comm" 2>/dev/null) || return 0
    printf '%s' "$program" | grep -qE "$4" || return 0
  fi
  echo "$(word "$1") $(word "$program") $2"
}

swap() {
  if [ ! -r "$1" ]; then
    # Another user's: whether its editor runs, only root could see.
    echo "$(word "$(stat -c %U "$1" 2>/dev/null)") editor 0"
    return
  fi
  [ "$(part "$1" 0 2)" = b0 ] || return 0
  # Lowest byte first, on every machine.
  pid=0
  for byte in $(dd if="$1" bs=1 skip=24 count=4 2>/dev/null | od -An -tu1 | awk '{ for (at = NF; at > 0; at -= 1) print $at }'); do pid=$((pid * 256 + byte)); done
  tell "$(part "$1" 28 40)" "$pid" "$(part "$1" 68 40)" 'vi|nano'
}

link() {
  to=$(readlink "$1") || return 0
  rest=${to##*.}
  pid=${rest%%:*}
  host=${to#*@}
  case $pid in '' | *[!0-9]*) return 0 ;; esac
  tell "${to%%@*}" "$pid" "${host%.*}" 'emacs|^(r?joe|jmacs|jstar|jpico|jed)$'
}

folder=${1%/*}
for name in "${1##*/}" "${1##*/}.tmp"; do
  if [ -f "$folder/.$name.swp" ]; then swap "$folder/.$name.swp"; fi
  if [ -L "$folder/.#$name" ]; then link "$folder/.#$name"; fi
done
