import { Effect, Layer } from "effect"
import { type Notice } from "../../../src/domain/Alert.ts"
import { AlertEndpoint, type AlertRefused } from "../../../src/http/alert/AlertEndpoint.ts"
import { type BadAnswer, type Unreachable } from "../../../src/http/Errors.ts"
import { AlertBook } from "../../../src/program/owner/AlertBook.ts"
import * as AlertsOfReplies from "../../../src/program/owner/AlertsOfReplies.ts"
import { PastAlerts } from "../../../src/program/owner/PastAlerts.ts"
import * as WatchAlerts from "../../../src/program/owner/WatchAlerts.ts"
import * as FakeCall from "./FakeCall.ts"

/** The owner's service takes every alert, unless told otherwise. */
export class Owner extends Effect.Service<Owner>()("test/Owner", {
  effect: FakeCall.make<[Notice], void, Unreachable | BadAnswer | AlertRefused>(() => Effect.void)
}) {}

const endpoint = Layer.effect(
  AlertEndpoint,
  Effect.map(Owner, ({ call }) => new AlertEndpoint({ send: call }))
)

/** The alerts as they are beside a robot. */
export const watched = Layer.provideMerge(WatchAlerts.layer, AlertsOfReplies.layer).pipe(
  Layer.provideMerge(Layer.merge(AlertBook.Default, PastAlerts.Default)),
  Layer.provide(endpoint)
)
