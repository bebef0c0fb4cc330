import { Schema } from "effect"
import { InJson, Numbered, Several, Target } from "./Endpoints.ts"
import { optional, strict } from "./StrictSchema.ts"

const fault = <Kind extends string, Fields extends Schema.Struct.Fields>(kind: Kind, fields: Fields) =>
  Schema.Struct({
    kind: Schema.Literal(kind),
    /** How many calls it hits; all until it is cleared when missing. */
    times: optional(Schema.Int.pipe(Schema.positive())),
    /** The chance of each call to be hit, from 0 to 1; 1 when missing. */
    probability: optional(Schema.Number.pipe(Schema.between(0, 1))),
    ...fields
  }).annotations({ identifier: `Fault ${kind}`, ...strict })

/** Whose calls, and whether the service does its work before the fault (`after`) or never (`before`, the default). */
const of = <Endpoint extends string>(endpoint: Schema.Schema<Endpoint>) => ({
  endpoint,
  when: optional(Schema.Literal("before", "after"))
})

const Milliseconds = Schema.Number.pipe(Schema.between(0, 86_400_000))

/** What goes wrong with the calls of one endpoint or of several. */
export const Fault = Schema.Union(
  /** An HTTP status without a body. */
  fault("status", { ...of(Target), status: Schema.Int.pipe(Schema.between(200, 599)) }),
  /** The connection is reset. */
  fault("reset", of(Target)),
  /** No answer: the connection is held, and reset when the fault is cleared. */
  fault("hang", of(Target)),
  /** Status 200 with random bytes, with no body, with a page of HTML. */
  fault("garbage", of(Target)),
  fault("empty", of(Target)),
  fault("html", of(Target)),
  /**
   * A number in the endpoint's usual shape: `Ret`, `retcode`, `ret` or `code`, of `chat/completions` the HTTP status of
   * an error. Calls without one are not hit.
   */
  fault("ret", { ...of(Schema.Literal(...Several.literals, ...Numbered.literals)), ret: Schema.Int }),
  /** The real answer in this many pieces (one for each byte when missing), with a pause in milliseconds between. */
  fault("drip", {
    endpoint: Target,
    pause: Milliseconds,
    pieces: optional(Schema.Int.pipe(Schema.positive()))
  }),
  /** Half of the real answer under a `content-length` of all of it, then the end of the connection. */
  fault("truncated", { endpoint: Target }),
  /** Half of the real answer as if it were all of it, under its own `content-length`; the connection stays. */
  fault("half", { endpoint: Target }),
  /**
   * The real answer with a raw control character in each string of a JSON field, in the first string when no field is
   * named. Answers in no JSON are not hit.
   */
  fault("control", {
    endpoint: Schema.Literal(...Several.literals, ...InJson.literals),
    field: optional(Schema.String.pipe(Schema.pattern(/^\w+$/)))
  }),
  /** `synccheck` says retcode 0 and this selector at once. */
  fault("selector", { endpoint: Schema.Literal("synccheck"), selector: Schema.NonNegativeInt }),
  /** A poll answers at once that nothing happened, even if something did: 0/0, or 408. */
  fault("instant", { endpoint: Schema.Literal("synccheck", "login") }),
  /** The port is closed, to the control API too, for so many milliseconds. */
  Schema.Struct({
    kind: Schema.Literal("refused"),
    endpoint: Schema.Literal("*"),
    lasts: Milliseconds
  }).annotations({ identifier: "Fault refused", ...strict })
)
export type Fault = typeof Fault.Type

/** A fault that was asked for. It is kept until it is cleared, also when its `times` are used up. */
export interface KeptFault {
  readonly order: number
  readonly fault: Fault
  /** How many calls it hit. */
  readonly hits: number
}
