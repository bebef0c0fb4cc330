import { HttpServerResponse } from "@effect/platform"
import { Effect, Option, Schema, Stream } from "effect"
import { Happening } from "../../../domain/Happening.ts"
import { Activity } from "../../../layers/activity/Activity.ts"
import { type News } from "../../../layers/activity/Happenings.ts"
import { TooMany } from "../contract/Errors.ts"

/** Open streams; a browser alone may have six. */
const STREAMS_AT_MOST = 64

/** What comes within this time is told together: at load, a word for each would cost more than the message itself. */
const GATHERING = "200 millis"

/** Where nothing happens a sign of life: else nobody would notice that the other side is gone. */
const SIGN_OF_LIFE = "15 seconds"

const encode = Schema.encodeSync(Schema.parseJson(Happening))

const event = (name: string, data: string, id: string) => `event: ${name}\nid: ${id}\ndata: ${data}\n\n`

/** The bytes of the last news: who waited for it together gets the same. */
interface Written {
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
}

/** Where a reader goes on: after an event of this run, or at its beginning with that of another. */
const placeAfter = (lastEventId: string | undefined, run: string, newest: number) => {
  if (lastEventId === undefined) return { number: newest, isOfBefore: false }
  const [, id, number] = /^(\w+)-(\d{1,15})$/.exec(lastEventId) ?? []
  const isOfRun = id === run && Number(number) <= newest
  return { number: isOfRun ? Number(number) : 0, isOfBefore: !isOfRun }
}

/**
 * What happens, as Server-Sent Events. The id of an event is that of the run of the robot and a number: who was cut off goes
 * on behind it. Who reads too slowly is told how many events are missing, and sees the last ones.
 */
export const eventStreams = Effect.fn("EventStream.eventStreams")(function* (startedAt: number) {
  const { happenings } = yield* Activity
  const run = startedAt.toString(36)
  const encoder = new TextEncoder()
  let open = 0
  let last: Written | undefined

  const missedEvent = (missed: number | null, number: number) =>
    event("missed", JSON.stringify({ missed }), `${run}-${number}`)

  const bytesOf = (from: number, { happenings: news, missed }: News) => {
    const to = news.at(-1)?.number ?? from
    if (last?.from !== from || last.to !== to) {
      const events = news.map(({ happening, number }) =>
        event(happening._tag, encode(happening), `${run}-${number}`)
      )
      const text = `${missed === 0 ? "" : missedEvent(missed, from + missed)}${events.join("")}`
      last = { from, to, bytes: encoder.encode(text) }
    }
    return last
  }

  const next = Effect.fnUntraced(function* (number: number) {
    const news = yield* Effect.timeoutOption(happenings.awaitAfter(number), SIGN_OF_LIFE)
    if (Option.isNone(news)) return [encoder.encode(": still there\n\n"), number] as const
    yield* Effect.sleep(GATHERING)
    const { bytes, to } = bytesOf(number, happenings.after(number))
    return [bytes, to] as const
  })

  return (lastEventId: string | undefined) =>
    Effect.suspend(() => {
      if (open >= STREAMS_AT_MOST) return new TooMany()
      const { isOfBefore, number } = placeAfter(lastEventId, run, happenings.newest)
      // the id, so that who is cut off before the first event goes on from here
      const first = `retry: 2000\nid: ${run}-${number}\n\n${isOfBefore ? missedEvent(null, 0) : ""}`
      const counted = Effect.acquireRelease(
        Effect.sync(() => open++),
        () => Effect.sync(() => open--)
      )
      const stream = Stream.concat(
        Stream.make(encoder.encode(first)),
        Stream.unfoldEffect(number, (at) => Effect.asSome(next(at)))
      )
      return Effect.succeed(
        HttpServerResponse.stream(Stream.unwrapScoped(Effect.as(counted, stream)), {
          contentType: "text/event-stream"
        })
      )
    })
})
