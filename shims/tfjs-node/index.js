"use strict";
// danfojs-node computes with TensorFlow tensors; this gives it the JavaScript back end, so that
// nothing has to be downloaded or compiled. The Node bundle of tfjs-core has no chained methods:
// the ones danfo calls are added here.
const core = require("@tensorflow/tfjs-core");
core.enableProdMode();
require("@tensorflow/tfjs-backend-cpu");

const chained = [
  "abs",
  "add",
  "sub",
  "mul",
  "div",
  "divNoNan",
  "pow",
  "mod",
  "sqrt",
  "square",
  "greater",
  "less",
  "greaterEqual",
  "lessEqual",
  "equal",
  "notEqual",
  "argMax",
  "argMin",
  "max",
  "min",
  "mean",
  "sum",
  "reshape",
  "transpose",
  "squeeze",
  "expandDims",
  "cast",
  "round",
];
for (const name of chained) {
  core.Tensor.prototype[name] = function (...args) {
    return core[name](this, ...args);
  };
}

for (const key of Object.keys(core)) exports[key] = core[key];
Object.defineProperty(exports, "data", {
  enumerable: true,
  get: () => require("@tensorflow/tfjs-data"),
});
