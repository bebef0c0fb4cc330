import { computed, signal } from "@preact/signals"
import { type ChatLine, type DemoView, type PersonView } from "../../demo/stay/DemoView.ts"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { world } from "./world.ts"

/** The owner, as the simulator names them. */
export const ME = "me"

/** Where the owner keeps notes. */
const NOTES = "filehelper"

/** Those whom one can be. */
export type Role = Exclude<PersonView["kind"], "special">

export const roles: Readonly<Record<Role, InBothLanguages>> = {
  friend: { en: "Friends", zh: "好友" },
  stranger: { en: "Strangers in a group", zh: "群里的陌生人" },
  official: { en: "Official accounts", zh: "公众号" },
  owner: { en: "The owner, on the phone", zh: "主人，用手机" }
}

/** Who one is, by the simulator's name. */
export const persona = signal("lili")

const wanted = signal<string | undefined>(undefined)

/** The line that the next message quotes. */
export const quoted = signal<ChatLine | undefined>(undefined)

/** A chat on somebody's phone. */
export interface ChatOnPhone {
  readonly name: string
  readonly called: string
  readonly isGroup: boolean
}

const groupsOf = ({ groups }: DemoView, name: string): ReadonlyArray<ChatOnPhone> =>
  groups
    .filter(({ members }) => members.some((member) => member.name === name))
    .map((group) => ({ name: group.name, called: group.called, isGroup: true }))

const chatsOf = (view: DemoView, name: string): ReadonlyArray<ChatOnPhone> => {
  const called = (person: string) => view.people.find(({ name }) => name === person)?.called ?? person
  const groups = groupsOf(view, name)
  if (name === ME) {
    const friends = view.people.filter(({ kind }) => kind === "friend").map((friend) => friend.name)
    const others = [NOTES, ...friends, ME].map((chat) => ({
      name: chat,
      called: called(chat),
      isGroup: false
    }))
    return [...others, ...groups]
  }
  // only in a group strangers meet the owner
  const isStranger = view.people.some((person) => person.name === name && person.kind === "stranger")
  return isStranger ? groups : [{ name, called: called(ME), isGroup: false }, ...groups]
}

/** The chats on the phone of whom one is. */
export const chats = computed(() => (world.value === undefined ? [] : chatsOf(world.value, persona.value)))

/** The chat that is open there. */
export const chat = computed(() => chats.value.find(({ name }) => name === wanted.value) ?? chats.value[0])

/** What is said in it. */
export const lines = computed(() => {
  const open = chat.value?.name
  return world.value?.lines.filter((line) => line.chat === open) ?? []
})

export const become = (name: string): void => {
  persona.value = name
  quoted.value = undefined
}

export const open = (name: string): void => {
  wanted.value = name
  quoted.value = undefined
}

/** What somebody is called in the open chat. */
export const calledThere = (name: string): string => {
  const view = world.value
  const group = view?.groups.find((group) => group.name === chat.value?.name)
  const person = view?.people.find((person) => person.name === name)
  return group?.members.find((member) => member.name === name)?.called ?? person?.called ?? name
}
