import { HttpApiBuilder } from "@effect/platform"
import { Effect, Encoding, Option } from "effect"
import { ShownCode } from "../../../layers/activity/ShownCode.ts"
import { drawing } from "../../../layers/login/QrDrawing.ts"
import { qrDots, qrImage } from "../../../layers/login/QrDots.ts"
import { Connection } from "../../connection/Connection.ts"
import { NewCode } from "../../session/NewCode.ts"
import { OwnersLogout } from "../../session/OwnersLogout.ts"
import { NothingThere, NotNow } from "../contract/Errors.ts"
import { RobotApi } from "../contract/RobotApi.ts"
import { lifeOf } from "./views/Code.ts"

/** As in a terminal that knows no colours. */
const paper = { isTTY: false, environment: {} }

const qr = Effect.gen(function* () {
  const shown = yield* (yield* ShownCode).get
  if (Option.isNone(shown)) return yield* new NothingThere({ missing: "no log-in code waits to be scanned" })
  const { address } = shown.value
  const png = yield* qrImage(address)
  return {
    png: Encoding.encodeBase64(png),
    text: drawing(yield* qrDots(address), "blocks", paper),
    ...(yield* lifeOf(shown.value))
  }
}).pipe(
  Effect.catchTag("TooLongForQrCode", () => new NothingThere({ missing: "the log-in code cannot be drawn" }))
)

const newQr = Effect.gen(function* () {
  const { state } = yield* (yield* Connection).state
  if (state !== "waiting-for-scan" && state !== "logged-out") {
    return yield* new NotNow({ why: `no code is waited for: ${state}` })
  }
  yield* (yield* NewCode).wish
})

const logout = Effect.gen(function* () {
  const outcome = yield* (yield* OwnersLogout).logOut
  if (outcome === "nobody-logged-in") return yield* new NotNow({ why: "nobody is logged in" })
  if (outcome === "not-told") return yield* new NotNow({ why: "WeChat cannot be reached: try again later" })
})

/** The log-in. */
export const layer = HttpApiBuilder.group(RobotApi, "session", (handlers) =>
  handlers
    .handle("qr", () => qr)
    .handle("newQr", () => newQr)
    .handle("logout", () => logout)
)
