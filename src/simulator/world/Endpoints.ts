import type { HttpServerResponse } from "@effect/platform"
import { Schema } from "effect"

/** Every endpoint that answers in JSON, with a number that says how it went. */
export const InJson = Schema.Literal(
  "webwxpushloginurl",
  "webwxinit",
  "webwxstatusnotify",
  "webwxgetcontact",
  "webwxbatchgetcontact",
  "webwxoplog",
  "webwxverifyuser",
  "webwxcreatechatroom",
  "webwxupdatechatroom",
  "webwxsync",
  "webwxsendmsg",
  "webwxuploadmedia",
  "webwxcheckupload",
  "webwxsendmsgimg",
  "webwxsendvideomsg",
  "webwxsendemoticon",
  "webwxsendappmsg",
  "webwxrevokemsg",
  "webwxstatreport",
  "openapi/api",
  "openapi/api/v2",
  "chat/completions"
)
export const isInJson = Schema.is(InJson)

/** Every endpoint whose answers hold a number that says how it went. */
export const Numbered = Schema.Literal(
  "jslogin",
  "login",
  "webwxnewloginpage",
  "synccheck",
  ...InJson.literals
)
export type Numbered = typeof Numbered.Type

/** How such an endpoint refuses a call. */
export type Refusal = (code: number) => HttpServerResponse.HttpServerResponse

/** The endpoints whose answers hold no such number. */
export const Unnumbered = Schema.Literal(
  "qrcode",
  "wx_emoji",
  "webwxlogout",
  "webwxgetmsgimg",
  "webwxgetvoice",
  "webwxgetvideo",
  "webwxgetmedia",
  "webwxgeticon",
  "webwxgetheadimg",
  "webwxcheckurl"
)

/** The endpoints of one service, or of all. */
export const Several = Schema.Literal("*", "wechat", "tuling", "openai")

/** What a fault can hit. */
export const Target = Schema.Literal(...Several.literals, ...Numbered.literals, ...Unnumbered.literals)
export type Target = typeof Target.Type

const ofTuling = "openapi/"
const ofOpenai: Numbered = "chat/completions"

/**
 * The endpoint of a request's path and query: the last word of the path, a chatbot's with the way to it. A uuid is a
 * credential and left out, as is the name of a sticker.
 */
export const endpointOf = (url: string): string => {
  const path = url.replace(/\?.*$/s, "")
  if (path === "/") return path
  if (path.startsWith("/qrcode/")) return "qrcode"
  if (path.startsWith("/wx_emoji/")) return "wx_emoji"
  if (path.endsWith(`/${ofOpenai}`)) return ofOpenai
  return path.startsWith(`/${ofTuling}`) ? path.slice(1) : path.slice(path.lastIndexOf("/") + 1)
}

/** Whether a target includes an endpoint. */
export const covers = (target: Target, endpoint: string): boolean => {
  switch (target) {
    case "*":
      return true
    case "tuling":
      return endpoint.startsWith(ofTuling)
    case "openai":
      return endpoint === ofOpenai
    case "wechat":
      return !endpoint.startsWith(ofTuling) && endpoint !== ofOpenai
    default:
      return target === endpoint
  }
}
