import { defineConfig } from "vitest/config"

/** Where a machine-readable report is wanted, besides what people read. */
const report = process.env["VITEST_JSON"]

export default defineConfig({
  test: {
    testTimeout: 30_000,
    pool: "threads",
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["test/{docs,domain,http,layers,program,simulator}/**/*.test.ts"],
          // Loading Effect anew for each file would take most of the time. Two things must not be done here then:
          // keep something in a module, and use `layer` of @effect/vitest, which changes `it` for all files that follow.
          isolate: false
        }
      },
      { extends: true, test: { name: "whole program", include: ["test/{demo,end-to-end}/**/*.test.ts"] } }
    ],
    benchmark: { include: ["bench/**/*.bench.ts"] }
  }
})
