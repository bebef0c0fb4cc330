import { HttpRouter, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect, Option } from "effect"
import QRCode from "qrcode"
import * as Response from "./wire/Response.ts"
import { param } from "./SessionCall.ts"
import type { Refusal } from "../world/Endpoints.ts"
import { type Scan, withScan } from "../world/State.ts"
import { type Transition, World } from "../world/World.ts"

/** The one `appid` of Web WeChat. */
const APP_ID = "wx782c26e4c19acffb"

/** A picture of one pixel: what stands where the owner's face would. */
const AVATAR = "data:img/jpg;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

/** Opens a way to log in: `scanned` at once when it was pushed to the phone, which then only wants the tap. */
export const open = (stage: "waiting" | "scanned") =>
  Effect.gen(function* () {
    const { ids, modify } = yield* World
    const uuid = `${yield* ids.token(10)}==`
    const ticket = `${yield* ids.token(24)}@qrticket_0`
    yield* modify((state) => [
      undefined,
      { ...state, scans: [...state.scans, { uuid, ticket, stage, told: false }] }
    ])
    return uuid
  })

/** Refuses `jslogin`. */
export const jsloginRefusal: Refusal = (code) =>
  Response.javascript(`window.QRLogin.code = ${code}; window.QRLogin.uuid = "";`)

/** GET or POST `/jslogin`: a new uuid. */
export const jslogin = Effect.gen(function* () {
  const params = yield* HttpServerRequest.ParsedSearchParams
  if (param(params, "appid") !== APP_ID) return jsloginRefusal(400)
  return Response.javascript(`window.QRLogin.code = 200; window.QRLogin.uuid = "${yield* open("waiting")}";`)
})

/** GET `/qrcode/{uuid}`: the code to scan, as PNG. */
export const qrcode = Effect.gen(function* () {
  const { state } = yield* World
  const { uuid } = yield* HttpRouter.params
  const { scans } = yield* state
  if (!scans.some((scan) => scan.uuid === uuid)) return HttpServerResponse.empty({ status: 404 })
  // a uuid of ours is always short enough to draw
  const png = yield* Effect.promise(() => QRCode.toBuffer(`https://login.weixin.qq.com/l/${uuid}`))
  return HttpServerResponse.uint8Array(png, { contentType: "image/png" })
})

/** What a poll is told, of which scan. */
interface Verdict {
  readonly code: number
  readonly scan?: Scan
}

/** What a poll for a scan is told, nothing while it has to wait. `autoScan` plays the owner. */
const poll =
  (uuid: string): Transition<Option.Option<Verdict>> =>
  (state) => {
    const scan = state.scans.find((scan) => scan.uuid === uuid)
    const wait = [Option.none<Verdict>(), state] as const
    const tell = (code: number) => [Option.some<Verdict>({ code }), state] as const
    if (scan === undefined) return tell(400)
    const move = (code: number, stage: Scan["stage"]) => {
      const next = { ...scan, stage, told: true }
      return [Option.some<Verdict>({ code, scan: next }), withScan(state, next)] as const
    }
    switch (scan.stage) {
      case "waiting":
        return state.autoScan ? move(201, "scanned") : wait
      case "scanned":
        if (!scan.told) return move(201, "scanned")
        return state.autoScan ? move(200, "confirmed") : wait
      case "confirmed":
        return move(200, "confirmed")
      case "cancelled":
        return tell(202)
      case "failed":
        return tell(500)
      case "countdown":
      case "expired":
      case "used":
        return tell(400)
    }
  }

/** A poll's answer that is nothing but a code. */
export const loginAnswer: Refusal = (code) => Response.javascript(`window.code=${code};`)

/** GET `login`: holds until the owner scans, taps or refuses; 408 when nothing happened. */
export const login = Effect.gen(function* () {
  const world = yield* World
  const params = yield* HttpServerRequest.ParsedSearchParams
  const verdict = yield* world.hold("login", poll(param(params, "uuid")))
  if (Option.isNone(verdict)) return loginAnswer(408)
  const { code, scan } = verdict.value
  if (code === 201) return Response.javascript(`window.code=201;window.userAvatar = '${AVATAR}';`)
  if (scan === undefined) return loginAnswer(code)
  const { now, origin, settled } = world
  const host = settled.sessionHost === "own" ? origin : `https://${settled.sessionHost}`
  const at = Math.floor((yield* now) / 1000)
  const query = `ticket=${scan.ticket}&uuid=${scan.uuid}&lang=zh_CN&scan=${at}`
  return Response.javascript(
    `window.code=200;\nwindow.redirect_uri="${host}/cgi-bin/mmwebwx-bin/webwxnewloginpage?${query}";`
  )
})
