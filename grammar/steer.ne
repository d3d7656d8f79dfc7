# The grammar of the steering language. Built into src/dsl/grammar.ts by scripts/build.mjs; the rules make nodes of src/dsl/syntax/ast.ts.
# Words in quotes are words of the language only where they stand here; src/dsl/syntax/lexer.ts lists the few that cannot be names.
# A line ends a clause or declaration (%newline); the tokens decide where a line goes on.
@preprocessor typescript
@lexer lexer
@{%
import { lexer } from "./syntax/lexer.js";
import * as build from "./syntax/ast-builders.js";
const { node, clause, list, fixed, reference } = build;
%}

program -> null {% () => [] %}
  | statements {% id %}
statements -> statement {% ([s]) => [s] %}
  | statements %newline statement {% ([all, , s]) => [...all, s] %}
statement -> model {% id %} | concept {% id %} | concepts {% id %} | layers {% id %} | shift {% id %} | vector {% id %} | vectors {% id %}
  | evaluation {% id %} | generation {% id %} | chart {% id %} | save {% id %} | import {% id %}

# ---- declarations
model -> "model" newName "=" text block {% (d) => node(d, { kind: "model", name: d[1], source: d[3], clauses: d[4] ?? [] }) %}
concept -> "concept" newName body {% (d) => node(d, { kind: "concept", name: d[1], mwe: null, clauses: d[2] }) %}
  | "concept" newName "=" "mwe" text block {% (d) => node(d, { kind: "concept", name: d[1], mwe: d[4], clauses: d[5] ?? [] }) %}
concepts -> "concepts" newName "=" "mwe" datasets block {% (d) =>
      node(d, { kind: "concepts", name: d[1], of: node([d[3], d[4]], { kind: "mwe", datasets: d[4] }), clauses: d[5] ?? [] }) %}
  | "concepts" newName "=" conceptItems {% (d) =>
      node(d, { kind: "concepts", name: d[1], of: node(d[3], { kind: "members", members: list(d[3]) }), clauses: [] }) %}
datasets -> texts {% ([items]) => list(items) %}
  | "all" {% fixed("all") %}
layers -> "layers" newName "=" layerList {% (d) => node(d, { kind: "layers", name: d[1], value: d[3], clauses: [] }) %}
shift -> "shift" newName "=" "system" text {% (d) => node(d, { kind: "shift", name: d[1], goes: "system", text: d[4], clauses: [] }) %}
  | "shift" newName "=" "user" "prefix" text {% (d) => node(d, { kind: "shift", name: d[1], goes: "prefix", text: d[5], clauses: [] }) %}
vector -> "vector" newName "=" extract block {% (d) => node(d, { kind: "vector", name: d[1], value: d[3], clauses: d[4] ?? [] }) %}
  | "vector" newName "=" making {% (d) => node(d, { kind: "vector", name: d[1], value: d[3], clauses: [] }) %}
vectors -> "vectors" newName "=" extractEach block {% (d) => node(d, { kind: "vectors", name: d[1], value: d[3], clauses: d[4] ?? [] }) %}
extract -> "extract" conceptRef "from" modelRef {% (d) => node(d, { kind: "extract", concept: d[1], model: d[3] }) %}
extractEach -> "extract" conceptsRef "from" modelRef {% (d) => node(d, { kind: "extract", concept: d[1], model: d[3] }) %}
making -> expression {% id %}
  | "random" "like" vectorRef seed {% (d) => node(d, { kind: "random", like: d[2], seed: d[3] }) %}
  | "load" text "for" modelRef {% (d) => node(d, { kind: "load", path: d[1], model: d[3] }) %}
evaluation -> "evaluation" newName "=" "measure" vectorItems "on" conceptItems block {% (d) =>
      node(d, { kind: "evaluation", name: d[1], vectors: list(d[4]), concepts: list(d[6]), clauses: d[7] ?? [] }) %}
generation -> "generation" newName "=" "continue" texts "from" modelRef withVectors block {% (d) =>
      node(d, { kind: "generation", name: d[1], prompts: list(d[4]), model: d[6], vectors: d[7], clauses: d[8] ?? [] }) %}
