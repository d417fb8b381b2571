# What the appliance says of itself, one "name=value" a line. Runs as `sh -s`; prints nothing on any other machine.
[ -r /etc/appliance-release ] || exit 0
cat /etc/appliance-release
printf 'hostname=%s\n' "$(hostname)"
