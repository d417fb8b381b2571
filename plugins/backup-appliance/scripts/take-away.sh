# jackfield-take-away 1: deletes copies or locks of one repository. Nobody brings them back.
#   take-away.sh PRODUCT copies REPOSITORY PASSWORD-FILE COPY...     PRODUCT: restic, borg
#   take-away.sh PRODUCT locks REPOSITORY PASSWORD-FILE              all of them
set -u
product=$1 what=$2 repository=$3 password=$4
shift 4
# Without a name Borg would delete the whole repository.
if [ "$what" = copies ] && [ "$#" -eq 0 ]; then exit 64; fi
# The command is split as a shell would: the file's name is one word, whatever is in it.
BORG_PASSCOMMAND="cat -- '$(printf %s "$password" | sed "s/'/'\\\\''/g")'"
export BORG_PASSCOMMAND
case "$product $what" in
  'restic copies') exec restic --repo "$repository" --password-file "$password" --no-cache --quiet forget "$@" </dev/null ;;
  'restic locks') exec restic --repo "$repository" --password-file "$password" --no-cache --quiet unlock --remove-all </dev/null ;;
  'borg copies')
    first=$1
    shift
    exec borg delete -- "$repository::$first" "$@" </dev/null
    ;;
  'borg locks') exec borg break-lock "$repository" </dev/null ;;
  *) exit 64 ;;
esac
