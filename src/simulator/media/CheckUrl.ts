import { HttpServerResponse } from "@effect/platform"
import { Effect, Option, Schema } from "effect"
import { param } from "../wechat/SessionCall.ts"
import { orNothing, readMediaGet } from "./MediaCall.ts"

const warning = HttpServerResponse.html(`<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>微信</title></head><body><p>已停止访问该网页</p></body></html>
`)

const parse = Schema.decodeOption(Schema.URL)

/** GET `webwxcheckurl`: sends the browser on to `requrl`, or warns of it. */
export const webwxcheckurl = Effect.gen(function* () {
  const { params, state } = yield* readMediaGet
  const url = Option.filter(parse(param(params, "requrl")), ({ protocol }) => /^https?:$/.test(protocol))
  if (Option.isNone(url)) return warning
  const { href } = url.value
  if (state.badLinks.some((link) => href.startsWith(link))) return warning
  return HttpServerResponse.empty({ status: 301, headers: { location: href } })
}).pipe(orNothing)
