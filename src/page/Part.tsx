import { signal, useSignalEffect } from "@preact/signals"
import { type ComponentType } from "preact"
import type * as Parts from "./parts.ts"
import { link } from "./server/status.ts"
import { TryAgain } from "./TryAgain.tsx"

const words = {
  failed: { en: "This part did not come from the robot.", zh: "这一部分没能从机器人取来。" }
} as const

const parts = signal<typeof Parts | undefined>(undefined)
const hasFailed = signal(false)

/** Loads what stands under the state, which is to be seen sooner. */
export const loadParts = async (): Promise<void> => {
  try {
    parts.value ??= await import("./parts.ts")
    hasFailed.value = false
  } catch {
    hasFailed.value = true
  }
}

/** A part of the page, by its name. */
export const Part = ({ name }: { readonly name: keyof typeof Parts }) => {
  // also when the robot is back
  useSignalEffect(() => {
    if (link.value === "there") void loadParts()
  })
  const Loaded: ComponentType | undefined = parts.value?.[name]
  if (Loaded !== undefined) return <Loaded />
  return hasFailed.value ? <TryAgain says={words.failed} again={() => void loadParts()} /> : null
}
