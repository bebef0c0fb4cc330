import { effect, signal } from "@preact/signals"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"

export type Language = keyof InBothLanguages

const KEPT = "language"

const isLanguage = (text: string | null): text is Language => text === "en" || text === "zh"

/** What was chosen on this page before, else what the browser prefers. */
const first = (): Language => {
  const kept = localStorage.getItem(KEPT)
  if (isLanguage(kept)) return kept
  const preferred = navigator.languages.find((tag) => /^(?:en|zh)\b/i.test(tag)) ?? "en"
  return preferred.toLowerCase().startsWith("zh") ? "zh" : "en"
}

/** The language of the page. */
export const language = signal<Language>(first())

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en"
})

export const speak = (chosen: Language): void => {
  localStorage.setItem(KEPT, chosen)
  language.value = chosen
}

/** A text in the language of the page. */
export const say = (text: InBothLanguages): string => text[language.value]