withVectors -> null {% () => null %}
  | "with" vectorItems {% (d) => list(d[1]) %}
chart -> "chart" evaluationItems "as" chartKind {% (d) => node(d, { kind: "chart", of: list(d[1]), as: d[3] }) %}
save -> "save" vectorRef "to" text {% (d) => node(d, { kind: "save", vector: d[1], to: d[3] }) %}
import -> "import" names "from" %text {% (d) => node(d, { kind: "import", names: d[1], from: build.text([d[3]]) }) %}
names -> newName {% ([n]) => [n] %} | names "," newName {% ([all, , n]) => [...all, n] %}

# The kinds of charts are not here: any words are read, and looked up in their table.
chartKind -> chartWords {% (d) => node(d, { kind: "choice", value: build.phrase(d[0]) }) %} | hole {% id %}
chartWords -> chartWord {% ([w]) => [w] %} | chartWords chartWord {% ([all, w]) => [...all, w] %}
  | chartWords "-" chartWord {% ([all, sign, w]) => [...all, sign, w] %}
chartWord -> %word {% id %} | %reserved {% id %}

# ---- vectors: sums of products; `without` binds loosest
expression -> sum {% id %}
  | expression "without" sum {% (d) => node(d, { kind: "without", of: d[0], without: d[2] }) %}
sum -> terms {% ([terms]) => build.sum(terms) %}
terms -> product {% ([value]) => [{ minus: false, value }] %}
  | terms "+" product {% ([all, , value]) => [...all, { minus: false, value }] %}
  | terms "-" product {% ([all, , value]) => [...all, { minus: true, value }] %}
product -> factors {% ([factors]) => build.product(factors) %}
factors -> factor {% ([f]) => [f] %} | factors "*" factor {% ([all, , f]) => [...all, f] %}
factor -> atom {% id %}
  | minuses atom {% (d) => node(d, { kind: "signed", minus: d[0].length % 2 === 1, of: d[1] }) %}
minuses -> "-" {% ([m]) => [m] %} | minuses "-" {% ([all, m]) => [...all, m] %}
atom -> number {% id %} | vectorRef {% id %}
  | "unit" "(" expression ")" {% (d) => node(d, { kind: "unit", of: d[2] }) %}
  | "(" expression ")" {% (d) => node(d, { kind: "group", of: d[1] }) %}

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
  | "fields" fields {% (d) => clause(d) %}
  | "persona" persona {% (d) => clause(d) %}
  | "format" choice {% (d) => clause(d) %}
  | "split" split {% (d) => clause(d) %}
  | "from" text {% (d) => clause(d) %}
  | "layers" layerList {% (d) => clause(d) %}
  | "read" where {% (d) => clause(d) %}
  | "by" method {% (d) => clause(d) %}
  | "under" shiftList {% (d) => clause(d) %}
  | "trained" "under" shiftList {% (d) => clause(d) %}
  | "tested" "under" shiftList {% (d) => clause(d) %}
  | "pairing" choice {% (d) => clause(d) %}
  | "multipliers" multiplierList {% (d) => clause(d) %}
  | "apply" apply {% (d) => clause(d) %}
  | "score" score {% (d) => clause(d) %}
  | "against" against {% (d) => clause(d) %}
  | "intervals" intervals {% (d) => clause(d) %}
  | "choose" choose {% (d) => clause(d) %}
  | "tokens" signed {% (d) => clause(d) %}
  | "sample" sample {% (d) => clause(d) %}
  | "stop" texts {% (d) => clause([d[0], list(d[1])]) %}
  | "protocol" choice {% (d) => clause(d) %}
  | "setting" setting {% (d) => clause(d) %}

pair -> text "->" text "|" text {% (d) => node(d, { kind: "pair", prompt: d[0], positive: d[2], negative: d[4] }) %}
  | text "|" text {% (d) => node(d, { kind: "pair", prompt: null, positive: d[0], negative: d[2] }) %}
  | sides "->" sided {% (d) => node(d, { kind: "prompt pair", system: null, user: null, prompt: d[0], answer: d[2] }) %}
  | "user" sided said {% (d) => node(d, { kind: "prompt pair", system: null, user: d[1], prompt: null, answer: d[2] }) %}
  | "system" sided "user" sided said {% (d) => node(d, { kind: "prompt pair", system: d[1], user: d[3], prompt: null, answer: d[4] }) %}
  | hole {% id %}
