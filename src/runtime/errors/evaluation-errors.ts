// What can be wrong with vectors, layers, scores and evaluations.
export const evaluationErrors = {
  E601: (d: { layer: number; model: string; last: number }) => ({
    sentence: `Layer ${d.layer} does not exist: ${d.model} has layers 0 to ${d.last}.`,
    remedy: `Use a layer between 0 and ${d.last}.`,
  }),
  E602: (d: { model: string; last: number }) => ({
    sentence: `The list of layers is empty; ${d.model} has layers 0 to ${d.last}.`,
    remedy: "Use `layers all`, or name at least one.",
  }),
  E603: (d: { concept: string; clause: string }) => ({
    sentence: `The two texts of every training pair of ${d.concept} are the same up to the tokens that \`read ${d.clause}\` takes, so there is no difference to extract.`,
    remedy: "Use `read answer`, or another clause that reaches the answers.",
  }),
  E604: (d: { vector: string; layer: number }) => ({
    sentence: `The vector ${d.vector} has no length at layer ${d.layer}.`,
    remedy:
      "Check that the pairs differ where they are read, that no factor is 0, and that the terms do not cancel.",
  }),
  E605: (d: { path: string }) => ({
    sentence: `"${d.path}" is no name of a vector file.`,
    remedy: "Give the file the ending .safetensors or .gguf.",
  }),
  E606: (d: { vector: string; layer: number; layers: string }) => ({
    sentence: `The vector ${d.vector} has no layer ${d.layer}: it was extracted at ${d.layers}.`,
    remedy: "Measure at layers that it has, or extract it at `layers all`.",
  }),
  E607: (d: { evaluation: string }) => ({
    sentence: `The evaluation ${d.evaluation} has fewer than two multipliers, so there is no slope.`,
    remedy: "Give at least two different ones, such as `multipliers -1..1 by 1`.",
  }),
  E608: (d: { clause: string; concept: string; row: number; score: string; works: string }) => ({
    sentence: `Steering \`${d.clause}\` changes nothing: on row ${d.row} of ${d.concept} its first token comes after the last one that the score \`${d.score}\` reads.`,
    remedy: `Use \`${d.works}\`.`,
  }),
  E609: (d: {
    word: string;
    joined: string;
    concept: string;
    row: number;
    pieces: string;
    merges: boolean;
  }) => ({
    sentence:
      `The word "${d.word}" is not one token in the answer's place of row ${d.row} of ${d.concept}: ` +
      (d.merges
        ? `as ${JSON.stringify(d.joined)} it merges with the text before it into ${d.pieces}.`
        : `as ${JSON.stringify(d.joined)} it is ${d.pieces || "no token"}.`),
    remedy:
      "Use words that are one token each, written with a space before them if one belongs there, or `score log-prob difference` with whole answers.",
  }),
  E610: (d: { word: string }) => ({
    sentence: `The word "${d.word}" stands on both sides of the score.`,
    remedy: "Remove it from one side.",
  }),
  E611: (d: { side: string }) => ({
    sentence: `The score has no ${d.side} words.`,
    remedy: 'Write both sides, such as `score words "great", "good" | "terrible", "bad"`.',
  }),
  E612: (d: { difference: number }) => ({
    sentence: `The self-check failed: multiplier 0 changed the logits by ${d.difference}.`,
    remedy: "Do not trust this device: use `device cpu`, and report the model and device.",
  }),
  E613: (d: { layer: number; multiplier: number; vector: string; change: number; resolution: number }) => ({
    sentence: `The steering did nothing: at layer ${d.layer}, multiplier ${d.multiplier} of ${d.vector} ${
      d.change === 0
        ? "left every logit as it was"
        : `changed no logit by more than ${Number(d.change.toPrecision(2))}, and below ${d.resolution} the engine cannot tell a change from rounding`
    }.`,
    remedy: "Use larger multipliers, an earlier layer, or a vector with a larger norm.",
  }),
  E614: (d: { path: string; reason: string }) => ({
    sentence: `The vector file "${d.path}" cannot be used: ${d.reason}.`,
    remedy: "Give a .safetensors file with a tensor `layer.N` for each layer, or a .gguf control vector.",
  }),
  E615: (d: { path: string; model: string; reason: string }) => ({
    sentence: `The vector in "${d.path}" does not fit ${d.model}: ${d.reason}.`,
    remedy: "Load it for the model that it was made from.",
  }),
  E616: (d: { vector: string; reason: string }) => ({
    sentence: `The vector ${d.vector} cannot be put together: ${d.reason}.`,
    remedy: "Combine vectors of one model, extracted at layers that they share.",
  }),
  E617: (d: { seed: string }) => ({
    sentence: `The seed ${d.seed} of the random direction is not a whole number from 0 on.`,
    remedy: "Give one, such as `seed 3`.",
  }),
  E618: (d: { vector: string }) => ({
    sentence: `The vector ${d.vector} is a sum of nothing.`,
    remedy: "Give at least one term, such as `0.5 * v`.",
  }),
  E619: (d: { first: string; firstModel: string; other: string; otherModel: string }) => ({
    sentence: `The vectors ${d.first} and ${d.other} belong to different models: ${d.firstModel} and ${d.otherModel}.`,
    remedy: "Measure the vectors of each model in an evaluation of their own.",
  }),
  E620: (d: { evaluation: string; concept: string }) => ({
    sentence: `The evaluation ${d.evaluation} has no vector for ${d.concept}: the vectors of a set are measured on their own concepts.`,
    remedy: "Write `pairing every` to measure every vector on every concept, or leave the concept out.",
  }),
  E621: (d: { what: "concepts" | "vectors"; name: string }) => ({
    sentence: `Two ${d.what} of this evaluation are called ${d.name}, so their rows could not be told apart.`,
    remedy: "Give one of them another name, or measure them in evaluations of their own.",
  }),
  E622: (_: Record<string, never>) => ({
    sentence: "There is no vector to measure.",
    remedy: "Name at least one vector, or a set with at least one.",
  }),
  E623: (d: { budget: number; layer: number; multiplier: number; drift: number }) => ({
    sentence: `Nothing stays within drift ${d.budget} nats: the least, at layer ${d.layer} with multiplier ${d.multiplier}, drifts ${d.drift.toPrecision(3)} nats.`,
    remedy: "Allow more drift, or offer smaller multipliers.",
  }),
  E624: (d: { layers: string }) => ({
    sentence: `A multiplier alone is chosen for one layer, but here are ${d.layers}.`,
    remedy: "Write one layer, or `choose layer, multiplier`.",
  }),
  E625: (_: Record<string, never>) => ({
    sentence: "There is no multiplier above 0 to choose from.",
    remedy: "Offer at least one, such as `multipliers 0, 0.5, 1`.",
  }),
  E626: (_: Record<string, never>) => ({
    sentence: "The vectors have no layer in common, so no layer can be chosen for all of them.",
    remedy: "Choose for each vector in an evaluation of its own.",
  }),
  E627: (d: { concept: string }) => ({
    sentence: `No pair of ${d.concept} has another order: none ends with two options, (A) and (B), that are answered by their letters.`,
    remedy: "Use the score without `over both orders`.",
  }),
  E628: (d: { evaluation: string; rows: number; gigabytes: number; room: number }) => ({
    sentence: `The results of ${d.evaluation} do not fit: ${d.rows.toLocaleString("en-US")} rows take about ${d.gigabytes} GB, and this process has room for ${d.room} GB.`,
    remedy:
      "Measure fewer layers (or `choose layer on tune`, which reports one), shifts or multipliers, or split the concepts over several programs; or give Node more memory with NODE_OPTIONS=--max-old-space-size=16000 (megabytes).",
  }),
  E629: (d: { vector: string; reason: string }) => ({
    sentence: `There is no interval over the training pairs of ${d.vector}: ${d.reason}.`,
    remedy:
      "Write `intervals 95%`, which is over items, or extract the vector in this program from more pairs.",
  }),
  E640: (d: { concept: string; row: number; reason: string }) => ({
    sentence: `Words cannot be read on row ${d.row} of ${d.concept}: ${d.reason}, where no word begins.`,
    remedy: "Use answers whose first words differ from their first letter on, or `score logit difference`.",
  }),
  E660: (d: { vector: string }) => ({
    sentence: `The vector ${d.vector} is no extraction, so it has no pairs to diagnose.`,
    remedy: "Diagnose vectors that are made by `extract`.",
  }),
};
