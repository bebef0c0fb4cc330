import { FastCheck } from "effect"

/**
 * Properties meet the same inputs in each run, so that a red run is about what was changed; SEED=n is for others, RUNS=n
 * for more of them, as `npm run test:long` has it.
 */
FastCheck.configureGlobal({
  seed: Number(process.env["SEED"] ?? 1),
  numRuns: Number(process.env["RUNS"] ?? 40)
})
