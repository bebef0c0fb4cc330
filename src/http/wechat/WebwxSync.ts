import { Array, Clock, Effect, Option, Redacted, Schema } from "effect"
import { AddMsg } from "../../domain/AddMsg.ts"
import { Contact } from "../../domain/Contact.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { SyncKey } from "../../domain/SyncKey.ts"
import * as Salvage from "../Salvage.ts"
import * as Wire from "../Wire.ts"
import { answerReader, salvaging, textPoster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

const endpoint = "webwxsync"

const Buff = Wire.maybe(Schema.Struct({ Buff: Lenient.text }))

const Answer = Schema.Struct({
  /** Not decoded here, so that messages that cannot be read are counted. */
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
const readKey = Schema.decodeUnknownOption(SyncKey)

/** What happened since a cursor. */
export interface Changes {
  readonly messages: ReadonlyArray<AddMsg>
  /** How many messages could not be read. */
  readonly undecodable: number
  readonly modContacts: ReadonlyArray<Contact>
  /** UserNames. */
  readonly delContacts: ReadonlyArray<string>
  /** The owner's new nick name. */
  readonly nickName: Option.Option<string>
  /** Another call brings more at once. */
  readonly more: boolean
  /** When it is missing, or has a `Count` of 0, the old one stays valid. */
  readonly SyncKey: SyncKey | undefined
  readonly SyncCheckKey: SyncKey | undefined
}

/** Changes that may be of a broken answer: then it is not `whole`, and only messages and cursors were found in it. */
export interface Salvaged extends Changes {
  readonly whole: boolean
}

const changesOf = (answer: typeof Answer.Type): Changes => {
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
}

const keyIn = (text: string, name: string): SyncKey | undefined =>
  Option.getOrUndefined(Option.flatMap(Salvage.lastObject(text, name), (key) => readKey(key)))

const salvage = (text: string): Salvaged => {
  const found = Salvage.objects(text, /\{\s*"MsgId"\s*:/g)
  const messages = Array.filterMap(found, (one) => Option.flatMap(one, (message) => readMessage(message)))
  const [AddMsgCount = 0] = Salvage.integers(text, "AddMsgCount")
  return {
    messages,
    undecodable: Math.max(AddMsgCount, found.length) - messages.length,
    modContacts: [],
    delContacts: [],
    nickName: Option.none(),
    more: false,
    SyncKey: keyIn(text, "SyncKey"),
    SyncCheckKey: keyIn(text, "SyncCheckKey"),
    whole: false
  }
}

/** Fetches what happened since a cursor. */
export class WebwxSync extends Effect.Service<WebwxSync>()("http/WebwxSync", {
  effect: Effect.gen(function* () {
    const post = textPoster(yield* WechatClient, endpoint)
    const read = answerReader(endpoint, Answer)
    const rescue = salvaging(endpoint, salvage)

    const ask = (credentials: Credentials, syncKey: SyncKey) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        post({
          credentials,
          query: { sid: Redacted.value(credentials.wxsid), skey: Redacted.value(credentials.skey) },
          fields: { SyncKey: syncKey, rr: ~now }
        })
      )

    return {
      /** Safe to repeat with the same `syncKey`: the server does not remember what was delivered. */
      sync: Effect.fnUntraced(function* (credentials: Credentials, syncKey: SyncKey) {
        return changesOf(yield* read(yield* ask(credentials, syncKey)))
      }),
      /** The same call, but of an unreadable answer it gives what can be found: single messages, and the cursors. */
      salvage: Effect.fnUntraced(function* (credentials: Credentials, syncKey: SyncKey) {
        const text = yield* ask(credentials, syncKey)
        return yield* read(text).pipe(
          Effect.map((answer): Salvaged => ({ ...changesOf(answer), whole: true })),
          Effect.catchTag("BadAnswer", (failure) => rescue(text, failure))
        )
      })
    } as const
  })
}) {}
