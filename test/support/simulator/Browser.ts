import {
  Cookies,
  HttpClient,
  type HttpClientError,
  HttpClientRequest,
  type HttpClientResponse
} from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Option, Ref, Schema } from "effect"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { Poll } from "../../../src/simulator/control/ControlInput.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import type { SimulatorOptions } from "../../../src/simulator/world/Options.ts"

const SyncKey = Schema.Struct({
  Count: Schema.Int,
  List: Schema.Array(Schema.Struct({ Key: Schema.Int, Val: Schema.Int }))
})

const Init = Schema.parseJson(
  Schema.Struct({
    BaseResponse: Schema.Struct({ Ret: Schema.Literal(0), ErrMsg: Schema.String }),
    SyncKey,
    User: Schema.Struct({ UserName: Schema.String, NickName: Schema.String }),
    ChatSet: Schema.String
  })
)

const AddMsg = Schema.Struct(
  {
    MsgId: Schema.String,
    FromUserName: Schema.String,
    ToUserName: Schema.String,
    MsgType: Schema.Int,
    Content: Schema.String
  },
  { key: Schema.String, value: Schema.Unknown }
)

const Sync = Schema.parseJson(
  Schema.Struct({
    BaseResponse: Schema.Struct({ Ret: Schema.Literal(0), ErrMsg: Schema.String }),
    AddMsgCount: Schema.Int,
    AddMsgList: Schema.Array(AddMsg),
    ModContactList: Schema.Array(Schema.Unknown),
    ContinueFlag: Schema.Int,
    SyncKey,
    SyncCheckKey: SyncKey
  })
)

/** What a log-in gives. */
export interface Keys {
  readonly skey: string
  readonly sid: string
  readonly uin: string
  readonly passTicket: string
  readonly me: string
  readonly SyncKey: typeof SyncKey.Type
}

type Strings = Readonly<Record<string, string>>

type HttpError = HttpClientError.HttpClientError

const between = (text: string, before: string, after: string) =>
  text.split(before)[1]?.split(after)[0] ?? `no ${before} in ${text}`

const asQuery = (key: typeof SyncKey.Type) => key.List.map(({ Key, Val }) => `${Key}_${Val}`).join("|")

