// Loaded into the robot beside its program (NODE_OPTIONS=--import), so that a test can break it by a signal.

// its event loop hangs
process.on("SIGUSR2", () => {
  for (;;);
})

// No time limit comes to an end any more, so that what hangs does so for ever. All else goes on, signs of life too: the
// limit of a call is the shortest, and they come more often.
const CALL_LIMIT = 15_000
let limitless = false
const { setTimeout } = globalThis
globalThis.setTimeout = (task, millis, ...args) =>
  setTimeout(() => (limitless && millis >= CALL_LIMIT ? undefined : task(...args)), millis)

// And of the three minutes that a loop may stand still it makes ten seconds: the test ends the poll that is held by then.
const FASTER = 18n
process.on("SIGPWR", () => {
  limitless = true
  const now = process.hrtime.bigint
  const start = now()
  process.hrtime.bigint = () => start + (now() - start) * FASTER
})
