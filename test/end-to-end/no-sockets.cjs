// Preloaded into every process of a command: whoever opens a socket or looks a name up is written to the file that SOCKETS names.
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const dns = require("node:dns");
const dgram = require("node:dgram");

const tell = (what) => appendFileSync(process.env.SOCKETS, `${what}\n`);

/** Replaces a function by one that tells and then does as before. */
function watch(owner, name, what) {
  const before = owner[name];
  owner[name] = function (...words) {
    tell(`${what} ${JSON.stringify(words[0])}`);
    return before.apply(this, words);
  };
}

watch(net.Socket.prototype, "connect", "connect");
watch(net.Server.prototype, "listen", "listen");
watch(dns, "lookup", "lookup");
watch(dns.promises, "lookup", "lookup");
watch(dgram, "createSocket", "datagrams");
const { fetch } = globalThis;
globalThis.fetch = (...words) => {
  tell(`fetch ${String(words[0])}`);
  return fetch(...words);
};
