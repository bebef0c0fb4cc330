import { type InBothLanguages } from "../domain/InBothLanguages.ts"

/** A command as the READMEs tell of it. */
export interface Documented {
  readonly usage: InBothLanguages
  readonly does: InBothLanguages
}
