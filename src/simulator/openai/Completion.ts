import type { OpenaiAnswer } from "../world/answers/OpenaiAnswer.ts"
import type { Prompted } from "../world/Records.ts"
import { ownAnswer } from "./OwnAnswer.ts"
import { countPrompt, countText } from "./Tokens.ts"

/** What the model was asked. */
export type Prompt = Pick<Prompted, "model" | "messages" | "temperature" | "maxTokens">

const countContent = (content: NonNullable<OpenaiAnswer["content"]>): number =>
  countText(typeof content === "string" ? content : JSON.stringify(content))

/** The answer with all that it leaves out, but for its reasoning. */
const complete = (answer: OpenaiAnswer, { maxTokens, messages }: Prompt) => {
  const { content, finishReason } =
    answer.content === undefined
      ? ownAnswer(messages, maxTokens)
      : { content: answer.content, finishReason: "stop" }
  const completionTokens = countContent(content ?? "") + countText(answer.reasoning ?? "")
  return {
    content,
    finishReason: answer.finishReason ?? finishReason,
    usage:
      answer.usage === undefined ? { promptTokens: countPrompt(messages), completionTokens } : answer.usage
  }
}

/** A `chat.completion`, as OpenAI and its relatives write it. */
export const completion = (
  answer: OpenaiAnswer,
  prompt: Prompt,
  { created, id }: { readonly created: number; readonly id: string }
): object => {
  const { content, finishReason, usage } = complete(answer, prompt)
  const reasoning = answer.reasoning === undefined ? {} : { reasoning_content: answer.reasoning }
  const choice = {
    index: 0,
    message: { role: "assistant", content, ...reasoning },
    logprobs: null,
    finish_reason: finishReason
  }
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created,
    model: prompt.model,
    choices: answer.noChoices === true ? [] : [choice],
    ...(usage === null
      ? {}
      : {
          usage: {
            prompt_tokens: usage.promptTokens,
            completion_tokens: usage.completionTokens,
            total_tokens: usage.promptTokens + usage.completionTokens
          }
        })
  }
}
