import { Effect } from "effect"
import { open, userName } from "./Browser.ts"

/** A browser that is logged in and has read all, what people are called in its log-in, and the social calls. */
export const openSocial = Effect.gen(function* () {
  const opened = yield* open()
  const { browser, control } = opened
  const keys = yield* browser.logIn
  const first = yield* browser.sync(keys, keys.SyncKey)
  /** The `UserName` of a person or a group. */
  const of = (name: string) => Effect.map(control.state(), (state) => userName(state, name))
  const call = (endpoint: string, body: object, params: Readonly<Record<string, string>> = {}) =>
    browser.json(browser.post(endpoint, keys, body, params))
  /** What the next sync brings. */
  const news = browser.sync(keys, first.SyncKey)
  const check = browser.check(keys, first.SyncCheckKey)
  /** A contact as `webwxbatchgetcontact` shows it. */
  const details = (UserName: string) =>
    browser.json(
      browser.post("webwxbatchgetcontact", keys, { Count: 1, List: [{ UserName, EncryChatRoomId: "" }] })
    )
  return { ...opened, keys, of, call, news, check, details }
})

/** An answer that is nothing but a `Ret`. */
export const ret = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" } })
