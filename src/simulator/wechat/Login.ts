import { HttpRouter, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect, Option } from "effect"
import QRCode from "qrcode"
import * as Response from "./wire/Response.ts"
import { param } from "./SessionCall.ts"
import { sessionHostOf } from "../https/HostNames.ts"
import type { Refusal } from "../world/Endpoints.ts"
import { type Scan, withScan } from "../world/State.ts"
import { type Transition, World } from "../world/World.ts"

/** The one `appid` of Web WeChat. */
const APP_ID = "wx782c26e4c19acffb"

/** A picture of one pixel, in place of the owner's avatar. */
const AVATAR = "data:img/jpg;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

/** So many codes are remembered, also those that were used or are too old. */
const SCANS = 1_000

/** Begins a log-in: `waiting` for a scan, or `scanned` at once if it was pushed to the phone and only lacks the tap. */
export const openScan = (stage: "waiting" | "scanned") =>
  Effect.gen(function* () {
    const { account, common, ids } = yield* World
    const uuid = `${yield* ids.token(10)}==`
    const ticket = `${yield* ids.token(24)}@qrticket_0`
    const scan: Scan = {
      uuid,
      ticket,
      stage,
      told: false,
      account: stage === "waiting" ? null : account.name
    }
    yield* common.modify((state) => [undefined, { ...state, scans: [...state.scans, scan].slice(-SCANS) }])
    return uuid
  })

/** Refuses `jslogin`. */
export const jsloginRefusal: Refusal = (code) =>
  Response.javascript(`window.QRLogin.code = ${code}; window.QRLogin.uuid = "";`)

/** GET or POST `/jslogin`: a new uuid. */
export const jslogin = Effect.gen(function* () {
  const params = yield* HttpServerRequest.ParsedSearchParams
  if (param(params, "appid") !== APP_ID) return jsloginRefusal(400)
  return Response.javascript(
    `window.QRLogin.code = 200; window.QRLogin.uuid = "${yield* openScan("waiting")}";`
  )
})

/** GET `/qrcode/{uuid}`: the code to scan, as PNG. */
export const qrcode = Effect.gen(function* () {
  const { common } = yield* World
  const { uuid } = yield* HttpRouter.params
  const { scans } = yield* common.state
  if (!scans.some((scan) => scan.uuid === uuid)) return HttpServerResponse.empty({ status: 404 })
  // cannot fail: a uuid of ours is short enough for a QR code
  const png = yield* Effect.promise(() => QRCode.toBuffer(`https://login.weixin.qq.com/l/${uuid}`))
  return HttpServerResponse.uint8Array(png, { contentType: "image/png" })
})

/** The code that a poll is answered with, and the scan that it moved on, if any. */
interface PollAnswer {
  readonly code: number
  readonly scan?: Scan
}

/**
 * The answer to a poll for a scan, none while it has to wait. `autoScan` plays the owner: that account's phone scans, and
 * whoever scanned taps.
 */
const poll =
  (uuid: string): Transition<Option.Option<PollAnswer>> =>
  (state) => {
    const scan = state.scans.find((scan) => scan.uuid === uuid)
    const wait = [Option.none<PollAnswer>(), state] as const
    const tell = (code: number) => [Option.some<PollAnswer>({ code }), state] as const
    if (scan === undefined) return tell(400)
    const move = (code: number, stage: Scan["stage"], account = scan.account) => {
      const next = { ...scan, stage, told: true, account }
      return [Option.some<PollAnswer>({ code, scan: next }), withScan(state, next)] as const
    }
    switch (scan.stage) {
      case "waiting":
        return state.autoScan === null ? wait : move(201, "scanned", state.autoScan)
      case "scanned":
        if (!scan.told) return move(201, "scanned")
        return state.autoScan === null ? wait : move(200, "confirmed")
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

/** An answer to a poll that is nothing but a code. */
export const loginAnswer: Refusal = (code) => Response.javascript(`window.code=${code};`)

/** GET `login`: holds until the owner scans, taps or refuses; 408 when nothing happened. */
export const login = Effect.gen(function* () {
  const world = yield* World
  const params = yield* HttpServerRequest.ParsedSearchParams
  const pollAnswer = yield* world.common.hold("login", poll(param(params, "uuid")))
  if (Option.isNone(pollAnswer)) return loginAnswer(408)
  const { code, scan } = pollAnswer.value
  if (code === 201) return Response.javascript(`window.code=201;window.userAvatar = '${AVATAR}';`)
  if (scan === undefined) return loginAnswer(code)
  const { now, origin, options } = world
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  const named = sessionHostOf(headers) ?? options.sessionHost
  const host = named === "own" ? origin : `https://${named}`
  const at = Math.floor((yield* now) / 1000)
  const query = `ticket=${scan.ticket}&uuid=${scan.uuid}&lang=zh_CN&scan=${at}`
  return Response.javascript(
    `window.code=200;\nwindow.redirect_uri="${host}/cgi-bin/mmwebwx-bin/webwxnewloginpage?${query}";`
  )
})
