import { defineConfig } from "vitest/config"

/** Where a machine-readable report is wanted, besides what people read. */
const report = process.env["VITEST_JSON"]

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]]
  }
})
