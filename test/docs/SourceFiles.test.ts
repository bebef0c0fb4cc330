import { existsSync, readdirSync, readFileSync } from "node:fs"
import { expect, it } from "@effect/vitest"

const documents = [
  "README.md",
  "README.zh-CN.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
]

const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).map((path) => `src/${path}`)

/** A file may be named by the end of its path only. */
const isThere = (name: string) => existsSync(name) || sources.some((path) => path.endsWith(`/${name}`))

it.each(documents)("every file of src or test that %s names is there", (document) => {
  const named =
    readFileSync(document, "utf8").match(/(?<=`)(?:(?:src|test)\/[\w/]+|[\w/]+(?:\.test)?\.tsx?)(?=`)/g) ?? []
  expect(named.filter((name) => !isThere(name))).toEqual([])
})
