import { computed, signal } from "@preact/signals"

/** The robot's page, and the chats. */
export type Side = "robot" | "chat"

const query = matchMedia("(min-width: 62.5rem)")

/** There is room for both sides. */
const isWide = signal(query.matches)
query.addEventListener("change", ({ matches }) => {
  isWide.value = matches
})

const chosen = signal<Side>("chat")

/** What is seen now. */
export const seen = computed<Side | "both">(() => (isWide.value ? "both" : chosen.value))

export const show = (side: Side): void => {
  chosen.value = side
}

/** Shows the robot's page, where it is not seen yet, to who followed a link to a part of it. */
export const showRobot = (): void => {
  if (isWide.value) return
  show("robot")
  // once it is drawn
  requestAnimationFrame(() => document.getElementById("robot")?.focus())
}
