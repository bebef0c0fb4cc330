import { Context } from "effect"

/**
 * Names people and chats to a chatbot without telling who they are: the same parts always give the same 32 letters
 * and digits, which nobody can turn back. Tuling takes at most 32 of them, and a UserName must not leave the robot.
 */
export class Pseudonyms extends Context.Tag("layers/Pseudonyms")<
  Pseudonyms,
  { readonly of: (parts: ReadonlyArray<string>) => string }
>() {}
