import { Effect } from "effect"
import { carryOut, calledBy, type Draft, FRIEND_ADDED, systemLine, withContact } from "../social/Changes.ts"
import { join } from "../social/UpdateChatRoom.ts"
import { encodeText } from "../wechat/wire/Content.ts"
import type { Person } from "../world/People.ts"
import { isWaiting, withoutWaiting, type Waiting } from "../world/social/Social.ts"
import type { State } from "../world/State.ts"
import { World } from "../world/World.ts"
import { NothingThere, type UnknownName } from "./ControlApi.ts"
import type { AnswerInput } from "./ControlInput.ts"
import { contactNamed } from "./Say.ts"

const TEXT = 1

const greeting = (name: string): Draft => ({
  chat: name,
  speaker: name,
  fields: () => ({ MsgType: TEXT, Content: encodeText("我通过了你的朋友验证请求，现在我们可以开始聊天了") }),
  override: {}
})

/** Makes a friend of somebody whom the owner asked. */
const befriend = (state: State, person: Person) =>
  carryOut(
    (state) => withContact(state, { ...person, inBook: true }, FRIEND_ADDED),
    [
      greeting(person.name),
      systemLine(person.name, `${calledBy(state, person.name)}刚刚把你添加到通讯录，现在可以开始聊天了。`)
    ]
  )

/** Somebody answers the owner, who asked them to be a friend or a member of a group. */
export const giveAnswer = (
  world: World,
  { answer, group, name }: AnswerInput
): Effect.Effect<void, NothingThere | UnknownName> =>
  Effect.gen(function* () {
    const state = yield* world.state
    const contact = yield* contactNamed(state, name)
    const waiting: Waiting = { name, group: group ?? null }
    if (contact._tag === "Group" || !isWaiting(state.social, waiting)) {
      return yield* new NothingThere({ missing: `something that ${name} was asked and has not answered` })
    }
    yield* carryOut((state) => ({ ...state, social: withoutWaiting(state.social, waiting) }))
    if (answer === "refuse") return
    yield* group === undefined ? befriend(state, contact) : join(state, group, [contact])
  }).pipe(Effect.provideService(World, world))
