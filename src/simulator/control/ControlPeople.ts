import { Effect } from "effect"
import { BadInput, type UnknownName } from "./ControlApi.ts"
import type { GroupInput, PersonInput } from "./ControlInput.ts"
import { type GroupView, groupView, type PersonView, personView } from "./ControlView.ts"
import { Event } from "../world/Events.ts"
import { type Contact, group, type Group, person, type Person } from "../world/People.ts"
import { contactNamed } from "./Say.ts"
import { addEvents, type State } from "../world/State.ts"
import type { World } from "../world/World.ts"

/** Selectors of `synccheck`. */
const CONTACT_CHANGED = 4
const FRIEND_ADDED = 6

const putContact = (state: State, contact: Contact): State => {
  const isNew = !state.contacts.has(contact.name)
  const contacts = new Map(state.contacts).set(contact.name, contact)
  const selector = isNew && contact._tag === "Person" ? FRIEND_ADDED : CONTACT_CHANGED
  return addEvents({ ...state, contacts }, [Event.ContactChanged({ selector, name: contact.name })])
}

/** Adds a friend, or changes the given fields of a person. The client learns of it with its next sync. */
export const putPerson = (world: World, input: PersonInput): Effect.Effect<PersonView, BadInput> =>
  Effect.gen(function* () {
    const known = (yield* world.state).contacts.get(input.name)
    if (known?._tag === "Group") {
      return yield* new BadInput({ accepted: `a name that is not a group's, which ${input.name} is` })
    }
    const changed: Person = { ...(known ?? person(input.name)), ...input }
    return yield* world.modify((state) => {
      const next = putContact(state, changed)
      return [personView(next, changed), next]
    })
  })

/** Adds a group, or changes the given fields of one. The client learns of it with its next sync. */
export const putGroup = (
  world: World,
  { members, ...rest }: GroupInput
): Effect.Effect<GroupView, BadInput | UnknownName> =>
  Effect.gen(function* () {
    const state = yield* world.state
    const known = state.contacts.get(rest.name)
    if (known?._tag === "Person") {
      return yield* new BadInput({ accepted: `a name that is not a person's, which ${rest.name} is` })
    }
    yield* Effect.forEach(members ?? [], ({ name }) => contactNamed(state, name))
    if (rest.owner !== undefined) yield* contactNamed(state, rest.owner)
    const old = known ?? group(rest.name)
    const changed: Group = {
      ...old,
      ...rest,
      members: members?.map(({ displayName = "", name }) => ({ name, displayName })) ?? old.members
    }
    return yield* world.modify((state) => {
      const next = putContact(state, changed)
      return [groupView(next, changed), next]
    })
  })
