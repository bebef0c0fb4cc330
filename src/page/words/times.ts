import { computed, signal } from "@preact/signals"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type Language, language, say } from "./language.ts"

/** The time of now in epoch milliseconds, renewed each second while the page is seen. */
export const now = signal(Date.now())

setInterval(() => {
  if (!document.hidden) now.value = Date.now()
}, 1_000)
document.addEventListener("visibilitychange", () => {
  now.value = Date.now()
})

const locales = { en: "en-GB", zh: "zh-CN" } as const

/** Made once for each language, when it is first needed: the very first takes longer than all else that a visit begins with. */
const formatOf = (options: Intl.DateTimeFormatOptions) => {
  const formats: Partial<Record<Language, Intl.DateTimeFormat>> = {}
  return (time: number): string => {
    const format = (formats[language.value] ??= new Intl.DateTimeFormat(locales[language.value], options))
    return format.format(time)
  }
}

/** What shows a day is shown anew when this changes, not each second. */
const today = computed(() => new Date(now.value).toDateString())

/** 14:05 */
export const clock = formatOf({ hour: "2-digit", minute: "2-digit" })

/** 28 Nov */
export const day = formatOf({ day: "numeric", month: "short" })

/** With the day where it is not today's. */
export const dayAndClock = (time: number): string =>
  new Date(time).toDateString() === today.value ? clock(time) : `${day(time)} ${clock(time)}`

/** To the second, for who looks closely. */
export const exact = formatOf({ dateStyle: "medium", timeStyle: "medium" })

const untilResumed: InBothLanguages = { en: "until you resume", zh: "直到你恢复" }

/** How long something that the owner switched lasts. */
export const until = (end: number | null): string =>
  end === null ? say(untilResumed) : say({ en: `until ${dayAndClock(end)}`, zh: `到 ${dayAndClock(end)}` })
