# jackfield-bacula-reload 1: has the Director of Bacula take its files anew, where they are sound.
#   bacula-reload.sh CONSOLE-FILE DIRECTOR-FILE     65: they are not, and nothing was done
set -u
PATH=$PATH:/usr/sbin:/sbin
command -v bacula-dir >/dev/null || exit 127
bacula-dir -t -c "$2" </dev/null || exit 65
printf 'reload\nquit\n' | bconsole -c "$1"
