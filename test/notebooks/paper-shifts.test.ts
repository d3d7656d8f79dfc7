// The paper's notebook on 28 concepts under 25 pairs of shifts.
import { suite } from "uvu";
import { checkedTogether } from "./checked.js";

const test = suite("notebooks of the paper: shifts");
checkedTogether(test, ["paper/04-generalisation.ipynb"], 1);
test.run();
