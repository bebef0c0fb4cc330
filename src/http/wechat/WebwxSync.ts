import { Array, Clock, Effect, Option, Redacted, Schema } from "effect"
import { AddMsg } from "../../domain/AddMsg.ts"
import { Contact } from "../../domain/Contact.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { SyncKey } from "../../domain/SyncKey.ts"
import * as Wire from "../Wire.ts"
import { poster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

const Buff = Wire.maybe(Schema.Struct({ Buff: Lenient.text }))

const Answer = Schema.Struct({
  /** Left unread here, so that what cannot be read is counted. */
  AddMsgList: Lenient.list(Schema.Unknown),
  ModContactList: Lenient.list(Contact),
  DelContactList: Lenient.list(Schema.Struct({ UserName: Schema.NonEmptyString })),
  Profile: Wire.maybe(Schema.Struct({ BitFlag: Lenient.int, NickName: Buff })),
  ContinueFlag: Lenient.int,
  SyncKey: Wire.maybe(SyncKey),
  SyncCheckKey: Wire.maybe(SyncKey)
})

/** The `BitFlag` of a profile in which something changed. */
const profileChanged = 190

const readMessage = Schema.decodeUnknownOption(AddMsg)

/** Fetches what happened since a cursor. */
export class WebwxSync extends Effect.Service<WebwxSync>()("http/WebwxSync", {
  effect: Effect.gen(function* () {
    const post = poster(yield* WechatClient, "webwxsync", Answer)

    /**
     * Safe to repeat with the same `syncKey`: the server does not remember what was delivered. `undecodable` counts the
     * messages that could not be read; `more` says that another call now brings more. A cursor that is `undefined` or of
     * `Count` 0 leaves the old one good.
     */
    const sync = Effect.fn("WebwxSync.sync")(function* (credentials: Credentials, syncKey: SyncKey) {
      const now = yield* Clock.currentTimeMillis
      const answer = yield* post({
        credentials,
        query: { sid: Redacted.value(credentials.wxsid), skey: Redacted.value(credentials.skey) },
        fields: { SyncKey: syncKey, rr: ~now }
      })
      const messages = Array.filterMap(answer.AddMsgList, (one) => readMessage(one))
      return {
        messages,
        undecodable: answer.AddMsgList.length - messages.length,
        modContacts: answer.ModContactList,
        delContacts: answer.DelContactList.map(({ UserName }) => UserName),
        nickName: Option.fromNullable(answer.Profile).pipe(
          Option.filter(({ BitFlag }) => BitFlag === profileChanged),
          Option.map(({ NickName }) => NickName?.Buff ?? ""),
          Option.filter((name) => name !== "")
        ),
        more: answer.ContinueFlag !== 0,
        SyncKey: answer.SyncKey,
        SyncCheckKey: answer.SyncCheckKey
      }
    })

    return { sync } as const
  })
}) {}
