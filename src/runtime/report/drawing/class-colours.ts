// How the classes of items look, in every figure alike: by name, colour and shape.
import { steeringClass, type Border, type SteeringClass } from "../../evaluation/execution/steering-class.js";
import { colours } from "./theme.js";

interface Look {
  readonly name: string;
  readonly colour: string;
  readonly shape: string;
}

const looks: Readonly<Record<SteeringClass, Look>> = {
  steered: { name: "steerable", colour: colours.vector, shape: "circle" },
  "anti-steerable": { name: "anti-steerable", colour: colours.against, shape: "triangle-down" },
  "no effect": { name: "no effect", colour: colours.chance, shape: "square" },
};

/** The name of the class of an item with this slope. */
export const className = (slope: number, border: Border): string => looks[steeringClass(slope, border)].name;

const all = Object.values(looks);
export const classNames = all.map(({ name }) => name);
export const classColours = { domain: classNames, range: all.map(({ colour }) => colour) };
export const classShapes = { domain: classNames, range: all.map(({ shape }) => shape) };
