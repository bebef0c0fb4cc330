import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

/** What booting a systemd takes: namespaces, and a file system to throw away in them. */
const TRY = `
  mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir upper work root cgroup &&
  mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay root &&
  mount -t cgroup2 cgroup2 cgroup && rmdir "$(mktemp -d cgroup/try-XXXXXX)" && mount -t proc proc root/proc`

/** The users that exist only while their service runs: with the module, and with all lookups going there. */
const DYNAMIC_USERS = "getent -s systemd passwd root && grep -q '^passwd:.*systemd' /etc/nsswitch.conf"

const works = (command: string, ...args: ReadonlyArray<string>) => spawnSync(command, args).status === 0

/** Why no systemd can be booted on this machine; undefined where one can. */
const whyNot = () => {
  if (process.getuid?.() !== 0) return "only root can boot a systemd"
  if (!existsSync("/lib/systemd/systemd")) return "systemd is not installed"
  if (!existsSync("/lib/systemd/system/dbus.socket")) return "D-Bus is not installed"
  if (!works("sh", "-c", DYNAMIC_USERS)) return "names of dynamic users (libnss-systemd) are not installed"
  for (const program of ["unshare", "nsenter"]) {
    if (!works(program, "--version")) return `util-linux (${program}) is not installed`
  }
  const args = ["--fork", "--pid", "--mount", "--cgroup", "--uts", "--ipc", "--net", "sh", "-c", TRY]
  const { status, stderr } = spawnSync("unshare", args, { encoding: "utf8" })
  return status === 0 ? undefined : `this machine allows no namespaces (${stderr.trim()})`
}

export const impossible = whyNot()
if (impossible !== undefined) process.stderr.write(`skipped, no systemd is booted: ${impossible}\n`)
