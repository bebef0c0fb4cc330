import { Chunk, Clock, Effect, Option, Redacted, Schema, Stream } from "effect"
import { Contact } from "../../domain/Contact.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { pathOf, reader } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

const endpoint = "webwxgetcontact"

/** Tencent's own client stops here, too. */
const maxPages = 16

const Answer = Schema.Struct({ MemberList: Lenient.list(Contact), Seq: Lenient.int })

/**
 * The address book: friends, official and special accounts, and of the groups only those saved to it. Incomplete for
 * some accounts, so an unknown sender is asked for when they speak.
 */
export class GetContact extends Effect.Service<GetContact>()("http/GetContact", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const read = reader(endpoint, Answer)

    /** One page, from `seq` on (0 first); the returned `seq` asks for the next one, 0 when this was the last. */
    const page = Effect.fn("GetContact.page")(function* (credentials: Credentials, seq: number) {
      const text = yield* wechat.text({
        endpoint,
        host: credentials.host,
        path: pathOf(endpoint),
        query: {
          r: yield* Clock.currentTimeMillis,
          seq,
          skey: Redacted.value(credentials.skey),
          lang: "zh_CN",
          pass_ticket: Redacted.value(credentials.pass_ticket)
        },
        timeout: "contacts",
        maxBytes: 64 * 1024 * 1024
      })
      const { MemberList, Seq } = yield* read(text)
      return { contacts: MemberList, seq: Seq }
    })

    /** All pages in turn. Big books take minutes: what came before a failure is good. */
    const all = (credentials: Credentials) =>
      Stream.paginateChunkEffect({ seq: 0, pages: 1 }, ({ seq, pages }) =>
        Effect.map(page(credentials, seq), ({ contacts, seq: next }) => {
          const ended = next === 0 || next === seq || pages === maxPages
          return [
            Chunk.unsafeFromArray(contacts),
            ended ? Option.none() : Option.some({ seq: next, pages: pages + 1 })
          ]
        })
      )

    return { page, all } as const
  })
}) {}
