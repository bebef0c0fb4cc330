import { defineConfig } from "vitest/config"

/** Where a machine-readable report is wanted, besides what people read. */
const report = process.env["VITEST_JSON"]

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // loading Effect anew for each file would take most of the time; no test keeps anything in a module
    pool: "threads",
    isolate: false,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]]
  }
})
