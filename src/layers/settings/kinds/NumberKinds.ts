import { Option, Schema } from "effect"
import { found, kind, type Kind } from "./Kind.ts"

const digits = Schema.Trim.pipe(
  Schema.pattern(/^\d+$/),
  Schema.compose(Schema.NumberFromString),
  Schema.filter(Number.isSafeInteger)
)

export const wholeNumber: Kind<number> = kind("a whole number from 0", digits)

export const wholeNumberFrom1: Kind<number> = kind("a whole number from 1", digits.pipe(Schema.positive()))

/** Of characters in a message: nobody reads more in a chat. */
export const messageLength: Kind<number> = kind(
  "a whole number from 1 to 1000",
  digits.pipe(Schema.between(1, 1_000))
)

export const probability: Kind<number> = kind(
  "a number from 0 to 1",
  Schema.NumberFromString.pipe(Schema.between(0, 1))
)

/** As OpenAI takes it. */
export const temperature: Kind<number> = kind(
  "a number from 0 to 2",
  Schema.NumberFromString.pipe(Schema.between(0, 2))
)

const port = digits.pipe(Schema.lessThanOrEqualTo(65_535))

/** A TCP port; `off` is none. */
export const portOrOff: Kind<Option.Option<number>> = kind(
  "a port from 0 to 65535, or off",
  found(Schema.OptionFromSelf(Schema.Number), (text) =>
    text.trim() === "off"
      ? Option.some(Option.none())
      : Option.map(Schema.decodeOption(port)(text), Option.some)
  )
)
