// Loaded before the program by NODE_OPTIONS=--import: writes to the file LOADED, at the end, which of its own files it ran.
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

const { readFileSync } = fs
const loaded = new Set()
fs.readFileSync = (path, ...options) => {
  if (`${path}`.endsWith(".cjs")) loaded.add(path)
  return readFileSync(path, ...options)
}
syncBuiltinESMExports()

process.on("exit", () => fs.writeFileSync(process.env["LOADED"], JSON.stringify([...loaded])))
