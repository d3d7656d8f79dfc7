// JSON from strangers: keys that stand twice, and texts made to exhaust a parser.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseObject, repeatedKey } from "../../../src/runtime/models/checkpoint/checked-json.js";
import { thrownBy } from "./thrown.js";

test("a key may stand once in each object", () => {
  assert.is(repeatedKey('{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}'), null);
  assert.is(repeatedKey('{"a": {"b": 1, "c": "b", "b" : 2}}'), "b");
  assert.is(repeatedKey('{"a\\"": 1, "x": "{\\"a", "a\\u0022": 2}'), 'a"');
  assert.is(repeatedKey(JSON.stringify({ a: '\\"{'.repeat(1e6), b: ["a", "a"] })), null);
});

test("a text nested too deeply is refused", () => {
  const deep = `{"a":${"[".repeat(1e6)}${"]".repeat(1e6)}}`;
  const said = () => assert.ok(parseObject(deep, "x.json"));
  try {
    said();
  } catch (error) {
    assert.match(
      (error as Error).message,
      /^E303: The model file "x.json" is damaged: it is not valid JSON\./,
    );
  }
  assert.match(thrownBy(() => parseObject('{"a":', "x.json")).message, /it is not valid JSON/);
});

test.run();
