import type { HttpServerResponse } from "@effect/platform"
import { Schema } from "effect"

/** Every endpoint whose answers hold a number that says how it went. */
export const Numbered = Schema.Literal(
  "jslogin",
  "login",
  "webwxnewloginpage",
  "webwxpushloginurl",
  "webwxinit",
  "webwxstatusnotify",
  "webwxgetcontact",
  "webwxbatchgetcontact",
  "synccheck",
  "webwxsync",
  "webwxsendmsg",
  "openapi/api",
  "openapi/api/v2"
)
export type Numbered = typeof Numbered.Type

/** How such an endpoint refuses a call. */
export type Refusal = (code: number) => HttpServerResponse.HttpServerResponse

/** Those of them that answer in JSON. */
export const InJson = Schema.Literal(
  "webwxpushloginurl",
  "webwxinit",
  "webwxstatusnotify",
  "webwxgetcontact",
  "webwxbatchgetcontact",
  "webwxsync",
  "webwxsendmsg",
  "openapi/api",
  "openapi/api/v2"
)
export const isInJson = Schema.is(InJson)

/** The endpoints whose answers hold no such number. */
export const Unnumbered = Schema.Literal("qrcode", "webwxlogout")

/** The endpoints of one service, or of both. */
export const Several = Schema.Literal("*", "wechat", "tuling")

/** What a fault can hit. */
export const Target = Schema.Literal(...Several.literals, ...Numbered.literals, ...Unnumbered.literals)
export type Target = typeof Target.Type

const ofTuling = "openapi/"

/**
 * The endpoint of a request's path and query: the last word of the path, Tuling's with the way to it. A uuid is a
 * credential and left out.
 */
export const endpointOf = (url: string): string => {
  const path = url.replace(/\?.*$/s, "")
  if (path.startsWith("/qrcode/")) return "qrcode"
  return path.startsWith(`/${ofTuling}`) ? path.slice(1) : path.slice(path.lastIndexOf("/") + 1)
}

/** Whether a target includes an endpoint. */
export const covers = (target: Target, endpoint: string): boolean => {
  switch (target) {
    case "*":
      return true
    case "tuling":
      return endpoint.startsWith(ofTuling)
    case "wechat":
      return !endpoint.startsWith(ofTuling)
    default:
      return target === endpoint
  }
}
