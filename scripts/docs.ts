import { readFileSync, writeFileSync } from "node:fs"
import { documents } from "./Documents.ts"

/*
 * Writes into the documents of the working directory what is made from the code. With `--check` it writes nothing, names
 * the files that differ, and ends with 1 if there are any.
 */

const differing = documents.flatMap(({ file, made }) => {
  const text = readFileSync(file, "utf8")
  const wanted = made(text)
  return wanted === text ? [] : [{ file, wanted }]
})

if (process.argv.includes("--check")) {
  for (const { file } of differing) process.stderr.write(`${file} differs from the code: npm run docs\n`)
  process.exitCode = Math.min(differing.length, 1)
} else {
  for (const { file, wanted } of differing) writeFileSync(file, wanted)
}
