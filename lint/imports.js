import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"

/** The folder `src` that a file lies in, if it lies in one. */
export const srcOf = (file) => {
  const end = file.lastIndexOf(`${sep}src${sep}`)
  return end < 0 ? undefined : file.slice(0, end + 4)
}

const IMPORTED = /\b(?:from|import)\s*\(?\s*"(\.[^"]*)"/g

/**
 * What an import means for the folder that holds both ends: the child of that folder which imports, and the child that
 * is imported. Paths are relative to `src`; undefined for what lies outside of it.
 */
export const betweenChildren = (src, file, specifier) => {
  const from = relative(src, file).split(sep)
  const to = relative(src, join(dirname(file), specifier)).split(sep)
  const level = from.findIndex((name, index) => name !== to[index])
  if (to[0] === ".." || level < 0) return undefined
  return { folder: from.slice(0, level).join("/"), from: from[level], to: to[level] }
}

/** For each folder of `src`, which of its children imports which: a map of maps of sets. */
const read = (src) => {
  const graph = new Map()
  for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue
    const file = join(entry.parentPath, entry.name)
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(IMPORTED)) {
      const edge = betweenChildren(src, file, specifier)
      if (edge === undefined) continue
      const children = graph.get(edge.folder) ?? new Map()
      graph.set(edge.folder, children.set(edge.from, (children.get(edge.from) ?? new Set()).add(edge.to)))
    }
  }
  return graph
}

const graphs = new Map()

/** The same, read once per process. */
export const importsBelow = (src) => {
  const graph = graphs.get(src) ?? read(src)
  graphs.set(src, graph)
  return graph
}

/** The shortest way from one child to another by imports, both included; undefined when there is none. */
export const wayBetween = (children, from, to) => {
  const ways = [[from]]
  const seen = new Set([from])
  for (const way of ways) {
    const last = way.at(-1)
    if (last === to) return way
    for (const next of children.get(last) ?? []) {
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  }
  return undefined
}

/** The names of the files in a folder, in their order; its folders do not count. */
export const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted()
