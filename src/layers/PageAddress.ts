import { Context, Effect, type Option } from "effect"

/** Where the robot's page is, without its token; none while nobody serves it. */
export class PageAddress extends Context.Reference<PageAddress>()("layers/PageAddress", {
  defaultValue: (): Effect.Effect<Option.Option<string>> => Effect.succeedNone
}) {}
