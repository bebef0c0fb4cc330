import { Data, Either, Option, Schema } from "effect"
import { SessionHost } from "../../domain/Session.ts"
import { hostOf } from "../Transport.ts"

/**
 * The hosts the robot speaks to. Which session host serves an account is told by the log-in's `redirect_uri`; its push
 * host is `webpush.` in front, and asking another one is answered with 1100. The log-in begins on a host of its own.
 */
export type WechatHost = SessionHost | `webpush.${SessionHost}` | typeof loginHost | typeof qrHost

/** Serves jslogin and the log-in poll, before the account's own host is known. */
export const loginHost = "login.wx.qq.com"

/** Draws the QR code, for every region. */
export const qrHost = "login.weixin.qq.com"

/** Answers synccheck for the accounts of a session host. */
export const pushHost = (host: SessionHost): `webpush.${SessionHost}` => `webpush.${host}`

const isSessionHost = Schema.is(SessionHost)

/** The session host that `host` belongs to: itself, or with `login.`, `file.`, `webpush.` before it. */
export const sessionHostOf = (host: string): Option.Option<SessionHost> =>
  Option.liftPredicate(host.replace(/^(login|file|webpush)\./, ""), isSessionHost)

/** The log-in would lead to an address that is not WeChat's: a person has to find out why. Nothing was sent there. */
export class ForeignHost extends Data.TaggedError("ForeignHost")<{ readonly host: string }> {
  override get message() {
    return `the log-in leads to ${this.host}, which is not WeChat's`
  }
}

/** The host that the stand-in for all hosts counts as. */
const standInHost: SessionHost = "wx.qq.com"

/** Origin, path and query. No other part of an address is allowed, and the text is matched as it is, not normalised. */
const shape = /^(https?:\/\/[^/?#\\\s]+)(\/cgi-bin\/mmwebwx-bin\/webwxnewloginpage\?[!-"$-[\]-~]+)$/

/**
 * Where a `redirect_uri` leads: only to the log-in page of a session host, spelt exactly, over HTTPS,
 * without port, user or fragment; or to that page at `origin`, the stand-in for all hosts, which counts as `wx.qq.com`.
 */
export const parseRedirectUri = (
  text: string,
  origin: Option.Option<URL>
): Either.Either<{ readonly host: SessionHost; readonly target: string }, ForeignHost> => {
  const [, base = "", target] = shape.exec(text) ?? []
  const standIn = Option.exists(origin, (url) => url.origin === base) ? standInHost : undefined
  const named = base.replace(/^https:\/\//, "")
  const host = isSessionHost(named) ? named : standIn
  return host === undefined || target === undefined
    ? Either.left(new ForeignHost({ host: hostOf(text) }))
    : Either.right({ host, target })
}
