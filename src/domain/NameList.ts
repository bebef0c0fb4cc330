import { Either } from "effect"

/*
 * A list of names as a person types it. A name of WeChat may hold any character, so one that holds a comma stands in
 * quotes, as in CSV. A list that can be read in two ways is refused: a denied person whose name gets lost is answered.
 */

/** One name and the separator after it: the commas of both scripts, the Chinese mark for lists, a line break. */
const ITEM = /\s*(?:"((?:[^"]|"")*)"|“((?:[^”]|””)*)”|([^,，﹐、､﹑\r\n"“”＂]*))\s*(?:[,，﹐、､﹑\r\n]|$)/uy

const HAS_TO_BE_QUOTED = /[,，﹐、､﹑\r\n"“”＂]/

/** The names of a list, without empty ones; or the rest of the list from the first name that cannot be read. */
export const readNames = (list: string): Either.Either<ReadonlyArray<string>, string> => {
  const item = new RegExp(ITEM)
  const names: Array<string> = []
  while (item.lastIndex < list.length) {
    const from = item.lastIndex
    const found = item.exec(list)
    if (found === null) return Either.left(list.slice(from).trim())
    const [, straight, curly, bare = ""] = found
    names.push(straight?.replaceAll('""', '"') ?? curly?.replaceAll("””", "”") ?? bare)
  }
  return Either.right(names.map((name) => name.trim()).filter((name) => name !== ""))
}

/** A name as it is written in a list: in quotes if it needs them. */
export const writeName = (name: string): string =>
  HAS_TO_BE_QUOTED.test(name) ? `"${name.replaceAll('"', '""')}"` : name