/** A browser of the plainest kind: it keeps cookies by name only, and knows of the service what a test needs. */
export const openBrowser = (origin: string) =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const cookies = yield* Ref.make(Cookies.empty)

    const execute = (request: HttpClientRequest.HttpClientRequest) =>
      Effect.gen(function* () {
        const jar = yield* Ref.get(cookies)
        const response = yield* client.execute(
          Cookies.isEmpty(jar)
            ? request
            : HttpClientRequest.setHeader(request, "cookie", Cookies.toCookieHeader(jar))
        )
        yield* Ref.update(cookies, Cookies.merge(response.cookies))
        return response
      })

    const get = (path: string, params: Strings = {}, headers: Strings = {}) =>
      execute(HttpClientRequest.get(new URL(path, origin), { urlParams: params, headers }))

    const web = "/cgi-bin/mmwebwx-bin"

    const post = (
      name: string,
      keys: Keys,
      body: object,
      params: Strings = { pass_ticket: keys.passTicket }
    ) =>
      execute(
        HttpClientRequest.post(new URL(`${web}/${name}`, origin), { urlParams: params }).pipe(
          HttpClientRequest.bodyUnsafeJson({ BaseRequest: baseRequest(keys), ...body })
        )
      )

    const text = (answer: Effect.Effect<HttpClientResponse.HttpClientResponse, HttpError>) =>
      Effect.flatMap(answer, (response) => response.text)

    const newCode = Effect.map(text(get("/jslogin", { appid: "wx782c26e4c19acffb", fun: "new" })), (line) =>
      between(line, `window.QRLogin.uuid = "`, `"`)
    )

    const poll = (uuid: string) =>
      text(get(`${web}/login`, { loginicon: "true", uuid, tip: "0", r: "1", _: "1" }))

    /** Polls until confirmed; gives the path and query of the log-in page. */
    const pageOf = (uuid: string): Effect.Effect<string, HttpError> =>
      Effect.flatMap(poll(uuid), (line) =>
        line.startsWith("window.code=200;")
          ? Effect.succeed(`/cgi-bin${between(line, "/cgi-bin", `"`)}`)
          : pageOf(uuid)
      )

    const enter = (page: string) =>
      Effect.gen(function* () {
        const xml = yield* text(get(`${page}&fun=new&version=v2`))
        const tag = (name: string) => between(xml, `<${name}>`, `</${name}>`)
        const keys: Keys = {
          skey: tag("skey"),
          sid: tag("wxsid"),
          uin: tag("wxuin"),
          passTicket: decodeURIComponent(tag("pass_ticket")),
          me: "",
          SyncKey: { Count: 0, List: [] }
        }
        const init = yield* Effect.flatMap(text(post("webwxinit", keys, {})), Schema.decode(Init))
        return { ...keys, me: init.User.UserName, SyncKey: init.SyncKey, init }
      })

    const logIn = newCode.pipe(Effect.flatMap(pageOf), Effect.flatMap(enter))

    const check = (keys: Keys, key: typeof SyncKey.Type) =>
      text(
        get(`${web}/synccheck`, {
          r: "1",
          skey: keys.skey,
          sid: keys.sid,
          uin: keys.uin,
          deviceid: "e000000000000001",
          synckey: asQuery(key)
        })
      )

    const sync = (keys: Keys, key: typeof SyncKey.Type) =>
      Effect.flatMap(text(post("webwxsync", keys, { SyncKey: key, rr: -1 })), Schema.decode(Sync))

    const send = (keys: Keys, ToUserName: string, Content: string, ClientMsgId: string) =>
      Effect.flatMap(
        text(
          post("webwxsendmsg", keys, {
            Scene: 0,
            Msg: { Type: 1, Content, FromUserName: keys.me, ToUserName, LocalID: ClientMsgId, ClientMsgId }
          })
        ),
        Schema.decode(Schema.parseJson(Schema.Struct({ MsgID: Schema.String, BaseResponse: Schema.Unknown })))
      )

    return {
      cookies,
      execute,
      get,
      post,
      text,
      json: (answer: Effect.Effect<HttpClientResponse.HttpClientResponse, HttpError>) =>
        Effect.flatMap(text(answer), Schema.decode(Schema.parseJson())),
      newCode,
      poll,
      pageOf,
      enter,
      logIn,
      check,
      sync,
      send
    }
  })

/** The `BaseRequest` of a session. */
export const baseRequest = ({ sid, skey, uin }: Keys) => ({
  Uin: Number(uin),
  Sid: sid,
  Skey: skey,
  DeviceID: "e000000000000001"
})

/** A simulator on a free port and a browser that looks at it. */
export const open = (options?: SimulatorOptions) =>
  Effect.gen(function* () {
    const simulator = yield* start(options)
    return { ...simulator, browser: yield* openBrowser(simulator.origin) }
  }).pipe(Effect.provide(NodeHttpClient.layer))

/** What somebody is called in the log-in of now. */
export const userName = (
  state: {
    readonly people: ReadonlyArray<{ readonly name: string; readonly UserName: string | null }>
    readonly groups: ReadonlyArray<{ readonly name: string; readonly UserName: string | null }>
  },
  name: string
) =>
  Option.fromNullable(
    [...state.people, ...state.groups].find((contact) => contact.name === name)?.UserName
  ).pipe(Option.getOrElse(() => `nobody is called ${name}`))

/** The state as soon as the simulator holds a poll. */
export const untilHeld = <E>(state: Control<E>["state"], news: Poll = {}): ReturnType<Control<E>["state"]> =>
  state(news).pipe(
    Effect.filterOrElse(
      ({ holding }) => holding.login + holding.synccheck > 0,
      ({ revision }) => untilHeld(state, { after: revision, wait: 1000 })
    )
  )
