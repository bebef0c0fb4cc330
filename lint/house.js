import { basename, dirname, join } from "node:path"
import { betweenChildren, filesIn, importsBelow, srcOf, wayBetween } from "./imports.js"

/** Rules of this code base that oxlint does not have. */

const MACHINE_TIME = new Set(["node:timers", "node:timers/promises", "node:perf_hooks"])

/** `new Date()`, `Date()` and the modules of Node that know the time: `Clock` of Effect is the one that tests can set. */
const noNow = {
  create: (context) => {
    const now = (node) => {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date") return
      if (node.type === "CallExpression" || node.arguments.length === 0) {
        context.report({ node, message: "the time comes from Effect's Clock" })
      }
    }
    return {
      NewExpression: now,
      CallExpression: now,
      ImportDeclaration: (node) => {
        if (MACHINE_TIME.has(node.source.value)) {
          context.report({ node, message: "time and timers come from Effect's Clock" })
        }
      }
    }
  }
}

const FROM_LAYERS = /(?:^|\/)layers\//
const MAKER = /^(?:layer|Default)(?:$|[A-Z])/

const nameOf = (key) => key.name ?? key.value

/** The identifier that `a.b.c` begins with, if it begins with one. */
const beginOf = (node) => (node.type === "MemberExpression" ? beginOf(node.object) : node)

/** What a tag of the room layers stands on is for main to say: program uses the tag only. */
const noLayersInProgram = {
  create: (context) => {
    const imported = new Set()
    const isImported = (node) => {
      const begin = beginOf(node)
      return begin.type === "Identifier" && imported.has(begin.name)
    }
    const report = (node, name) =>
      context.report({ node, message: `program uses tags of layers; main provides \`${name}\`` })
    const reportMaker = (node, key) => {
      if (MAKER.test(nameOf(key) ?? "")) report(node, nameOf(key))
    }
    return {
      ImportDeclaration: ({ source, specifiers }) => {
        if (!FROM_LAYERS.test(source.value)) return
        for (const specifier of specifiers) {
          imported.add(specifier.local.name)
          if (specifier.type === "ImportSpecifier") reportMaker(specifier, specifier.imported)
        }
      },
      MemberExpression: (node) => {
        if (isImported(node.object)) reportMaker(node, node.property)
      },
      VariableDeclarator: ({ id, init }) => {
        if (init === null || id.type !== "ObjectPattern" || !isImported(init)) return
        for (const property of id.properties) {
          if (property.type === "Property") reportMaker(property, property.key)
        }
      }
    }
  }
}

/** The children of a folder, files and folders alike, have an order in which each imports only those before it. */
const noCircleBetweenFolders = {
  create: (context) => {
    const src = srcOf(context.filename)
    if (src === undefined) return {}
    const check = ({ source }) => {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return
      const edge = betweenChildren(src, context.filename, source.value)
      if (edge === undefined) return
      const { folder, from, to } = edge
      const back = wayBetween(importsBelow(src).get(folder) ?? new Map(), to, from)
      if (back === undefined) return
      const circle = [from, ...back].join(" -> ")
      context.report({ node: source, message: `imports go in a circle in ${join("src", folder)}: ${circle}` })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check
    }
  }
}

/** A folder that holds more than one can take in at a glance wants folders of its own. */
const maxFilesInFolder = {
  meta: { schema: [{ type: "integer" }] },
  create: (context) => ({
    Program: (node) => {
      const [max] = context.options
      const folder = dirname(context.filename)
      const files = filesIn(folder)
      // the first tells it for all
      if (files.length > max && basename(context.filename) === files[0]) {
        context.report({
          node,
          message: `${basename(folder)} holds ${files.length} files, of at most ${max}`
        })
      }
    }
  })
}

export default {
  meta: { name: "house" },
  rules: {
    "no-now": noNow,
    "no-layers-in-program": noLayersInProgram,
    "no-circle-between-folders": noCircleBetweenFolders,
    "max-files-in-folder": maxFilesInFolder
  }
}
