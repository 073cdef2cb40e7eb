#!/bin/sh
# confine.sh <cgroup.procs> <MiB of /tmp> <folders below /tmp to keep, with colons> <command...>
# Runs the command in its cgroup, with a read-only disk, a /tmp of its own and no CPU lists; expects its own mount
# namespace. Paths stay what they were, so that nothing has to know where it runs.
set -eu
procs=$1
temporary_mib=$2
kept=$3
shift 3

echo $$ >"$procs"

mount --rbind / /mnt
mount -t tmpfs -o "size=${temporary_mib}m,mode=1777" tmpfs /tmp
old_ifs=$IFS
IFS=:
for folder in $kept; do
  mkdir -p "$folder"
  mount --rbind "/mnt$folder" "$folder"
done
IFS=$old_ifs
umount -l /mnt
mount -t tmpfs -o ro tmpfs /sys/devices/system/cpu

while read -r _ _ _ _ point _; do
  case $point in
  /tmp | /proc | /proc/* | /dev/pts) ;;
  # Another mount may lie over this one, or the kernel may refuse: the command sees what lies on top.
  *) mount -o remount,bind,ro "$point" 2>/dev/null || true ;;
  esac
done </proc/self/mountinfo

# Without capabilities root cannot mount its way out; with its supervisor the function ends, frozen or not.
exec setpriv --pdeathsig KILL --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
