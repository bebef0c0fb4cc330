#!/bin/bash
# Boots this machine's own systemd as PID 1 of fresh namespaces, over a copy of this machine's files that is thrown away
# afterwards: nothing outside of it changes. Runs until its input ends. Root, util-linux and systemd are needed.
#   boot.sh SCRATCH REPOSITORY NODE   an empty directory; what is seen as /source; what is seen as /usr/local/bin/node
set -euo pipefail

# The second half, with the namespaces around it already.
if [ "${1:-}" = inside ]; then
  scratch=$2 repository=$3 node=$4
  mount --make-rprivate /
  mkdir "$scratch/disk"
  mount -t tmpfs -o size=1g,mode=755 disk "$scratch/disk"
  cd "$scratch/disk"
  mkdir upper work root
  mount -t overlay -o lowerdir=/,upperdir="$PWD/upper",workdir="$PWD/work" root root
  cd root

  # nothing of this machine's own services
  rm -rf etc/systemd/system/*.wants
  ln -sf /dev/null etc/systemd/system/systemd-modules-load.service
  : > etc/machine-id

  mount -t tmpfs -o mode=755 dev dev
  for device in null zero full random urandom tty; do
    : > dev/$device
    mount --bind /dev/$device dev/$device
  done
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
  ln -s pts/ptmx dev/ptmx
  mount -t tmpfs shm dev/shm
  ln -s /proc/self/fd dev/fd
  for stream in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${stream%:*}" "dev/${stream#*:}"; done
  mount -t tmpfs -o mode=755 run run
  mount -t tmpfs -o mode=1777 tmp tmp
  mount -t proc proc proc
  mount --bind proc/sys proc/sys
  mount -o remount,bind,ro proc/sys
  mount -t sysfs -o ro sysfs sys
  mount -t cgroup2 cgroup2 sys/fs/cgroup

  mkdir -p source usr/local/bin
  mount --bind "$repository" source
  mount -o remount,bind,ro source
  rm -f usr/local/bin/node
  : > usr/local/bin/node
  mount --bind "$node" usr/local/bin/node

  mkdir .old
  pivot_root . .old
  umount -l /.old
  rmdir /.old
  # else LoadCredential= gives an empty directory
  mount --make-rshared /
  # with the log target, what PID 1 itself says of a unit is in the journal too
  exec env -i container=test PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --unit=multi-user.target --log-target=journal
fi

scratch=$1
group=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
if [ -z "$group" ]; then
  group=$scratch/cgroup
  mkdir "$group"
  mount -t cgroup2 cgroup2 "$group"
fi
group=$group/$(basename "$scratch")
mkdir "$group"
(
  echo "$BASHPID" > "$group/cgroup.procs"
  exec unshare --fork --pid --mount --cgroup --uts --ipc --net --kill-child=SIGKILL bash "$0" inside "$@"
) < /dev/null &
unshare=$!
# its only child is PID 1 of the machine
echo "$unshare"

# The machine is wanted for as long as somebody holds on to this input: it goes too when that process is killed.
cat > /dev/null || true
{ kill -KILL "$unshare" && wait "$unshare"; } 2> /dev/null || true
# the kernel takes a moment until the last process of a group is gone
for _ in $(seq 50); do
  find "$group" -depth -type d -exec rmdir {} + 2> /dev/null && break
  sleep 0.1
done
if [ -d "$scratch/cgroup" ]; then umount "$scratch/cgroup"; fi
rm -rf "$scratch"
