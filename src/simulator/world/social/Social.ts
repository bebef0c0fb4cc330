import { Schema } from "effect"

import * as Recent from "../Recent.ts"

/** What a client can ask about friends, groups and pinned chats. */
export const SocialAction = Schema.Literal(
  "remark",
  "pin",
  "unpin",
  "ask",
  "accept",
  "create",
  "add",
  "invite",
  "remove",
  "topic"
)

/** Something that a client asked about friends or groups, done or refused. */
export const SocialCall = Schema.Struct({
  /** Its place in its list, from 1. */
  order: Schema.Int,
  at: Schema.Number.annotations({ description: "milliseconds since 1970" }),
  action: SocialAction,
  /** The person or group that it is about; null for a group that was not made. */
  chat: Schema.NullOr(Schema.String),
  /** Who was to come, to go, or to become a friend; a `UserName` that nobody has stands as it is. */
  people: Schema.Array(Schema.String),
  /** The remark, the greeting or the topic. */
  text: Schema.String,
  /** The answer's `Ret`: 0 when it was done. */
  Ret: Schema.Int
})
export type SocialCall = typeof SocialCall.Type

/** Somebody who has not answered the owner yet: as a friend, or as a member of a group. */
export interface Waiting {
  readonly name: string
  readonly group: string | null
}

/** What is under way between the owner and others. */
export interface Social {
  readonly calls: Recent.Recent<SocialCall>
  readonly waiting: ReadonlyArray<Waiting>
}

/** Nobody asked anything. */
export const noSocial: Social = { calls: Recent.none, waiting: [] }

const isSame = (one: Waiting) => (other: Waiting) => one.name === other.name && one.group === other.group

/** Whether somebody still has to answer. */
export const isWaiting = ({ waiting }: Social, one: Waiting): boolean => waiting.some(isSame(one))

/** One more who has to answer. */
export const withWaiting = (social: Social, one: Waiting): Social =>
  isWaiting(social, one) ? social : { ...social, waiting: [...social.waiting, one] }

/** One less who has to answer. */
export const withoutWaiting = (social: Social, one: Waiting): Social => {
  const same = isSame(one)
  return { ...social, waiting: social.waiting.filter((other) => !same(other)) }
}
