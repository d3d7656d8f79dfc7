// What can be wrong with vectors, layers, scores and evaluations.
export const evaluationErrors = {
  E601: (d: { layer: number; model: string; last: number }) => ({
    sentence: `Layer ${d.layer} does not exist: ${d.model} has layers 0 to ${d.last}.`,
    remedy: `Use a layer between 0 and ${d.last}.`,
  }),
};
