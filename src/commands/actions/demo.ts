import { demo as play, type Stays } from "../../demo/Demo.ts"
import { printed } from "../Printing.ts"
import { PAGE_FILES, program } from "../ThisProcess.ts"

export const demo = (stays: Omit<Stays, "files"> | undefined) =>
  play({
    command: [...program, "run"],
    output: { isTTY: process.stdout.isTTY, write: printed().write },
    environment: process.env,
    stays: stays === undefined ? undefined : { ...stays, files: PAGE_FILES }
  })
