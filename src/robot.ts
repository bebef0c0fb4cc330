import { NodeFileSystem } from "@effect/platform-node"
import { Effect } from "effect"
import { run } from "./commands/actions/run.ts"
import { toItsEnd } from "./commands/ToItsEnd.ts"

// The robot, as a program of its own: without the command line, and what only other commands need, it starts sooner.
toItsEnd(Effect.provide(run, NodeFileSystem.layer))
