import { type InBothLanguages } from "../../domain/InBothLanguages.ts"

/** For how long something can be silenced on the page. */
export interface Silence {
  readonly words: InBothLanguages
  /** In epoch milliseconds; undefined: until the owner ends it. */
  readonly until: (now: number) => number | undefined
}

const tomorrow = (now: number) => {
  const day = new Date(now)
  day.setHours(24, 0, 0, 0)
  return day.getTime()
}

/** The same for a pause and a mute. Tomorrow begins where the owner's browser is. */
export const silences: ReadonlyArray<Silence> = [
  { words: { en: "for 30 minutes", zh: "30 分钟" }, until: (now) => now + 30 * 60_000 },
  { words: { en: "until tomorrow", zh: "到明天" }, until: tomorrow },
  { words: { en: "until I resume", zh: "直到我恢复" }, until: () => undefined }
]
