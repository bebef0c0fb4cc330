import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

/** What booting a systemd takes: namespaces, and a file system to throw away in them. */
const TRY = `
  mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir upper work root cgroup &&
  mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay root &&
  mount -t cgroup2 cgroup2 cgroup && mkdir "cgroup/try-$$" && rmdir "cgroup/try-$$" && mount -t proc proc root/proc`

/** Why no systemd can be booted on this machine; undefined where one can. */
const whyNot = () => {
  if (process.getuid?.() !== 0) return "only root can boot a systemd"
  if (!existsSync("/lib/systemd/systemd")) return "systemd is not installed"
  const args = ["--fork", "--pid", "--mount", "--uts", "--ipc", "--net", "sh", "-c", TRY]
  const { error, status, stderr } = spawnSync("unshare", args, { encoding: "utf8" })
  if (error !== undefined) return "util-linux (unshare) is not installed"
  return status === 0 ? undefined : `this machine allows no namespaces (${stderr.trim()})`
}

export const impossible = whyNot()
