import { HttpServerResponse } from "@effect/platform"
import { Effect, Option, Schema, Stream } from "effect"
import { Happening } from "../../../domain/Happening.ts"
import { Activity } from "../../../layers/activity/Activity.ts"
import { type Numbered } from "../../../layers/activity/Happenings.ts"
import { TooMany } from "../contract/Errors.ts"

/** Open streams; a browser alone may have six. */
const STREAMS_AT_MOST = 64

/** What comes within this time is told together: at load, to tell each step would cost more than the message itself. */
const GATHERING = "200 millis"

/** Where nothing happens a sign of life: else nobody would notice that the other side is gone. */
const SIGN_OF_LIFE = "15 seconds"

const encode = Schema.encodeSync(Schema.parseJson(Happening))

const event = (name: string, data: string, id: string) => `event: ${name}\nid: ${id}\ndata: ${data}\n\n`

/** Of the steps that a message went meanwhile, the last. */
const withoutPassedSteps = (news: ReadonlyArray<Numbered>): ReadonlyArray<Numbered> => {
  const newest = new Map<string, number>()
  for (const { happening, number } of news) {
    if (happening._tag === "message") newest.set(happening.msgId, number)
  }
  return news.filter(
    ({ happening, number }) => happening._tag !== "message" || newest.get(happening.msgId) === number
  )
}

/** Who reads a stream, and the number that they have come to. */
interface Reader {
  number: number
}

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

/** A new reader, until the scope ends. */
const among = (readers: Set<Reader>, number: number) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const reader: Reader = { number }
      readers.add(reader)
      return reader
    }),
    (reader) => Effect.sync(() => readers.delete(reader))
  )

/**
 * What happens, as Server-Sent Events. The id of an event is that of the run of the robot and a number: who was cut off goes
 * on behind it. Who reads too slowly is told how many events are missing, and sees the last ones.
 */
export const eventStreams = Effect.fn("EventStream.eventStreams")(function* (startedAt: number) {
  const { happenings } = yield* Activity
  const run = startedAt.toString(36)
  const encoder = new TextEncoder()
  const readers = new Set<Reader>()
  let last: Written | undefined

  const missedEvent = (missed: number | null, number: number) =>
    event("missed", JSON.stringify({ missed }), `${run}-${number}`)

  const written = (from: number): Written => {
    const { happenings: news, missed } = happenings.after(from)
    const events = withoutPassedSteps(news).map(({ happening, number }) =>
      event(happening._tag, encode(happening), `${run}-${number}`)
    )
    const text = `${missed === 0 ? "" : missedEvent(missed, from + missed)}${events.join("")}`
    return { from, to: news.at(-1)?.number ?? from, bytes: encoder.encode(text) }
  }

  const next = Effect.fnUntraced(function* (reader: Reader) {
    const { number } = reader
    const news = yield* Effect.timeoutOption(happenings.awaitAfter(number), SIGN_OF_LIFE)
    if (Option.isNone(news)) return encoder.encode(": still there\n\n")
    // what becomes of the connection cannot wait: it may be the last that the robot says
    yield* Effect.raceFirst(Effect.sleep(GATHERING), happenings.awaitStateAfter(number))
    if (last?.from !== number || last.to !== happenings.newest) last = written(number)
    reader.number = last.to
    return last.bytes
  })

  return (lastEventId: string | undefined) =>
    Effect.suspend(() => {
      if (readers.size >= STREAMS_AT_MOST) return new TooMany()
      const { isOfBefore, number } = placeAfter(lastEventId, run, happenings.newest)
      // the id, so that who is cut off before the first event goes on from here
      const first = `retry: 2000\nid: ${run}-${number}\n\n${isOfBefore ? missedEvent(null, 0) : ""}`
      const stream = Stream.unwrapScoped(
        Effect.map(among(readers, number), (reader) =>
          Stream.concat(Stream.make(encoder.encode(first)), Stream.repeatEffect(next(reader)))
        )
      )
      return Effect.succeed(HttpServerResponse.stream(stream, { contentType: "text/event-stream" }))
    })
})
