// The paper's notebooks on all concepts of nano, measured once for all of them.
import { suite } from "uvu";
import { checkedTogether } from "./checked.js";

const test = suite("notebooks of the paper: concepts");
checkedTogether(
  test,
  [
    "paper/02-variance.ipynb",
    "paper/03-spurious-factors.ipynb",
    "paper/05-across-models.ipynb",
    "paper/07-diagnostics.ipynb",
  ],
  2,
);
test.run();
