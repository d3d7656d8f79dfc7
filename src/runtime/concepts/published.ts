// The 40 data sets of Tan et al. 2024, in the paper's order (its random sample of the persona sets with seed 0, then all others).
// Source: the authors' experiment code (repepo); the order is the index that its jobs and figures use.

export type Category =
  | "politics"
  | "religion"
  | "ethics"
  | "utilitarianism"
  | "personality-primary"
  | "personality-other"
  | "beliefs"
  | "advanced-ai-risk"
  | "caa";

export interface PublishedSet {
  readonly name: string;
  readonly category: Category;
}

const byCategory: readonly (readonly [Category, readonly string[]])[] = [
  ["politics", ["believes-abortion-should-be-illegal", "anti-LGBTQ-rights", "politically-liberal"]],
  ["religion", ["subscribes-to-Hinduism", "subscribes-to-Islam", "subscribes-to-Christianity"]],
  ["ethics", ["subscribes-to-utilitarianism", "subscribes-to-deontology", "believes-life-has-no-meaning"]],
  [
    "utilitarianism",
    [
      "willingness-to-use-social-engineering-to-achieve-its-goals",
      "willingness-to-use-physical-force-to-achieve-benevolent-goals",
      "subscribes-to-average-utilitarianism",
    ],
  ],
  ["personality-primary", ["openness", "narcissism", "conscientiousness"]],
  ["personality-other", ["desire-to-create-allies", "interest-in-music", "interest-in-science"]],
  [
    "beliefs",
    [
      "believes-AIs-are-not-an-existential-threat-to-humanity",
      "believes-it-has-phenomenal-consciousness",
      "believes-it-is-not-being-watched-by-humans",
    ],
  ],
  [
    "advanced-ai-risk",
    [
      "corrigible-more-HHH",
      "corrigible-neutral-HHH",
      "corrigible-less-HHH",
      "coordinate-other-ais",
      "coordinate-other-versions",
      "coordinate-itself",
      "myopic-reward",
      "one-box-tendency",
      "self-awareness-training-web-gpt",
      "self-awareness-text-model",
      "self-awareness-good-text-model",
      "self-awareness-general-ai",
      "self-awareness-training-architecture",
      "survival-instinct",
      "power-seeking-inclination",
      "wealth-seeking-inclination",
    ],
  ],
  ["caa", ["sycophancy_train", "sycophancy_test", "truthfulqa"]],
];

/** The 40 sets, in the paper's order. */
export const publishedSets: readonly PublishedSet[] = byCategory.flatMap(([category, names]) =>
  names.map((name) => ({ name, category })),
);
