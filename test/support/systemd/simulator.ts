import { HttpClient, HttpClientError, HttpClientResponse } from "@effect/platform"
import { Effect } from "effect"
import * as ControlClient from "../../../src/simulator/control/ControlClient.ts"
import { Machine } from "./machine.ts"

const PORT = 8765

/** Where the robot of the machine finds the simulator. */
export const ORIGIN = `http://127.0.0.1:${PORT}`

/** One request, asked from inside of the machine: its network is its own. */
const ASK = `
  const [url, method, body] = process.argv.slice(1)
  const headers = { "content-type": "application/json" }
  const answer = await fetch(url, { method, ...(body === "" ? {} : { body, headers }) })
  process.stdout.write(JSON.stringify({ status: answer.status, text: await answer.text() }))`

/** The HTTP of the machine. */
const client = Effect.map(Machine, ({ run }) =>
  HttpClient.make((request, url) =>
    Effect.gen(function* () {
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const { exitCode, stderr, stdout } = yield* run(
        "node",
        "--input-type=module",
        "--eval",
        ASK,
        "--",
        url.toString(),
        request.method,
        body
      )
      if (exitCode !== 0) {
        return yield* new HttpClientError.RequestError({ request, reason: "Transport", description: stderr })
      }
      const { status, text } = JSON.parse(stdout)
      const headers = { "content-type": "application/json" }
      return HttpClientResponse.fromWeb(request, new Response(text === "" ? null : text, { status, headers }))
    })
  )
)

/** A simulator in the machine, fresh, for as long as the scope lasts; gives its control. */
export const simulator = (...options: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { output } = yield* Machine
    const unit = ["--quiet", "--collect", "--service-type=exec", "--unit=simulator"]
    const command = ["node", "/source/dist/main.js", "simulator", "--port", `${PORT}`, ...options]
    yield* Effect.acquireRelease(output("systemd-run", ...unit, ...command), () =>
      Effect.orDie(output("systemctl", "stop", "simulator"))
    )
    const control = yield* Effect.provideServiceEffect(
      ControlClient.make(ORIGIN),
      HttpClient.HttpClient,
      client
    )
    // not before it listens
    const { state } = control
    yield* Effect.eventually(state())
    return {
      ...control,
      // -1, "from the beginning", is nothing that HTTP knows
      state: ({ after = -1, ...ask }: Parameters<typeof state>[0] = {}) =>
        Effect.orDie(state(after < 0 ? ask : { ...ask, after }))
    }
  })
