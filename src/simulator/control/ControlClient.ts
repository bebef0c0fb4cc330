import { HttpApiClient, type HttpApiError, type HttpClient, type HttpClientError } from "@effect/platform"
import { Array, Effect, type ParseResult } from "effect"
import type { Control } from "./Control.ts"
import { ControlApi } from "./ControlApi.ts"

/** How the call to the other process can fail, besides the operation itself. */
export type CallError =
  | HttpClientError.HttpClientError
  | ParseResult.ParseError
  | HttpApiError.HttpApiDecodeError

/** The control operations of a simulator in another process, at its origin. */
export const make = (origin: string): Effect.Effect<Control<CallError>, never, HttpClient.HttpClient> =>
  Effect.map(HttpApiClient.make(ControlApi, { baseUrl: origin }), (client) => ({
    state: (urlParams = {}) => client.state({ urlParams }),
    sent: (urlParams = {}) => client.sent({ urlParams }),
    asked: (urlParams = {}) => client.asked({ urlParams }),
    fetched: (urlParams = {}) => client.fetched({ urlParams }),
    requests: (urlParams = {}) => client.requests({ urlParams }),
    person: (payload) => client.person({ payload }),
    group: (payload) => client.group({ payload }),
    messages: (payload) =>
      Effect.map(client.messages({ payload }), (sent) => Array.ensure(sent).map(({ MsgId }) => MsgId)),
    phone: (payload) => client.phone({ payload }),
    login: (payload) => client.login({ payload }),
    session: (payload) => client.session({ payload }),
    clock: (payload) => client.clock({ payload }),
    sending: (payload) => client.sending({ payload }),
    tuling: (payload) => client.tuling({ payload }),
    faults: (payload) => Effect.map(client.faults({ payload }), Array.ensure),
    clearFaults: (payload = {}) => client.clearFaults({ payload })
  }))
