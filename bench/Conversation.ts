import { type LightServer } from "./LightServer.ts"
import { friendName, replyTo } from "./Names.ts"

/*
 * Writes to a client as its friends, and checks what it answers: each text once, to the friend who wrote it, in the
 * order of that chat. The chatbot of the light server repeats what it is asked, so a reply tells its question.
 */

export interface Conversation {
  /** The next text of a friend. */
  readonly ask: (friend: number) => void
  /** Called with each reply that came, after it was noted. */
  readonly onReply: (then: (friend: number) => void) => void
  /** Whether everything is answered within so many seconds. */
  readonly settled: (seconds: number) => Promise<boolean>
  readonly answered: () => number
  /** From the texts to their replies; from now on others. */
  readonly takeMillis: () => ReadonlyArray<number>
  /** What went wrong, in words; what is not answered counts as lost. */
  readonly faults: () => ReadonlyArray<string>
}

interface Question {
  readonly friend: number
  readonly number: number
  readonly at: number
}

export const converse = ({ events, write }: LightServer): Conversation => {
  const open = new Map<string, Question>()
  const answered = new Set<string>()
  /** The number of the last question of each friend that was answered. */
  const last = new Map<number, number>()
  const wrong = { doubled: 0, "out of order": 0, "not as asked": 0 }
  let millis: Array<number> = []
  let asked = 0
  let replied = (_friend: number) => {}
  let emptied = () => {}

  const note = (chat: string, reply: string) => {
    const question = open.get(reply)
    if (question === undefined) {
      wrong[answered.has(reply) ? "doubled" : "not as asked"]++
      return
    }
    const { at, friend, number } = question
    open.delete(reply)
    answered.add(reply)
    millis.push(performance.now() - at)
    if (chat !== friendName(friend)) wrong["not as asked"]++
    if (number < (last.get(friend) ?? 0)) wrong["out of order"]++
    last.set(friend, number)
    replied(friend)
    if (open.size === 0) emptied()
  }
  events.on("sent", note)

  return {
    ask: (friend) => {
      asked++
      const text = `question ${asked} of ${friend}`
      open.set(replyTo(text), { friend, number: asked, at: performance.now() })
      write(friendName(friend), text)
    },
    onReply: (then) => (replied = then),
    settled: (seconds) =>
      new Promise((resolve) => {
        const late = setTimeout(() => resolve(false), seconds * 1_000)
        emptied = () => {
          clearTimeout(late)
          resolve(true)
        }
        if (open.size === 0) emptied()
      }),
    answered: () => answered.size,
    takeMillis: () => {
      const taken = millis
      millis = []
      return taken
    },
    faults: () =>
      Object.entries({ ...wrong, lost: open.size })
        .filter(([, count]) => count > 0)
        .map(([what, count]) => `${count} of ${asked} ${what}`)
  }
}
