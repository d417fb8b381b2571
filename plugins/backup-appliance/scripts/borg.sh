# jackfield-borg 2: what Borg tells of one repository. It only reads.
#   borg.sh VERB REPOSITORY PASSWORD-FILE     VERB: archives, locks
set -u
verb=$1 repository=$2 password=$3
# The command is split as a shell would: the file's name is one word, whatever is in it.
BORG_PASSCOMMAND="cat -- '$(printf %s "$password" | sed "s/'/'\\\\''/g")'"
# Borg writes times without a zone, in that of the machine.
TZ=UTC LC_ALL=C.UTF-8
export BORG_PASSCOMMAND TZ LC_ALL
case $verb in
  archives)
    borg --bypass-lock list --json --consider-checkpoints --format '{hostname}{comment}{end}' "$repository" </dev/null
    # 1 is a success with warnings.
    status=$?
    [ "$status" -le 1 ] || exit "$status"
    # Sizes of the newest only: Borg reads each archive for that.
    printf '\nsizes\n'
    exec borg --bypass-lock info --json --last 30 "$repository" </dev/null
    ;;
  locks)
    cd -- "$repository" || exit 2
    if [ -d lock.exclusive ]; then find lock.exclusive -mindepth 1 -printf '%T@ %f\n'; fi
    ;;
  *) exit 64 ;;
esac
