import { tooOld } from "./NodeVersion.ts"
import { runCompiled } from "./RunCompiled.ts"

// What is run as `dist/main.js`. The program itself is in files of its own, because an old Node.js would only say in which
// of its lines it stumbled. So this one stays within what is read by all that have modules: no `await` out here.

const complaint = tooOld(process.versions.node, process.execPath)
if (complaint === undefined) {
  const asked = process.argv.slice(2).join(" ")
  void runCompiled(
    new URL(".", import.meta.url),
    asked === "" || asked === "run" ? "robot.cjs" : "commands.cjs"
  )
} else {
  process.stderr.write(`${complaint}\n`)
  // as of settings that a person has to mend: a supervisor does not start it again
  process.exitCode = 78
}
