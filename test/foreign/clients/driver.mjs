// Runs one of the clients and has it do what a test says: a JSON line comes in for each step, and one goes out for its
// answer and for each thing that the client tells by itself. Bytes stand in them as {"base64":"…"}.
import { Console } from "node:console"
import { connect, createServer } from "node:net"
import { createInterface } from "node:readline"

const [, , client, ...ports] = process.argv

// what a client writes is for people
globalThis.console = new Console(process.stderr)

// clients wait for seconds before they try again: these pauses go by faster; what takes a minute is a time-out
const MINUTE = 60_000
for (const name of ["setInterval", "setTimeout"]) {
  const real = globalThis[name]
  globalThis[name] = (run, pause = 0, ...values) => real(run, pause < MINUTE ? pause / 25 : pause, ...values)
}

const shown = (_, value) =>
  value?.type === "Buffer" && Array.isArray(value.data)
    ? { base64: Buffer.from(value.data).toString("base64") }
    : value
const taken = (_, value) => (typeof value?.base64 === "string" ? Buffer.from(value.base64, "base64") : value)

const write = (line) => process.stdout.write(`${JSON.stringify(line, shown)}\n`)
const tell = (event, value = null) => write({ event, value })

// as PassOn.ts of the simulator does it
const way = (from, to) => {
  from.pipe(to)
  from.on("error", () => {})
  from.once("close", () => (from.readableEnded ? to.resume() : to.destroy()))
}

// the name space has a network of its own, and the simulator is outside of it
for (const [port, socket] of ports.map((one) => one.split("="))) {
  const relay = createServer({ allowHalfOpen: true }, (one) => {
    const other = connect({ path: socket, allowHalfOpen: true })
    way(one, other)
    way(other, one)
  })
  await new Promise((resolve) => relay.listen(Number(port), "127.0.0.1", resolve))
}

const { steps } = await import(`./${client}.mjs`)
const does = steps(tell)
tell("ready")

for await (const line of createInterface({ input: process.stdin })) {
  const { order, step, values } = JSON.parse(line, taken)
  Promise.resolve()
    .then(() => does[step](...values))
    .then(
      (value = null) => write({ order, value }),
      ({ message, tips = "" }) => write({ order, error: `${tips} ${message}`.trim() })
    )
}
process.exit()
