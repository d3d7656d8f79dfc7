# The grammar of the steering language. Built into src/dsl/grammar.ts by scripts/build.mjs; the rules make nodes of src/dsl/tree.ts.
# Words in quotes are words of the language only where they stand here; src/dsl/tokens.ts lists the few that cannot be names.
# A line ends a clause or declaration (%newline); the tokens decide where a line goes on.
@preprocessor typescript
@lexer lexer
@{%
import { lexer } from "./tokens.js";
import * as build from "./build.js";
const { node, clause, list, fixed, reference } = build;
%}

program -> null {% () => [] %}
  | statements {% id %}
statements -> statement {% ([s]) => [s] %}
  | statements %newline statement {% ([all, , s]) => [...all, s] %}
statement -> model {% id %} | concept {% id %} | layers {% id %} | shift {% id %} | vector {% id %} | evaluation {% id %}
  | chart {% id %} | save {% id %}

# ---- declarations
model -> "model" newName "=" text block {% (d) => node(d, { kind: "model", name: d[1], source: d[3], clauses: d[4] ?? [] }) %}
concept -> "concept" newName body {% (d) => node(d, { kind: "concept", name: d[1], mwe: null, clauses: d[2] }) %}
  | "concept" newName "=" "mwe" text block {% (d) => node(d, { kind: "concept", name: d[1], mwe: d[4], clauses: d[5] ?? [] }) %}
layers -> "layers" newName "=" layerList {% (d) => node(d, { kind: "layers", name: d[1], value: d[3], clauses: [] }) %}
shift -> "shift" newName "=" "system" text {% (d) => node(d, { kind: "shift", name: d[1], goes: "system", text: d[4], clauses: [] }) %}
  | "shift" newName "=" "user" "prefix" text {% (d) => node(d, { kind: "shift", name: d[1], goes: "prefix", text: d[5], clauses: [] }) %}
vector -> "vector" newName "=" "extract" conceptRef "from" modelRef block {% (d) =>
      node(d, { kind: "vector", name: d[1], value: node([d[3], d[6]], { kind: "extract", concept: d[4], model: d[6] }), clauses: d[7] ?? [] }) %}
  | "vector" newName "=" product {% (d) => node(d, { kind: "vector", name: d[1], value: d[3], clauses: [] }) %}
evaluation -> "evaluation" newName "=" "measure" vectorRef "on" conceptRef block {% (d) =>
      node(d, { kind: "evaluation", name: d[1], vector: d[4], concept: d[6], clauses: d[7] ?? [] }) %}
chart -> "chart" evaluationRef "as" chartKind {% (d) => node(d, { kind: "chart", of: d[1], as: d[3] }) %}
save -> "save" vectorRef "to" text {% (d) => node(d, { kind: "save", vector: d[1], to: d[3] }) %}

chartKind -> "propensity" "curve" {% fixed("propensity curve") %}
  | "steerability" "by" "item" {% fixed("steerability by item") %}
  | "layer" "sweep" {% fixed("layer sweep") %}
  | hole {% id %}

# ---- vectors: layered, so that sums can stand above products
product -> factors {% (d) => node(d, { kind: "product", negative: false, factors: d[0] }) %}
  | "-" factors {% (d) => node(d, { kind: "product", negative: true, factors: d[1] }) %}
factors -> factor {% ([f]) => [f] %}
  | factors "*" factor {% ([all, , f]) => [...all, f] %}
  | factors "*" "-" number {% ([all, , sign, n]) => [...all, build.negative([sign, n])] %}
factor -> number {% id %} | vectorRef {% id %}

# ---- clauses: which of them may stand where is said in src/dsl/clauses.ts
block -> null {% () => null %} | body {% id %}
body -> "{" "}" {% (d) => Object.assign([], build.span(d)) %}
  | "{" clauses "}" {% (d) => Object.assign([...d[1]], build.span(d)) %}
clauses -> clause {% ([c]) => [c] %}
  | clauses %newline clause {% ([all, , c]) => [...all, c] %}

clause -> "device" choice {% (d) => clause(d) %}
  | "dtype" choice {% (d) => clause(d) %}
  | "system" text {% (d) => clause(d) %}
  | "about" text {% (d) => clause(d) %}
  | "pair" pair {% (d) => clause(d) %}
  | "pairs" pairs {% (d) => clause(d) %}
  | "persona" persona {% (d) => clause(d) %}
  | "format" choice {% (d) => clause(d) %}
  | "split" split {% (d) => clause(d) %}
  | "from" text {% (d) => clause(d) %}
  | "layers" layerList {% (d) => clause(d) %}
  | "read" where {% (d) => clause(d) %}
  | "by" method {% (d) => clause(d) %}
  | "under" shiftList {% (d) => clause(d) %}
  | "multipliers" multiplierList {% (d) => clause(d) %}
  | "apply" apply {% (d) => clause(d) %}
  | "score" score {% (d) => clause(d) %}
  | "against" against {% (d) => clause(d) %}
  | "intervals" intervals {% (d) => clause(d) %}
  | "protocol" choice {% (d) => clause(d) %}

pair -> text "->" text "|" text {% (d) => node(d, { kind: "pair", prompt: d[0], positive: d[2], negative: d[4] }) %}
  | hole {% id %}
pairs -> "from" text {% (d) => node(d, { kind: "from", path: d[1] }) %}
  | hole {% id %}
persona -> text "|" text {% (d) => node(d, { kind: "sides", positive: d[0], negative: d[2] }) %}
  | hole {% id %}

