import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "@effect/vitest"

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => `${parentPath}/${name}`)

/** What people may read Chinese in: pages, examples, the default replies, and what the simulator's people say. */
const files = [
  "README.md",
  "README.zh-CN.md",
  "docs/simulator.md",
  ...filesIn("docs").filter((file) => file.endsWith(".zh-CN.md")),
  ".env.example",
  ...filesIn("src/layers/settings/table"),
  ...filesIn("src/commands"),
  ...filesIn("src/demo"),
  ...filesIn("src/simulator")
]

/** Marks that Chinese writes full-width, right after or before a Chinese character. */
const halfWidth = /\p{Script=Han}[`*”]*[,.;:?!~]|[,;:?!~)][`*“]* ?\p{Script=Han}|\p{Script=Han} ?\(/u

/** The line without where links lead to, without code that holds no Chinese, and without settings of names. */
const prose = (line: string) =>
  line
    .replaceAll(/\]\([^)]*\)/g, "]")
    .replaceAll(/`[^`\p{Script=Han}]*`/gu, "``")
    .replaceAll(/ROBOT_(?:ALLOW|DENY)=\S+/g, "")

it.each(files)("Chinese has full-width punctuation in %s", (file) => {
  const found = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => (halfWidth.test(prose(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : []))
  expect(found, "write ，。；：？！～（） in these lines").toEqual([])
})
