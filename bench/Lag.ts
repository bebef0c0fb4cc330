import { writeFileSync } from "node:fs"
import { monitorEventLoopDelay } from "node:perf_hooks"

/*
 * Measures how late the event loop of a program comes that knows nothing of it: `NODE_OPTIONS=--import` loads this
 * before the program. From SIGUSR2 on it counts; at the end of the program the figures go to the file BENCH_LAG.
 */

const RESOLUTION = 2

const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
delay.enable()
process.on("SIGUSR2", () => delay.reset())
process.on("exit", () => {
  const file = process.env["BENCH_LAG"]
  // what is counted is from one turn of the timer to the next, on time or not
  const millis = (percentile: number) => Math.max(0, delay.percentile(percentile) / 1e6 - RESOLUTION)
  if (file !== undefined) writeFileSync(file, `${millis(50)} ${millis(99)}`)
})
