#!/bin/sh
# jackfield-put-file 1
#
# Puts a file in its place that the login itself may not write, or takes it away. Sent over standard input to sh, which hands
# over to the copy of it that root has put on the machine; runs on dash, bash and busybox.
#
#   put PATH STAGED SHA256 MODE UID GID EXPECT CHECK   STAGED has the content, of that sum; CHECK is one of those below, or none
#   remove PATH
#
# EXPECT: the sum that the present content must have, "absent" where there must be none, "any". The new content is written
# beside the file, checked, and takes its place in one step.
#
# Status 65: the check refuses the content. 75: the file is not as expected. 77: sudo does not let the login. 78: no copy of
# this version on the machine.
set -eu
export LC_ALL=C
export PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"

# A login other than root hands over to the copy that root has put on the machine.
if [ "$(id -u)" -ne 0 ]; then
  copy=/usr/local/lib/jackfield/put-file.sh
  if [ "$(sed -n 2p "$copy" 2>/dev/null)" != '# jackfield-put-file 1' ]; then echo "jackfield-copy $copy" >&2; exit 78; fi
  if ! sudo -n -l "$copy" "$@" >/dev/null 2>&1; then echo "jackfield-sudo $(id -un) $copy" >&2; exit 77; fi
  exec sudo -n "$copy" "$@" </dev/null
fi

sum() { sha256sum <"$1" | cut -d' ' -f1; }

check() {
  case $1 in
    none) ;;
    sshd) sshd -t -f "$2" ;;
    sudoers) visudo -c -q -f "$2" ;;
    nginx) nginx -t -q -c "$2" ;;
    nftables) nft -c -f "$2" ;;
    haproxy) haproxy -c -q -f "$2" ;;
    named) named-checkconf "$2" ;;
    sh | bash) "$1" -n "$2" ;;
    *) exit 64 ;;
  esac
}

put() {
  case $6 in
    any) ;;
    absent) if [ -e "$path" ]; then exit 75; fi ;;
    *) if [ ! -e "$path" ] || [ "$(sum "$path")" != "$6" ]; then exit 75; fi ;;
  esac
  # A name as those that are looked for and removed when they are left.
  new=${path%/*}/.${path##*/}.jackfield-${2%"${2#????????????}"}
  trap 'rm -f "$new"' EXIT
  rm -f "$new"
  umask 077
  # Made anew, whoever owns the folder: what somebody else put there meanwhile is not written to.
  set -C
  cat <"$1" >"$new"
  if [ "$(sum "$new")" != "$2" ]; then echo 'the content came in another form' >&2; exit 1; fi
  chown -h "$4:$5" "$new"
  chmod "$3" "$new"
  if ! check "$7" "$new" >&2; then exit 65; fi
  sync "$new" 2>/dev/null || sync
  mv -f "$new" "$path"
}

action=$1
path=$2
shift 2
# What the manifest lets the plugin have of the machine's files, and no more.
case $path in
  */../* | */..) exit 64 ;;
  /etc/* | /opt/* | /srv/* | /usr/local/* | /home/* | /var/* | /tmp/*) ;;
  *) exit 64 ;;
esac
if [ -L "$path" ]; then echo 'no plain file' >&2; exit 1; fi
case $action in
  put) put "$@" ;;
  remove) rm -f "$path" ;;
  *) exit 64 ;;
esac
