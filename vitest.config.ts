import { defineConfig } from "vitest/config"

/** Where a machine-readable report is wanted, besides what people read. */
const report = process.env["VITEST_JSON"]

export default defineConfig({
  test: {
    testTimeout: 30_000,
    setupFiles: ["test/support/seed.ts"],
    // Loading Effect anew for each file would take most of the time, so the files of a thread share it. Two things must
    // not be done there then: keep something in a module, and use `layer` of @effect/vitest, which changes `it` for good.
    poolOptions: { threads: { isolate: false }, forks: { isolate: true } },
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          pool: "threads",
          include: ["test/{commands,docs,domain,http,layers,program,simulator}/**/*.test.ts"]
        }
      },
      {
        extends: true,
        test: {
          name: "whole program",
          pool: "forks",
          include: ["test/{demo,end-to-end,systemd,crash}/**/*.test.ts"]
        }
      }
    ],
    benchmark: { include: ["bench/**/*.bench.ts"] }
  }
})
