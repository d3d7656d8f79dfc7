"use strict";
function request() {
  throw new Error("Reading a table from a URL is not supported: download the file and read it from disk.");
}
module.exports = Object.assign(request, { get: request, post: request, head: request });
