import { computed, effect } from "@preact/signals"
import { link, status } from "../server/status.ts"
import { say } from "../words/language.ts"
import { stateInWords, type Tone } from "../words/states.ts"

const state = computed(() => stateInWords(link.value, status.value))

/** Colours of the icon, of the same meaning as those of the page. */
const colours: Readonly<Record<Tone, string>> = {
  good: "#0a7d43",
  silent: "#6b5cae",
  busy: "#6b7280",
  bad: "#c2410c"
}

const eyes: Readonly<Record<Tone, string>> = {
  good: '<circle cx="11" cy="14" r="2.5"/><circle cx="21" cy="14" r="2.5"/>',
  silent: '<path d="M8 14h6v2H8zM18 14h6v2h-6z"/>',
  busy: '<circle cx="9" cy="14" r="2"/><circle cx="16" cy="14" r="2"/><circle cx="23" cy="14" r="2"/>',
  bad: '<path d="M14.5 7h3v9h-3zM14.5 18h3v3h-3z"/>'
}

const iconOf = (tone: Tone) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="${colours[tone]}" d="M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z"/><g fill="#fff">${eyes[tone]}</g></svg>`

/** The tab tells the state too. */
export const followInTab = (): void => {
  effect(() => {
    const { sentence, tone } = state.value
    document.title = `${say(sentence)} · weixin-robot`
    document
      .querySelector('link[rel="icon"]')
      ?.setAttribute("href", `data:image/svg+xml,${encodeURIComponent(iconOf(tone))}`)
  })
}

/** A sign of its own for each tone: colour alone does not reach everybody. */
const signs: Readonly<Record<Tone, string>> = { good: "✓", silent: "‖", busy: "…", bad: "!" }

/** How the robot is, in a sentence that is announced when it changes. */
export const StateBanner = () => {
  const { sentence, todo, tone } = state.value
  const why = status.value?.connection.state === "refused" ? status.value.connection.why : undefined
  return (
    <div class="banner" data-tone={tone} role="status">
      <span class="sign" aria-hidden="true">
        {signs[tone]}
      </span>
      <div>
        <p class="sentence">{say(sentence)}</p>
        {todo === undefined ? null : <p class="todo">{say(todo)}</p>}
        {why === undefined ? null : <p class="todo">{why}</p>}
      </div>
    </div>
  )
}
