// Loaded into the robot beside its program (NODE_OPTIONS=--import), so that a test can set the clock of "its machine":
// by how many milliseconds is in the file of CLOCK_OFF. The steady clock goes on evenly, as a real one does.
import { readFileSync } from "node:fs"

const RealDate = Date
const now = () => RealDate.now() + Number(readFileSync(process.env.CLOCK_OFF, "utf8"))

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args))
  }
  static now() {
    return now()
  }
}
