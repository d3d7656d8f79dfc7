// The paper's notebooks on single concepts of nano.
import { suite } from "uvu";
import { checkedTogether } from "./checked.js";

const test = suite("notebooks of the paper: curves, layers, cost");
checkedTogether(
  test,
  ["paper/01-propensity-curves.ipynb", "paper/06-layer-sweep.ipynb", "paper/08-cost.ipynb"],
  3,
);
test.run();
