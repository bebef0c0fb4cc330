import { runCompiled } from "../../../src/RunCompiled.ts"

// What is run as the deadly robot, which lies beside it.
void runCompiled(new URL(".", import.meta.url), "deadly.cjs")
