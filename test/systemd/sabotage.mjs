// Loaded into the robot beside its program (NODE_OPTIONS=--import), so that a test can break it by a signal.

// its event loop hangs
process.on("SIGUSR2", () => {
  for (;;);
})

// nothing comes to an end any more: ten minutes go by between any two looks at the clock
process.on("SIGHUP", () => {
  const now = process.hrtime.bigint
  let lost = 0n
  process.hrtime.bigint = () => now() + (lost += 600_000_000_000n)
})
