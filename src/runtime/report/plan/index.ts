// Plans in words: as text and as HTML, for evaluations and for generations.
import type { Plan } from "../../results/evaluation.js";
import type { GenerationPlan } from "../../results/generation.js";
import { generationPlanAccount, planAccount } from "./plan-account.js";
import { planHtmlOf } from "./plan-html.js";
import { planText } from "./plan-text.js";

export { sumWords } from "./plan-account.js";
export { markedHtml, markedLines } from "./marked-text.js";

export const planWords = (plan: Plan): string => planText(planAccount(plan));
export const planHtml = (plan: Plan): string => planHtmlOf(planAccount(plan));

export const generationPlanWords = (plan: GenerationPlan): string => planText(generationPlanAccount(plan));
export const generationPlanHtml = (plan: GenerationPlan): string => planHtmlOf(generationPlanAccount(plan));
