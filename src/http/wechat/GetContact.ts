import { Chunk, Clock, Effect, Option, Redacted, Schema, Stream } from "effect"
import { Contact } from "../../domain/Contact.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import * as Salvage from "../Salvage.ts"
import { pathOf, answerReader, salvaging } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

const endpoint = "webwxgetcontact"

/** Tencent's own client stops here, too. */
const maxPages = 16

const Answer = Schema.Struct({ MemberList: Lenient.list(Contact), Seq: Lenient.int })

/** A page of the address book; `seq` asks for the next one, 0 when this was the last. */
export interface Page {
  readonly contacts: ReadonlyArray<Contact>
  readonly seq: number
}

/** A page that may be broken: then it is not `whole`, and its contacts are missing. */
export interface SalvagedPage extends Page {
  readonly whole: boolean
}

const pageOf = ({ MemberList, Seq }: typeof Answer.Type): Page => ({ contacts: MemberList, seq: Seq })

const salvage = (text: string): SalvagedPage => ({
  contacts: [],
  seq: Math.max(0, Salvage.integers(text, "Seq").at(-1) ?? 0),
  whole: false
})

/** The contacts of all pages, from `seq` 0 on. A big book takes minutes; what came before a failure can be used. */
export const pages = <E, R>(ask: (seq: number) => Effect.Effect<Page, E, R>): Stream.Stream<Contact, E, R> =>
  Stream.paginateChunkEffect({ seq: 0, pages: 1 }, ({ seq, pages }) =>
    Effect.map(ask(seq), ({ contacts, seq: next }) => {
      const ended = next === 0 || next === seq || pages === maxPages
      return [
        Chunk.unsafeFromArray([...contacts]),
        ended ? Option.none() : Option.some({ seq: next, pages: pages + 1 })
      ]
    })
  )

/**
 * The address book: friends, official and special accounts, and of the groups only those saved to it. Incomplete for
 * some accounts, so an unknown sender is asked for when they speak.
 */
export class GetContact extends Effect.Service<GetContact>()("http/GetContact", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const read = answerReader(endpoint, Answer)
    const rescue = salvaging(endpoint, salvage)

    const ask = (credentials: Credentials, seq: number) =>
      Effect.flatMap(Clock.currentTimeMillis, (r) =>
        wechat.text({
          endpoint,
          host: credentials.host,
          path: pathOf(endpoint),
          query: {
            r,
            seq,
            skey: Redacted.value(credentials.skey),
            lang: "zh_CN",
            pass_ticket: Redacted.value(credentials.pass_ticket)
          },
          timeout: "contacts",
          maxBytes: 64 * 1024 * 1024
        })
      )

    return {
      /** One page; `pages` goes through all. */
      page: Effect.fnUntraced(function* (credentials: Credentials, seq: number) {
        return pageOf(yield* read(yield* ask(credentials, seq)))
      }),
      /** The same call, but of an unreadable answer it gives which page comes next, if that can be found. */
      salvage: Effect.fnUntraced(function* (credentials: Credentials, seq: number) {
        const text = yield* ask(credentials, seq)
        return yield* read(text).pipe(
          Effect.map((answer): SalvagedPage => ({ ...pageOf(answer), whole: true })),
          Effect.catchTag("BadAnswer", (failure) => rescue(text, failure))
        )
      })
    } as const
  })
}) {}