said -> null {% () => null %} | "->" sided {% (d) => d[1] %}
sided -> text {% id %} | sides {% id %}
sides -> text "|" text {% (d) => node(d, { kind: "sides", positive: d[0], negative: d[2] }) %}
pairs -> "from" text {% (d) => node(d, { kind: "from", path: d[1] }) %}
  | hole {% id %}
# What a field can hold is not here: any words are read, and looked up in their table.
fields -> fieldItems {% ([items]) => list(items) %} | hole {% id %}
fieldItems -> fieldItem {% ([i]) => [i] %} | fieldItems "," fieldItem {% ([all, , i]) => [...all, i] %}
fieldItem -> fieldRole text {% (d) => node(d, { kind: "field", role: d[0], name: d[1] }) %}
  | fieldRole "nothing" {% (d) => node(d, { kind: "field", role: d[0], name: null }) %}
fieldRole -> fieldWords {% (d) => node(d, { kind: "choice", value: build.phrase(d[0]) }) %}
fieldWords -> fieldWord {% ([w]) => [w] %} | fieldWords fieldWord {% ([all, w]) => [...all, w] %}
fieldWord -> %word {% id %}
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
  | "whole" "answer" {% fixed({ kind: "whole answer" }) %}
  | "whole" "prompt" {% fixed({ kind: "whole prompt" }) %}
  | "prompt" "end" {% fixed({ kind: "prompt end" }) %}
  | "from" "prompt" "end" {% fixed({ kind: "from prompt end" }) %}
  | "last" {% fixed({ kind: "last" }) %}
  | "everywhere" {% fixed({ kind: "everywhere" }) %}
  | "token" signed {% (d) => node(d, { kind: "token", index: d[1] }) %}
  | "tokens" signed ".." {% (d) => node(d, { kind: "tokens", from: d[1], to: null }) %}
  | "tokens" signed ".." signed {% (d) => node(d, { kind: "tokens", from: d[1], to: d[3] }) %}
  | "phrase" text {% (d) => node(d, { kind: "phrase", text: d[1] }) %}
  | hole {% id %}

method -> "mean" "difference" {% fixed("mean difference") %}
  | "pca" {% fixed("pca") %}
  | "logistic" {% fixed("logistic") %}
  | hole {% id %}

apply -> operator where {% (d) => node(d, { kind: "apply", operator: d[0].value, where: d[1] }) %}
  | hole {% id %}
operator -> "add" {% fixed("add") %}
  | "ablate" {% fixed("ablate") %}
  | "ablate" "then" "add" {% fixed("ablate then add") %}

score -> oneOrder {% id %}
  | oneOrder "over" "both" "orders" {% (d) => node(d, { kind: "fixed", value: `${d[0].value} over both orders` }) %}
  | "words" texts "|" texts {% (d) => node(d, { kind: "sides", positive: list(d[1]), negative: list(d[3]) }) %}
  | hole {% id %}
oneOrder -> "logit" "difference" {% fixed("logit difference") %}
  | "log" "-" "prob" "difference" {% fixed("log-prob difference") %}
  | "raw" "logit" "sum" {% fixed("raw logit sum") %}
texts -> text {% ([t]) => [t] %} | texts "," text {% ([all, , t]) => [...all, t] %}

against -> controls {% ([items]) => list(items) %}
  | "nothing" {% fixed("nothing") %}
  | hole {% id %}
controls -> control {% ([c]) => [c] %} | controls "," control {% ([all, , c]) => [...all, c] %}
control -> "random" signed {% (d) => node(d, { kind: "control", control: "random", count: d[1] }) %}
  | "orthogonal" signed {% (d) => node(d, { kind: "control", control: "orthogonal", count: d[1] }) %}
  | "prompt" "only" {% (d) => node(d, { kind: "control", control: "prompt", count: null }) %}

