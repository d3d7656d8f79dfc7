// Generations: prompts continued by a model, steered, side by side.
export { generate } from "./generate.js";
export { planGenerate } from "./generation-plan.js";
export type * from "../results/generation.js";
