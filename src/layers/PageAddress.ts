import { Context, Option } from "effect"

/** Where the owner finds the robot's page, without its token; none while it is not served. */
export class PageAddress extends Context.Reference<PageAddress>()("layers/PageAddress", {
  defaultValue: (): Option.Option<string> => Option.none()
}) {}
