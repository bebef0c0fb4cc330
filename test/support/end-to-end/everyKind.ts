import { Kind, type MessageInput } from "../../../src/simulator/control/ControlInput.ts"

/** A message of every kind, from a friend, in a group, and of the owner's own. */
export const everyKind = (textOf: (kind: Kind) => string): ReadonlyArray<MessageInput> =>
  Kind.literals.flatMap((kind) => {
    // a revoke tells what it takes back, a card whose it is
    const message = { kind, text: textOf(kind), of: "7000000000000000001", person: "passer-by" }
    const inGroup = { ...message, from: "sun", group: "family" }
    // nobody announces anything elsewhere
    return kind === "announcement"
      ? [inGroup]
      : [{ ...message, from: "lili" }, inGroup, { ...message, from: "me" }]
  })
