// How a vector acts on hidden states, and what is read of the model: the operators and scores of the language.

export type Operator = "add" | "ablate" | "ablate then add";

export type AnswerScore = "logit difference" | "log-prob difference" | "raw logit sum";

/** `over both orders`: the mean of an item's propensity as it is written and with its options (A) and (B) exchanged. */
export type ScoreSpec = AnswerScore | `${AnswerScore} over both orders` | WordScore;

/** Words in the answers' place. With a space before it a word is read as it stands; without one it is joined to the text as the answer is. */
export interface WordScore {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}
