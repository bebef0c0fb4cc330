import { type InBothLanguages } from "../domain/InBothLanguages.ts"
import { say } from "./words/language.ts"

const words = { again: { en: "Try again", zh: "再试一次" } } as const

interface Failure {
  readonly says: InBothLanguages
  /** What the robot said to it, if it did. */
  readonly why?: string | undefined
  readonly again: () => void
}

/** Stands where something could not be had from the robot. */
export const TryAgain = ({ again, says, why }: Failure) => (
  <>
    <p role="alert">
      {say(says)} {why === undefined ? null : <bdi>{why}</bdi>}
    </p>
    <p>
      <button type="button" onClick={again}>
        {say(words.again)}
      </button>
    </p>
  </>
)
