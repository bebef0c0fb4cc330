import {
  HttpApiClient,
  type HttpApiError,
  HttpClient,
  type HttpClientError,
  HttpClientRequest
} from "@effect/platform"
import { Array, Effect, type ParseResult } from "effect"
import type { Control } from "./Control.ts"
import { ControlApi } from "./ControlApi.ts"
import { FIRST } from "../world/State.ts"

/** How the call to the other process can fail, besides the operation itself. */
export type CallError =
  | HttpClientError.HttpClientError
  | ParseResult.ParseError
  | HttpApiError.HttpApiDecodeError

/** The control operations of a simulator in another process, at its origin, on one of its accounts. */
export const make = (
  origin: string,
  account = FIRST
): Effect.Effect<Control<CallError>, never, HttpClient.HttpClient> => {
  const transformClient = HttpClient.mapRequest(HttpClientRequest.setUrlParam("account", account))
  return Effect.map(HttpApiClient.make(ControlApi, { baseUrl: origin, transformClient }), (client) => ({
    addAccount: (payload) => client.addAccount({ payload }),
    accounts: client.accounts(),
    state: (urlParams = {}) => client.state({ urlParams }),
    sent: (urlParams = {}) => client.sent({ urlParams }),
    asked: (urlParams = {}) => client.asked({ urlParams }),
    prompted: (urlParams = {}) => client.prompted({ urlParams }),
    fetched: (urlParams = {}) => client.fetched({ urlParams }),
    requests: (urlParams = {}) => client.requests({ urlParams }),
    person: (payload) => client.person({ payload }),
    group: (payload) => client.group({ payload }),
    messages: (payload) =>
      Effect.map(client.messages({ payload }), (sent) => Array.ensure(sent).map(({ MsgId }) => MsgId)),
    social: (urlParams = {}) => client.social({ urlParams }),
    answers: (payload) => client.answers({ payload }),
    phone: (payload) => client.phone({ payload }),
    login: (payload) => client.login({ payload }),
    session: (payload) => client.session({ payload }),
    clock: (payload) => client.clock({ payload }),
    sending: (payload) => client.sending({ payload }),
    tuling: (payload) => client.tuling({ payload }),
    openai: (payload) => client.openai({ payload }),
    faults: (payload) => Effect.map(client.faults({ payload }), Array.ensure),
    uploads: (urlParams = {}) => client.uploads({ urlParams }),
    takenBack: (urlParams = {}) => client.takenBack({ urlParams }),
    media: (urlParams) => client.media({ urlParams }),
    links: (payload) => client.links({ payload }),
    clearFaults: (payload = {}) => client.clearFaults({ payload })
  }))
}
