// Which part of src/ may import which, types included. docs/design.md explains the order; `npm run lint` and the tests hold it.

/** From the bottom to the top: a part imports those before it. */
const parts = [
  "src/runtime/errors",
  "src/runtime/files",
  "src/runtime/stats",
  "src/runtime/models",
  "src/runtime/graph",
  "src/runtime/engine",
  "src/runtime/session",
  "src/runtime/store",
  "src/runtime/paper",
  "src/runtime/concepts",
  "src/runtime/vectors",
  "src/runtime/steering",
  "src/runtime/evaluation",
  "src/runtime/analyses",
  "src/runtime/generation",
  "src/runtime/report",
  "src/modules",
  "src/dsl",
  "src/kernel-ext",
  "src/commands",
];

/** Files that hold types only. Every part may import them; they import each other, places, and tables that types are made of. */
const contracts = "^src/runtime/(results/|declarations[.]ts$|[^/]+/(types|specs)[.]ts$)";

/** Tables of names, from which types are made. */
const tables =
  "^src/runtime/(errors/index|concepts/readers/field-names|paper/named-settings|report/chart-kinds)[.]ts$";

const below = (part) => `^${part}/`;

module.exports = {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    ...parts.slice(0, -1).map((part, i) => ({
      name: `${part}-imports-what-is-below-it`,
      severity: "error",
      from: { path: below(part), pathNot: contracts },
      to: { path: parts.slice(i + 1).map(below), pathNot: contracts },
    })),
    {
      name: "contracts-import-contracts",
      severity: "error",
      from: { path: contracts },
      to: {
        path: "^src/",
        pathNot: [contracts, tables],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|dist)/" },
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  },
};
