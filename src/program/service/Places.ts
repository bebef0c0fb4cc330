/** Where the service has its things; all paths are absolute. */
export interface Places {
  /** The program, with all it needs to run. */
  readonly program: string
  /** The command for root that runs as the service does. */
  readonly command: string
  readonly unit: string
  /** What the owner added to the unit, by `systemctl edit`. */
  readonly unitAdditions: string
  readonly environment: string
  readonly credentials: string
  readonly dataDirectory: string
  /** By which systemd leads to the data directory. */
  readonly dataLink: string
}

/** The name of the unit, and of everything that belongs to it. */
export const NAME = "weixin-robot"

/** The places below a root: `/`, but for tests. */
export const placesBelow = (root: string): Places => {
  const at = (path: string) => `${root === "/" ? "" : root}${path}`
  return {
    program: at(`/opt/${NAME}`),
    command: at(`/usr/local/bin/${NAME}`),
    unit: at(`/etc/systemd/system/${NAME}.service`),
    unitAdditions: at(`/etc/systemd/system/${NAME}.service.d`),
    environment: at(`/etc/${NAME}/environment`),
    credentials: at("/etc/credstore"),
    dataDirectory: at(`/var/lib/private/${NAME}`),
    dataLink: at(`/var/lib/${NAME}`)
  }
}

/** Where the new program lies until it takes the place of the old one, and the old one until that is done. */
export const asideOf = (program: string) => ({ fresh: `${program}.new`, old: `${program}.old` })
