import { Effect, Predicate } from "effect"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { MessageInput, Poll } from "../../../src/simulator/control/ControlInput.ts"
import { userName } from "../simulator/Browser.ts"
import { bytes, type run } from "./Foreign.ts"

/** Whether something has a property that is so. */
export const has = (name: string, is: unknown) => (value: unknown) =>
  Predicate.hasProperty(value, name) && value[name] === is

/** Bytes that are all different from place to place, behind those that a format begins with. */
export const file = (size: number, head = "") =>
  Buffer.from([
    ...Buffer.from(head, "latin1"),
    ...Array.from({ length: size - head.length }, (_, index) => (index * 31 + (index >> 8)) & 0xff)
  ])

/** What is sent with each client, by the end of its name, and what it is for WeChat; the last one goes in pieces. */
export const outgoing = [
  ["海边.jpg", "picture", file(3000, "\xff\xd8\xff")],
  ["点头.gif", "sticker", file(3000, "GIF89a")],
  ["孩子.mp4", "video", file(3000)],
  ["报告 & 1.pdf", "file", file(3000, "%PDF")],
  ["all.zip", "file", file(1_300_000, "PK")]
] as const

/** Sixty things that friends say, some of them in a group. */
export const sixty: ReadonlyArray<MessageInput> = Array.from({ length: 60 }, (_, index) => ({
  from: index % 2 === 0 ? "lili" : "sun",
  text: `${index}`,
  ...(index % 3 === 0 ? { group: "family" } : {})
}))

/** The state as soon as nobody is logged in. */
const untilEnded = <E>(state: Control<E>["state"], news: Poll = {}): ReturnType<Control<E>["state"]> =>
  state(news).pipe(
    Effect.filterOrElse(
      ({ sessions }) => sessions.every(({ ended }) => ended !== null),
      ({ revision }) => untilEnded(state, { after: revision, wait: 1000 })
    )
  )

/** A client that is played, and what all plays need. */
export const play = (client: Effect.Effect.Success<ReturnType<typeof run>>) => {
  const { control, does } = client
  const names = Effect.map(control.state(), (state) => (name: string) => userName(state, name))
  return {
    ...client,
    /** Gives what somebody is called in the log-in of now. */
    names,
    say: (input: MessageInput) => Effect.map(control.messages([input]), ([MsgId = ""]) => MsgId),
    call: (method: string, ...values: ReadonlyArray<unknown>) => does("call", method, ...values),
    /** The newest of all that was sent, and its bytes. */
    lastSent: Effect.gen(function* () {
      const sent = (yield* control.sent()).at(-1)
      const { MediaId = "" } = sent?.media ?? {}
      const data = MediaId === "" ? undefined : yield* control.media({ of: MediaId })
      return { ...sent, data: data === undefined ? undefined : bytes(data) }
    }),
    person: (name: string) => Effect.map(control.state(), ({ people }) => people.find(has("name", name))),
    group: (name: string) => Effect.map(control.state(), ({ groups }) => groups.find(has("name", name))),
    /** How the log-ins so far ended, the oldest first, as soon as that of now has an end. */
    ends: untilEnded(control.state).pipe(Effect.map(({ sessions }) => sessions.map(({ ended }) => ended)))
  }
}
