// `steerlab doctor`: what this machine has, and how to get what it lacks.
import type { Command } from "./cli/command.js";
import { cache } from "./doctor/cache-check.js";
import { devices } from "./doctor/device-check.js";
import { kernels } from "./doctor/kernels.js";
import { machine } from "./doctor/cores-and-memory.js";
import { models } from "./doctor/model-files.js";
import { versions } from "./doctor/versions.js";
import type { Finding } from "./doctor/finding.js";
import { say } from "./output/terminal.js";

const marks = { there: "ok", missing: "--", broken: "!!" } as const;

export const doctor: Command = {
  name: "doctor",
  takes: "",
  summary: "Says which devices, versions and model files are there, and how to get what is missing.",
  details: "Fails (exit code 1) when something is broken that every run needs.",
  options: { json: { type: "boolean", help: "print the findings as JSON" } },
  async run({ flags }) {
    const sections: Record<string, readonly Finding[]> = {
      Versions: versions(),
      Machine: [...machine(), ...(await cache())],
      Devices: await devices(),
      Models: await models(),
      Jupyter: kernels(),
    };
    if (flags.json) console.log(JSON.stringify(sections, null, 2));
    else say(page(sections));
    const broken = Object.values(sections).some((findings) => findings.some((f) => f.state === "broken"));
    return broken ? 1 : 0;
  },
};

function page(sections: Readonly<Record<string, readonly Finding[]>>): string {
  return Object.entries(sections)
    .map(([title, findings]) => [title, ...findings.map(lines)].join("\n"))
    .join("\n\n");
}

const lines = ({ state, name, says, remedy }: Finding): string =>
  `  ${marks[state]}  ${name.padEnd(20)} ${says}${remedy ? `\n      ${" ".repeat(20)} ${remedy}` : ""}`;
