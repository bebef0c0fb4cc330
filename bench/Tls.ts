import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"

export interface Certificate {
  readonly key: Buffer
  readonly cert: Buffer
  /** Where the certificate is, for NODE_EXTRA_CA_CERTS. */
  readonly path: string
}

/** A certificate of 127.0.0.1, signed by itself; undefined where there is no openssl that makes one. */
export const certificateIn = (directory: string): Certificate | undefined => {
  const key = join(directory, "key.pem")
  const path = join(directory, "cert.pem")
  const options = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
  const names = ["-addext", "subjectAltName=IP:127.0.0.1"]
  const made = spawnSync("openssl", ["req", ...options.split(" "), ...names, "-keyout", key, "-out", path])
  return made.status === 0 ? { key: readFileSync(key), cert: readFileSync(path), path } : undefined
}
