import { demo as play } from "../../demo/Demo.ts"
import { printed } from "../Printing.ts"
import { program } from "../ThisProcess.ts"

export const demo = play({
  command: [...program, "run"],
  output: { isTTY: process.stdout.isTTY, write: printed().write },
  environment: process.env
})
