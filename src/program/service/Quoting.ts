/** Signs for which systemd runs no program, however they are written. */
const UNRUNNABLE = /["'\\\p{Cc}]/u

/** Whether systemd can be told to run the program of this path. */
export const isRunnable = (program: string) => !UNRUNNABLE.test(program)

/** What needs no quotes in a unit or a shell. */
const PLAIN = /^[\w./@+-]*$/

/** A program's path as a line of a unit has it, where it `isRunnable`. */
export const inUnit = (program: string) =>
  PLAIN.test(program) ? program : `"${program.replaceAll("%", "%%")}"`

/** A word as a shell's script has it. */
export const inShell = (word: string) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
