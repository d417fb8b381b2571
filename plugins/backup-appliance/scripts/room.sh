# jackfield-room 1: the file system of a folder, and what was in use after each prune. It only reads.
#   room.sh FOLDER USAGE-FILE     the file's name alone counts: it is in /var/lib/jackfield
set -u
df -B1 --output=size,avail,itotal,iavail -- "$1" || exit
printf 'usage\n'
file=/var/lib/jackfield/${2##*/}
if [ -r "$file" ]; then cat -- "$file"; fi
