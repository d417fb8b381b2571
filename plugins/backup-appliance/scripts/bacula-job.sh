# jackfield-bacula-job 1: what the Director of Bacula runs of one job. It only reads.
#   bacula-job.sh CONSOLE-FILE JOB
set -u
command -v bconsole >/dev/null || exit 127
printf 'show job=%s\nquit\n' "$2" | bconsole -c "$1"