choose -> choices "on" "tune" goal drift {% (d) => node(d, { kind: "choose", what: list(d[0]), goal: d[3], drift: d[4] }) %}
  | hole {% id %}
choices -> chosen {% ([c]) => [c] %} | choices "," chosen {% ([all, , c]) => [...all, c] %}
chosen -> "layer" {% (d) => node(d, { kind: "chosen", what: "layer" }) %}
  | "multiplier" {% (d) => node(d, { kind: "chosen", what: "multiplier" }) %}
goal -> null {% () => null %} | "for" choice {% (d) => d[1] %}
drift -> null {% () => null %} | "within" "drift" signed nats {% (d) => d[2] %}
nats -> "nat" {% id %} | "nats" {% id %}

sample -> "temperature" signed top seed {% (d) => node(d, { kind: "sample", temperature: d[1], top: d[2], seed: d[3] }) %}
  | hole {% id %}
top -> null {% () => null %} | "top" signed {% (d) => d[1] %}
seed -> null {% () => null %} | "seed" signed {% (d) => d[1] %}

# The names of settings and their values are not here: any words are read, and looked up in their table.
setting -> settingName "=" settingValue {% (d) => node(d, { kind: "setting", name: d[0], value: d[2] }) %}
settingName -> settingWords {% (d) => node(d, { kind: "choice", value: build.phrase(d[0]) }) %}
settingValue -> valueWords {% (d) => node(d, { kind: "choice", value: build.phrase(d[0]) }) %} | hole {% id %}
settingWords -> settingWord {% ([w]) => [w] %} | settingWords settingWord {% ([all, w]) => [...all, w] %}
  | settingWords "-" settingWord {% ([all, sign, w]) => [...all, sign, w] %}
settingWord -> %word {% id %} | %reserved {% id %}
valueWords -> valueWord {% ([w]) => [w] %} | valueWords valueWord {% ([all, w]) => [...all, w] %}
valueWord -> %word {% id %} | %reserved {% id %}

intervals -> level over {% (d) => node(d, { kind: "intervals", level: d[0], resamples: null, seed: null, over: d[1] }) %}
  | level "from" signed "resamples" seed over {% (d) => node(d, { kind: "intervals", level: d[0], resamples: d[2], seed: d[4], over: d[5] }) %}
over -> null {% () => null %} | "over" "items" {% fixed("items") %} | "over" "training" "pairs" {% fixed("training pairs") %}
level -> %percent {% build.percent %} | hole {% id %}

# ---- values
newName -> %word {% (d) => node(d, { kind: "new name", name: d[0].text }) %}
modelRef -> %word {% reference("model") %} | hole {% id %}
conceptRef -> %word {% reference("concept") %} | hole {% id %}
conceptsRef -> %word {% reference("concepts") %} | hole {% id %}
conceptItem -> %word {% reference("concept", "concepts") %} | hole {% id %}
conceptItems -> conceptItem {% ([i]) => [i] %} | conceptItems "," conceptItem {% ([all, , i]) => [...all, i] %}
vectorRef -> %word {% reference("vector") %} | hole {% id %}
vectorItem -> %word {% reference("vector", "vectors") %} | hole {% id %}
vectorItems -> vectorItem {% ([i]) => [i] %} | vectorItems "," vectorItem {% ([all, , i]) => [...all, i] %}
evaluationRef -> %word {% reference("evaluation") %} | hole {% id %}
evaluationItems -> evaluationRef {% ([i]) => [i] %} | evaluationItems "," evaluationRef {% ([all, , i]) => [...all, i] %}
shiftRef -> %word {% reference("shift") %} | hole {% id %}
layersName -> %word {% reference("layers") %}
choice -> words {% (d) => node(d, { kind: "choice", value: d[0].map((t: { text: string }) => t.text).join("-") }) %} | hole {% id %}
words -> %word {% ([w]) => [w] %} | words "-" %word {% ([all, , w]) => [...all, w] %}
bound -> signed {% id %} | %percent {% build.percent %}
signed -> number {% id %} | "-" number {% build.negative %} | hole {% id %}
number -> %number {% build.number %}
text -> %text {% build.text %} | hole {% id %}
hole -> %hole {% build.hole %}
