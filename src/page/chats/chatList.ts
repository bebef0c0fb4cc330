import { signal } from "@preact/signals"
import { canonical } from "../../domain/Name.ts"
import { type Chats, type Status } from "../../program/api/contract/Views.ts"
import { ask, Refused } from "../server/ask.ts"
import { noteFailure } from "../server/status.ts"

/** A chat that can be muted, or is. */
export interface Chat {
  /** Its UserName. */
  readonly id: string
  /** What people call it, what the owner calls it first. */
  readonly names: ReadonlyArray<string>
  readonly isGroup: boolean
  /** When its mute ends by itself, null where only the owner ends it; undefined where it is not muted. */
  readonly mutedUntil: number | null | undefined
  /** It is in no address book of now. */
  readonly isElsewhere: boolean
  /** By this it is searched. */
  readonly searched: string
}

type Answer = Chats["chats"][number]

const searchedBy = (names: ReadonlyArray<string>) => names.map(canonical).join("\n").toLowerCase()

const inBook = ({ chat, kind, muted, names }: Answer): Chat => ({
  id: chat,
  names,
  isGroup: kind === "group",
  mutedUntil: muted === null ? undefined : muted.until,
  isElsewhere: false,
  searched: searchedBy(names)
})

const elsewhere = ({ chat, name, until }: Status["mutes"][number]): Chat => {
  const names = name === null ? [] : [name]
  return {
    id: chat,
    names,
    isGroup: chat.startsWith("@@"),
    mutedUntil: until,
    isElsewhere: true,
    searched: searchedBy(names)
  }
}

/** A mute knows its chat by the UserName of then, or by what it is called. */
const isKnown = ({ chat, name }: Status["mutes"][number], muted: ReadonlyArray<Chat>) =>
  muted.some(({ id, names }) => id === chat || (name !== null && canonical(names[0] ?? "") === name))

/** All that can be muted, and all that is; undefined until the robot told. */
export const chats = signal<ReadonlyArray<Chat> | undefined>(undefined)

/** Which of them were muted when the list was made: they stand first, and no chat jumps from under a finger. */
export const first = signal<ReadonlySet<string>>(new Set())

export const putMutedFirst = (): void => {
  const muted = (chats.value ?? []).filter(({ mutedUntil }) => mutedUntil !== undefined)
  first.value = new Set(muted.map(({ id }) => id))
}

export const refresh = async (): Promise<void> => {
  try {
    const [{ chats: all }, { mutes }] = await Promise.all([
      ask<Chats>("/api/chats"),
      ask<Status>("/api/status")
    ])
    const known = all.map(inBook)
    const muted = known.filter(({ mutedUntil }) => mutedUntil !== undefined)
    chats.value = [...mutes.filter((mute) => !isKnown(mute, muted)).map(elsewhere), ...known]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    noteFailure(error)
  }
}

/** What the robot has just done is shown before it tells of all chats anew. */
export const noteMute = (id: string, mutedUntil: Chat["mutedUntil"]): void => {
  chats.value = chats.value?.map((chat) => (chat.id === id ? { ...chat, mutedUntil } : chat))
}

/** Those with this in a name, the muted ones first, then as their names come in the alphabet. */
export const matching = (
  all: ReadonlyArray<Chat>,
  text: string,
  mutedFirst: ReadonlySet<string>
): ReadonlyArray<Chat> => {
  const wanted = canonical(text).toLowerCase()
  const found = wanted === "" ? all : all.filter(({ searched }) => searched.includes(wanted))
  return [...found.filter(({ id }) => mutedFirst.has(id)), ...found.filter(({ id }) => !mutedFirst.has(id))]
}
