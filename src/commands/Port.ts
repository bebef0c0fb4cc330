import { Options } from "@effect/cli"
import { Schema } from "effect"

/** A port of this machine by an option of that name; 0 takes a free one. */
export const portNamed = (name: string) =>
  Options.integer(name).pipe(
    Options.withSchema(
      Schema.Int.pipe(Schema.between(0, 65_535, { message: () => `--${name} takes 0 to 65535` }))
    )
  )

/** A port of this machine; 0 takes a free one. */
export const portOption = portNamed("port")
