import { type Redacted } from "effect"

/** The rows of WeChat's host table: the account, not the client, decides which one serves it. */
export const sessionHosts = [
  "wx.qq.com",
  "wx2.qq.com",
  "wx8.qq.com",
  "web.wechat.com",
  "web2.wechat.com"
] as const
export type SessionHost = (typeof sessionHosts)[number]

/** What a log-in gives and every later call needs. Whoever holds these values is the account. */
export interface Credentials {
  readonly host: SessionHost
  readonly skey: Redacted.Redacted
  readonly wxsid: Redacted.Redacted
  /** The account's number: digits. */
  readonly wxuin: Redacted.Redacted
  /** As received: percent-encoded once. */
  readonly pass_ticket: Redacted.Redacted
}
