import { basename, dirname, resolve } from "node:path"

/* What the robot itself keeps in its data directory, as far as somebody could name one of the files by mistake. */

const DATABASE = /^(?:journal|lock)\.db(?:-(?:wal|shm|journal))?$/

const OTHERS = /^(?:http\.json|page\.key|pseudonym\.key|login(?:-.*)?\.png)$/

/** Whether a path, relative to the data directory or absolute, is one of them. Some disks tell no capitals apart. */
export const isOwnFile = (dataDirectory: string, path: string): boolean => {
  const whole = resolve(dataDirectory, path)
  const name = basename(whole).toLowerCase()
  return dirname(whole) === resolve(dataDirectory) && (DATABASE.test(name) || OTHERS.test(name))
}
