// Plans in words: as text and as HTML, for evaluations and for generations.
import type { Plan } from "../../evaluation/types.js";
import type { GenerationPlan } from "../../generation/types.js";
import { generationPlanAccount, planAccount } from "./account.js";
import { planHtmlOf } from "./html.js";
import { planText } from "./text.js";

export { sumWords } from "./account.js";
export { markedHtml, markedLines } from "./marks.js";

export const planWords = (plan: Plan): string => planText(planAccount(plan));
export const planHtml = (plan: Plan): string => planHtmlOf(planAccount(plan));

export const generationPlanWords = (plan: GenerationPlan): string => planText(generationPlanAccount(plan));
export const generationPlanHtml = (plan: GenerationPlan): string => planHtmlOf(generationPlanAccount(plan));
