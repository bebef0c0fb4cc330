import { availableParallelism } from "node:os"
import { setFlagsFromString } from "node:v8"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Where a machine-readable report is wanted, besides what people read. */
const report = process.env["VITEST_JSON"]

const THREADS = availableParallelism() + 1

// for the threads to come: most of what tests make is gone soon, and more room for it saves a tenth of the time
setFlagsFromString("--max-semi-space-size=32")

/** Files that take longest: begun last, they would hold up the end while the other cores have nothing to do. */
const longest = [
  "systemd/Service",
  "crash/Crash",
  "end-to-end/Output",
  "end-to-end/Faults",
  "end-to-end/Refusals",
  "end-to-end/ChatbotFaults",
  "crash/Kills",
  "foreign/",
  "crash/Command",
  "end-to-end/Journal",
  "page/Many",
  "page/Accessible",
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
    // Tests wait more than they work: there is one thread more than there are cores, and the machines of the one fork.
    poolOptions: {
      threads: { isolate: false, minThreads: THREADS, maxThreads: THREADS },
      forks: { isolate: true, maxForks: 1 }
    },
    // what failed in CI is known by this one line
    chaiConfig: { truncateThreshold: 2_000 },
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
          // each starts several programs, and waits for them beside others that do
          testTimeout: 60_000,
          include: ["test/{demo,end-to-end,crash}/**/*.test.ts"]
        }
      },
      {
        extends: true,
        test: {
          name: "foreign",
          pool: "threads",
          testTimeout: 90_000,
          include: ["test/foreign/*.test.ts"]
        }
      },
      {
        extends: true,
        test: {
          name: "systemd",
          pool: "forks",
          include: ["test/systemd/**/*.test.ts"]
        }
      },
      {
        extends: true,
        test: {
          name: "browser",
          pool: "threads",
          // after all others: some measure how soon the page does something
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          globalSetup: "test/support/page/setup.ts",
          include: ["test/page/**/*.test.ts"]
        }
      }
    ],
    benchmark: { include: ["bench/**/*.bench.ts"] }
  }
})
