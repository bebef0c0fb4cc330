import { signal } from "@preact/signals"
import { type DemoView } from "../../demo/stay/DemoView.ts"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { ask, Refused, tell } from "../server/ask.ts"

/** The last that the demo told of the simulated world. */
export const world = signal<DemoView | undefined>(undefined)

/** The demo does not answer: it has ended, or is started again. */
export const isGone = signal(false)

/** What came of the last thing that was done. */
export const note = signal<InBothLanguages | undefined>(undefined)

const EVERY = 1_000

const look = async () => {
  try {
    const view = await ask<DemoView>("/demo/view")
    // what is as it was is not drawn again
    if (JSON.stringify(view) !== JSON.stringify(world.value)) world.value = view
    isGone.value = false
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    isGone.value = true
  }
}

/**
 * Looks at the simulated world again and again while somebody sees the page. A stream of it would hold one of the few
 * connections that a browser opens to one host, and the robot's events hold one already.
 */
export const followWorld = async (): Promise<void> => {
  if (!document.hidden) await look()
  setTimeout(() => void followWorld(), EVERY)
}

const wrong: InBothLanguages = { en: "This did not work. Try again.", zh: "没有成功，请再试一次。" }

/** Does something in the simulated world, and notes it. Gives whether it worked. */
export const act = async (path: string, what: object, done?: InBothLanguages): Promise<boolean> => {
  try {
    await tell(path, what)
    void look()
    if (done !== undefined || note.value === wrong) note.value = done
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    note.value = wrong
    return false
  }
}
