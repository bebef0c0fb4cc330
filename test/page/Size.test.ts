import { readdirSync, readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"

test("the whole page is at most 45 kB, compressed", () => {
  const files = readdirSync("dist/page").filter((file) => !file.startsWith("demo."))
  expect(files).toEqual(expect.arrayContaining(["index.html", "page.css", "page.js", "icon.svg"]))
  const bytes = files.map((file) => gzipSync(readFileSync(`dist/page/${file}`)).length)
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(45_000)
})