split -> splitItems {% ([items]) => list(items) %} | hole {% id %}
splitItems -> splitItem {% ([i]) => [i] %} | splitItems "," splitItem {% ([all, , i]) => [...all, i] %}
splitItem -> "train" part {% (d) => node(d, { kind: "part", part: "train", value: d[1] }) %}
  | "tune" part {% (d) => node(d, { kind: "part", part: "tune", value: d[1] }) %}
  | "test" part {% (d) => node(d, { kind: "part", part: "test", value: d[1] }) %}
  | "shuffled" signed {% (d) => node(d, { kind: "part", part: "shuffled", value: d[1] }) %}
part -> bound {% id %}
  | "[" bound ":" bound "]" {% (d) => node(d, { kind: "slice", from: d[1], to: d[3], plus: null }) %}
  | "[" bound ":" "+" signed "]" {% (d) => node(d, { kind: "slice", from: d[1], to: null, plus: d[4] }) %}
  | "[" bound ":" "]" {% (d) => node(d, { kind: "slice", from: d[1], to: null, plus: null }) %}
  | "[" ":" bound "]" {% (d) => node(d, { kind: "slice", from: null, to: d[2], plus: null }) %}

layerList -> layerItems {% ([items]) => list(items) %}
layerItems -> layerItem {% ([i]) => [i] %} | layerItems "," layerItem {% ([all, , i]) => [...all, i] %}
layerItem -> "all" {% fixed("all") %}
  | "last" signed {% (d) => node(d, { kind: "last", count: d[1] }) %}
  | bound {% id %}
  | bound ".." bound {% (d) => node(d, { kind: "range", from: d[0], to: d[2], by: null }) %}
  | bound ".." bound "by" signed {% (d) => node(d, { kind: "range", from: d[0], to: d[2], by: d[4] }) %}
  | layersName {% id %}

multiplierList -> multiplierItems {% ([items]) => list(items) %}
multiplierItems -> multiplierItem {% ([i]) => [i] %} | multiplierItems "," multiplierItem {% ([all, , i]) => [...all, i] %}
multiplierItem -> signed {% id %}
  | signed ".." signed {% (d) => node(d, { kind: "range", from: d[0], to: d[2], by: null }) %}
  | signed ".." signed "by" signed {% (d) => node(d, { kind: "range", from: d[0], to: d[2], by: d[4] }) %}

shiftList -> shiftItems {% ([items]) => list(items) %}
shiftItems -> shiftRef {% ([i]) => [i] %} | shiftItems "," shiftRef {% ([all, , i]) => [...all, i] %}

where -> "answer" {% fixed({ kind: "answer" }) %}
  | "from" "answer" {% fixed({ kind: "from answer" }) %}
  | "prompt" "end" {% fixed({ kind: "prompt end" }) %}
  | "from" "prompt" "end" {% fixed({ kind: "from prompt end" }) %}
  | "last" {% fixed({ kind: "last" }) %}
  | "everywhere" {% fixed({ kind: "everywhere" }) %}
  | "token" signed {% (d) => node(d, { kind: "token", index: d[1] }) %}
  | "tokens" signed ".." {% (d) => node(d, { kind: "tokens", from: d[1], to: null }) %}
  | "tokens" signed ".." signed {% (d) => node(d, { kind: "tokens", from: d[1], to: d[3] }) %}
  | hole {% id %}

method -> "mean" "difference" {% fixed("mean difference") %} | hole {% id %}

apply -> operator where {% (d) => node(d, { kind: "apply", operator: d[0].value, where: d[1] }) %}
  | hole {% id %}
operator -> "add" {% fixed("add") %}
  | "ablate" {% fixed("ablate") %}
  | "ablate" "then" "add" {% fixed("ablate then add") %}

score -> "logit" "difference" {% fixed("logit difference") %}
  | "log" "-" "prob" "difference" {% fixed("log-prob difference") %}
  | "raw" "logit" "sum" {% fixed("raw logit sum") %}
  | "words" texts "|" texts {% (d) => node(d, { kind: "sides", positive: list(d[1]), negative: list(d[3]) }) %}
  | hole {% id %}
texts -> text {% ([t]) => [t] %} | texts "," text {% ([all, , t]) => [...all, t] %}

against -> "random" signed {% (d) => node(d, { kind: "against", random: d[1] }) %}
  | "nothing" {% (d) => node(d, { kind: "against", random: null }) %}
  | hole {% id %}

intervals -> level {% (d) => node(d, { kind: "intervals", level: d[0], resamples: null, seed: null }) %}
  | level "from" signed "resamples" {% (d) => node(d, { kind: "intervals", level: d[0], resamples: d[2], seed: null }) %}
  | level "from" signed "resamples" "seed" signed {% (d) => node(d, { kind: "intervals", level: d[0], resamples: d[2], seed: d[5] }) %}
level -> %percent {% build.percent %} | hole {% id %}

# ---- values
newName -> %word {% (d) => node(d, { kind: "new name", name: d[0].text }) %}
modelRef -> %word {% reference("model") %} | hole {% id %}
conceptRef -> %word {% reference("concept") %} | hole {% id %}
vectorRef -> %word {% reference("vector") %} | hole {% id %}
evaluationRef -> %word {% reference("evaluation") %} | hole {% id %}
shiftRef -> %word {% reference("shift") %} | hole {% id %}
layersName -> %word {% reference("layers") %}
choice -> words {% (d) => node(d, { kind: "choice", value: d[0].map((t: { text: string }) => t.text).join("-") }) %} | hole {% id %}
words -> %word {% ([w]) => [w] %} | words "-" %word {% ([all, , w]) => [...all, w] %}
bound -> signed {% id %} | %percent {% build.percent %}
signed -> number {% id %} | "-" number {% build.negative %} | hole {% id %}
number -> %number {% build.number %}
text -> %text {% build.text %} | hole {% id %}
hole -> %hole {% build.hole %}
