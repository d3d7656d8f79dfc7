// Plans in a notebook: the work, the first text with its read and steered tokens, the settings. The text is that of `steerlab plan`.
import type { Plan } from "../../../runtime/results/evaluation.js";
import type { GenerationPlan } from "../../../runtime/results/generation.js";
import {
  generationPlanHtml,
  generationPlanWords,
  planHtml,
  planWords,
} from "../../../runtime/report/plan/index.js";
import type { Bundle } from "../../host/outputs.js";

export const planBundle = (plan: Plan): Bundle => ({
  "text/html": planHtml(plan),
  "text/plain": planWords(plan),
});

export const generationPlanBundle = (plan: GenerationPlan): Bundle => ({
  "text/html": generationPlanHtml(plan),
  "text/plain": generationPlanWords(plan),
});
