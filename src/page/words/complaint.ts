import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type Refused } from "../server/ask.ts"
import { say } from "./language.ts"

const words = {
  lost: { en: "The robot does not answer.", zh: "机器人没有回应。" },
  failed: { en: "The robot could not do it:", zh: "操作失败：" }
} as const

/** Why something was not done; what some answers mean is said by who asked. */
export const complaintOf = (
  { message, status }: Refused,
  meanings: Readonly<Record<number, InBothLanguages>>
): string => {
  if (status === 0) return say(words.lost)
  const meaning = meanings[status]
  return meaning === undefined ? `${say(words.failed)} ${message}` : say(meaning)
}
