import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Where a machine-readable report is wanted, besides what people read. */
const report = process.env["VITEST_JSON"]

/** Files that take longest: begun last, they would hold up the end while the other cores have nothing to do. */
const longest = [
  "systemd/Service",
  "crash/Crash",
  "end-to-end/Output",
  "end-to-end/Faults",
  "end-to-end/Refusals",
  "crash/Kills",
  "end-to-end/Journal",
  "end-to-end/Clocks",
  "program/Day",
  "domain/Hostile"
]

class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>) {
    const place = ({ moduleId }: TestSpecification) =>
      [...longest, ""].findIndex((name) => moduleId.includes(name))
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    testTimeout: 30_000,
    setupFiles: ["test/support/seed.ts"],
    sequence: { sequencer: LongestFirst },
    // Loading Effect anew for each file would take most of the time, so the files of a thread share it. Two things must
    // not be done there then: keep something in a module, and use `layer` of @effect/vitest, which changes `it` for good.
    // The machines of the one fork wait more than they work, so that two threads beside it suit two cores.
    poolOptions: {
      threads: { isolate: false, minThreads: 2, maxThreads: 2 },
      forks: { isolate: true, maxForks: 1 }
    },
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
          pool: "threads",
          include: ["test/{demo,end-to-end,crash}/**/*.test.ts"]
        }
      },
      {
        extends: true,
        test: {
          name: "systemd",
          pool: "forks",
          include: ["test/systemd/**/*.test.ts"]
        }
      }
    ],
    benchmark: { include: ["bench/**/*.bench.ts"] }
  }
})
