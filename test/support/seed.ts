import { FastCheck } from "effect"

/** Properties meet the same inputs in each run, so that a red run is about what was changed; SEED=n is for others. */
FastCheck.configureGlobal({ seed: Number(process.env["SEED"] ?? 1) })
