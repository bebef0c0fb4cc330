import { Effect, Option, Redacted, Schema } from "effect"
import packageJson from "../../../package.json" with { type: "json" }
import { Timing } from "../../domain/Timing.ts"
import { HttpExchange, type HttpRequest } from "../../http/HttpExchange.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { BadInput, NothingThere, NotNow, Unreadable } from "../api/contract/Errors.ts"
import { giveUp } from "../Unsuccessful.ts"
import { type RobotAddress, robotAddress } from "./RobotAddress.ts"

/** More than any answer that a command asks for; in bytes. */
const ANSWER_AT_MOST = 1_000_000

const noAnswer = ({ address, file }: RobotAddress, why: string) =>
  giveUp(
    "try-again",
    `No robot answers at ${oneLine(address)} (${why}), where ${file} says. Is it running? One that was killed leaves that file behind.`
  )

const otherVersion = giveUp(
  "settings",
  `The running robot does not know this, or answers in another way: it is not of the version of this command (${packageJson.version}). Start it again with the same program.`
)

const decodeRefusal = Schema.decodeUnknownOption(
  Schema.parseJson(Schema.Union(BadInput, NothingThere, NotNow, Unreadable))
)

/** What the robot says instead of an answer. */
const refused = ({ address, file }: RobotAddress, status: number, text: string) => {
  if (status === 401) {
    return giveUp(
      "try-again",
      `What answers at ${oneLine(address)} does not take the token of ${file}: it is not the robot that wrote that file. Start the robot again.`
    )
  }
  if (status === 429) return giveUp("try-again", "The robot is asked too much at a time: try again later.")
  const refusal = Option.getOrUndefined(decodeRefusal(text))
  switch (refusal?._tag) {
    case "BadInput":
      return giveUp("usage", `The robot wants ${oneLine(refusal.accepted)}`)
    case "NothingThere":
      return giveUp("usage", `Not found: ${oneLine(refusal.missing)}`)
    case "NotNow":
      return giveUp("try-again", `Not now: ${oneLine(refusal.why)}`)
    case "Unreadable":
      return giveUp("failed", `The robot cannot read its journal: ${oneLine(refusal.why)}`)
    case undefined:
      return status === 404
        ? otherVersion
        : giveUp("failed", `The robot answers with the status ${status}: its log may tell why.`)
  }
}

/** What is asked; the path is without its first slash. */
type Asked = Pick<HttpRequest, "method"> & { readonly path: string; readonly body?: string | undefined }

/**
 * The robot that runs on the data directory of the settings, asked over its API. Whatever keeps it from answering is
 * printed, and ends the command.
 */
export class RunningRobot extends Effect.Service<RunningRobot>()("program/RunningRobot", {
  effect: Effect.gen(function* () {
    const exchange = yield* HttpExchange
    const { robotAnswer } = yield* Timing
    const from = yield* robotAddress
    const { address, token } = from

    const ask = Effect.fn("RunningRobot.ask")(function* ({ body, method, path }: Asked, also?: number) {
      const { bytes, status } = yield* exchange({
        endpoint: path,
        method,
        url: `${address}${path}`,
        headers: {
          authorization: `Bearer ${Redacted.value(token)}`,
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) })
        },
        body: body === undefined ? undefined : Buffer.from(body),
        timeout: robotAnswer,
        maxBytes: ANSWER_AT_MOST,
        reads: () => true,
        repeatedBy: "exchange"
      }).pipe(
        Effect.catchTags({
          Unreachable: ({ reason }) => noAnswer(from, reason),
          BadAnswer: ({ issue }) => noAnswer(from, issue)
        })
      )
      const text = Buffer.from(bytes).toString()
      return (status >= 200 && status < 300) || status === also ? text : yield* refused(from, status, text)
    })

    return {
      /** Of its page, without the token. */
      address,
      token,
      /** Reads something. `also` is a status that is as good as 200. */
      get: <A, I>(path: string, schema: Schema.Schema<A, I>, also?: number) =>
        Effect.flatMap(ask({ method: "GET", path }, also), (text) =>
          Effect.orElse(Schema.decode(Schema.parseJson(schema))(text), () => otherVersion)
        ),
      /** Does something: it is done when this comes back. The body is JSON. */
      post: (path: string, body?: string) => Effect.asVoid(ask({ method: "POST", path, body }))
    } as const
  })
}) {}
