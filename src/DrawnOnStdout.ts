import { type Dots } from "./layers/login/QrDots.ts"
import { drawing, type QrStyle } from "./layers/login/QrDrawing.ts"

/** Draws a code for the standard output as it is by then: a window may have been made larger. */
export const drawnOnStdout = (style: QrStyle) => (dots: Dots) => {
  const { env, stdout } = process
  const { columns, isTTY, rows } = stdout
  return drawing(dots, style, { isTTY: isTTY === true, columns, rows, environment: env })
}
