import { HttpServerResponse } from "@effect/platform"

/** A line of JavaScript, as `jslogin`, `login` and `synccheck` answer. */
export const javascript = (text: string) => HttpServerResponse.text(text, { contentType: "text/javascript" })

/**
 * JSON labelled `text/plain`, as all other endpoints answer. `NewMsgId` is given as a string of digits and becomes
 * the bare number beyond 2^53 that the real service writes.
 */
export const json = (value: unknown) =>
  HttpServerResponse.text(JSON.stringify(value).replaceAll(/"NewMsgId":"(\d+)"/g, '"NewMsgId":$1'), {
    contentType: "text/plain"
  })

/** `BaseResponse` with a `Ret`; `ErrMsg` is empty even on errors. */
export const base = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" } })
