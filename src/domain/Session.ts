import { Schema } from "effect"
import { Contact } from "./Contact.ts"
import { SyncKey } from "./SyncKey.ts"

/**
 * A host that serves accounts: `wx{n}.qq.com` or `web{n}.wechat.com`, n empty or 1 to 99. The account, not the client,
 * decides which one.
 */
export const SessionHost = Schema.Union(
  Schema.TemplateLiteral("wx", Schema.String, ".qq.com"),
  Schema.TemplateLiteral("web", Schema.String, ".wechat.com")
).pipe(Schema.pattern(/^(wx|web)([1-9][0-9]?)?\.(qq|wechat)\.com$/))
export type SessionHost = typeof SessionHost.Type

const Secret = Schema.Redacted(Schema.String)

/** What a log-in gives and every later call needs. Whoever has these values can act as the account. */
export const Credentials = Schema.Struct({
  host: SessionHost,
  skey: Secret,
  wxsid: Secret,
  /** The account's number: digits. */
  wxuin: Secret,
  /** As received: percent-encoded once. */
  pass_ticket: Secret
})
export type Credentials = typeof Credentials.Type

/** Up to where the messages of a session have been fetched. */
export const Cursor = Schema.Struct({ SyncKey, SyncCheckKey: SyncKey })
export type Cursor = typeof Cursor.Type

/** A log-in that succeeded: who the owner is, and up to where the messages have been fetched. */
export const Session = Schema.Struct({
  credentials: Credentials,
  me: Schema.Struct({ UserName: Schema.String, NickName: Schema.String }),
  ...Cursor.fields,
  /** The recent chats, for as long as the address book is not loaded. */
  contacts: Schema.Array(Contact)
})
export type Session = typeof Session.Type
