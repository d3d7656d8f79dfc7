// Classes of items, and the resolution that parts them. Expected numbers by hand.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { differ } from "../../../src/runtime/evaluation/measures/index.js";
import { resolutionOf, roundedUp, slopeWeight } from "../../../src/runtime/evaluation/controls/resolution.js";
import { fitLine } from "../../../src/runtime/stats/line-fit.js";
import {
  borderline,
  classShares,
  steeringClass,
} from "../../../src/runtime/evaluation/execution/steering-class.js";

const test = suite("steering class");
const slopes = [-1, -2e-4, -5e-5, 0, 5e-5, 2e-4, 1];

test("three classes, or two as published", () => {
  const counts = (antiSteerable: "beyond resolution" | "below 0" | "at most 0") =>
    slopes.map((slope) => steeringClass(slope, { antiSteerable, resolution: 1e-4 })[0]).join("");
  assert.is(counts("beyond resolution"), "aannnss");
  assert.is(counts("below 0"), "aaassss");
  assert.is(counts("at most 0"), "aaaasss");
});

test("shares of the classes are 1 together", () => {
  const shares = classShares(slopes, { antiSteerable: "beyond resolution", resolution: 1e-4 });
  assert.equal(shares, { steered: 2 / 7, "no effect": 3 / 7, "anti-steerable": 2 / 7 });
});

test("items near a border are counted, at each border", () => {
  assert.is(borderline(slopes, { antiSteerable: "beyond resolution", resolution: 1e-4 }), 5);
  assert.is(borderline(slopes, { antiSteerable: "below 0", resolution: 1e-4 }), 3);
});

test("rounded up to 1, 2 or 5 times a power of ten", () => {
  const given = [1e-4, 1.0001e-4, 2e-4, 3e-4, 5e-4, 8e-5, 4e-5, 7, 10, 1.2e-300];
  assert.equal(given.map(roundedUp), [1e-4, 2e-4, 2e-4, 5e-4, 5e-4, 1e-4, 5e-5, 10, 10, 2e-300]);
});

test("a slope moves by its weight where the points move against it, and never farther", () => {
  const x = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
  // sum |x| = 6, sum x^2 = 7
  assert.ok(Math.abs(slopeWeight(x) - 6 / 7) < 1e-12);
  assert.ok(Math.abs(fitLine(x, x.map(Math.sign)).slope - 6 / 7) < 1e-12);
  assert.is(slopeWeight([0, 2]), 1);
});

test("the resolution grows with what is measured and with the numbers that a score combines", () => {
  const x = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
  assert.equal(resolutionOf(3e-6, 2, x), { measured: 3e-6, number: 5e-5, propensity: 1e-4, slope: 1e-4 });
  assert.equal(resolutionOf(1e-3, 2, x), { measured: 1e-3, number: 1e-3, propensity: 2e-3, slope: 2e-3 });
  assert.equal(resolutionOf(0, 42, [-1, 1]), { measured: 0, number: 5e-5, propensity: 2e-3, slope: 2e-3 });
});

test("values differ where some two of them do by more than the resolution", () => {
  assert.is(differ([1, 1 + 5e-5, 1 - 4e-5], 1e-4), false);
  assert.is(differ([1, 1 + 5e-5, 1 - 6e-5], 1e-4), true);
  assert.is(differ([], 0), false);
});

test.run();
