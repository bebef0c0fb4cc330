import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { availableParallelism, cpus, loadavg } from "node:os"
import { parseArgs } from "node:util"
import { type Client, limitClient, robot, withDirectory } from "./Client.ts"
import { type Run, summarise } from "./Figures.ts"
import { losses, type Results, tableOf } from "./Report.ts"
import { scenesFor } from "./Scenes.ts"
import { full, hundredThousand, short, type Size } from "./Size.ts"
import { type Certificate, certificateIn } from "./Tls.ts"

/*
 * What the robot costs as it is shipped, in a process of its own, against a light server and beside a limit client: see
 * docs/performance.md. The server is in this process, which does nothing else meanwhile.
 */

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    only: { type: "string" },
    runs: { type: "string" }
  }
})

const form = options.short ? short : full
const size: Size = {
  ...form,
  runs: Number(options.runs ?? form.runs),
  long: options.long ? hundredThousand : undefined
}
const RESULTS = "bench/results"
const KEPT = `${RESULTS}/${size.form}.json`

const say = (text: string) => process.stdout.write(`${text}\n`)
const sayMeanwhile = (text: string) => process.stderr.write(`${text}\n`)

const faults: Array<string> = []
const notes: Array<string> = []
const [load = 0] = loadavg()
if (load > 0.5) notes.push(`the machine was busy with other things before (load ${load.toFixed(1)})`)

/** All scenes of a client, once; one that fails takes its own figures with it only. */
const runOf = async (client: Client, number: number, tls: Certificate | undefined) => {
  const run: Run = {}
  for (const [name, scene] of scenesFor(client, size, tls)) {
    if (options.only !== undefined && options.only !== name) continue
    const began = performance.now()
    try {
      const outcome = await scene(client, size)
      Object.assign(run, outcome.run)
      faults.push(...(outcome.faults ?? []).map((fault) => `${client.name}, ${name}: ${fault}`))
      notes.push(...(outcome.notes ?? []).map((note) => `${client.name}, ${note}`))
    } catch (error) {
      faults.push(`${client.name}, ${name}: ${String(error)}`)
    }
    const seconds = Math.round((performance.now() - began) / 1_000)
    sayMeanwhile(`run ${number} of ${size.runs}, ${client.name}, ${name}: ${seconds} s`)
  }
  return run
}

const measure = async (tls: Certificate | undefined): Promise<Results> => {
  const robots: Array<Run> = []
  const limits: Array<Run> = []
  for (let n = 1; n <= size.runs; n++) {
    robots.push(await runOf(robot, n, tls))
    limits.push(await runOf(limitClient, n, tls))
  }
  return {
    form: size.form,
    measuredAt: new Date().toISOString(),
    machine: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "?"}, Node.js ${process.version}`,
    robot: summarise(robots),
    limitClient: summarise(limits)
  }
}

const results = await withDirectory((directory) => {
  const tls = size.tls ? certificateIn(directory) : undefined
  if (size.tls && tls === undefined) notes.push("nothing over TLS: openssl made no certificate")
  return measure(tls)
})
const before: Results | undefined = existsSync(KEPT) ? JSON.parse(await readFile(KEPT, "utf8")) : undefined

say(`${results.machine}; ${size.runs} ${size.runs === 1 ? "run" : "runs"}`)
for (const row of tableOf(results, before)) say(row)
for (const note of notes) say(note)
say(
  before === undefined
    ? `${KEPT} is not there yet: nothing to compare with`
    : `change: since ${before.measuredAt}, on ${before.machine}`
)

await mkdir(RESULTS, { recursive: true })
await writeFile(
  options.keep && options.only === undefined ? KEPT : `${RESULTS}/${size.form}.new.json`,
  `${JSON.stringify(results, null, 2)}\n`
)

const lost = options.short && before !== undefined ? losses(results, before) : []
for (const what of [...faults, ...lost]) say(`FAILED ${what}`)
process.exitCode = faults.length + lost.length > 0 ? 1 : 0
