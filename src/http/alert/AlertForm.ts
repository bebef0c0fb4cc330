import { type Schema, Effect, Option, type Redacted } from "effect"
import { type Notice } from "../../domain/Alert.ts"
import { type BadAnswer } from "../Errors.ts"
import { decoded } from "../Decoded.ts"
import * as Wire from "../Wire.ts"

/** Where an alert goes, and when. */
export interface Target {
  readonly url: URL
  /** Signs the request, where the service has that. */
  readonly secret: Option.Option<Redacted.Redacted>
  /** Epoch milliseconds. */
  readonly now: number
}

/** A POST of JSON. */
export interface Posted {
  readonly url: URL
  readonly body: unknown
}

/** Why a service did not take an alert, as it says it. */
export interface Refusal {
  readonly code: number
  readonly said: string
}

/** How one service is told of an alert. Where the facts are from: docs/alerts.md. */
export interface AlertForm {
  /** An address as this service has them. */
  readonly example: string
  readonly fits: (url: URL) => boolean
  /** Whether requests can be signed. */
  readonly signs: boolean
  readonly request: (notice: Notice, target: Target) => Posted
  /** What an answer of a good status says against it. */
  readonly refusal: (body: string) => Effect.Effect<Option.Option<Refusal>, BadAnswer>
}

/** For a service that says all by its status. */
export const statusAlone: AlertForm["refusal"] = () => Effect.succeedNone

/** For a service whose answer has a code: `taken` when it took the alert. */
export const byCode = <I>(schema: Schema.Schema<Refusal, I>, taken: number): AlertForm["refusal"] => {
  const read = Wire.reader("alert", Wire.json(schema))
  return (body) =>
    Effect.map(read(body), (answer) =>
      answer.code === taken ? Option.none() : Option.some({ code: answer.code, said: answer.said })
    )
}

const segments = ({ pathname }: URL): ReadonlyArray<string> =>
  pathname.split("/").filter((segment) => segment !== "")

/** The last part of the path; empty where there is none. */
export const lastSegment = (url: URL): string => decoded(segments(url).at(-1) ?? "")

/** The address with another last part of its path. */
export const withLastSegment = (url: URL, last: string): URL => {
  const other = new URL(url)
  other.pathname = [...segments(url).slice(0, -1), last].join("/")
  return other
}
