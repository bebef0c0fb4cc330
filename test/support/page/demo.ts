import { Effect } from "effect"
import { run } from "../end-to-end/program.ts"

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//

/** The built demo that stays, at once: the address of its page. */
export const demoPage = Effect.gen(function* () {
  const { until, written } = yield* run(["demo", "--stay", "--skip"], { COLUMNS: "120" })
  yield* until((stdout) => ADDRESS.test(stdout))
  const [address = ""] = ADDRESS.exec(written()) ?? []
  return address
})
