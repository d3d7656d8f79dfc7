// Is this Node new enough? Written so that old ones can read it, because they cannot even read the other scripts.
const { join } = require("path");

const wanted = require(join(__dirname, "..", "package.json")).engines.node.replace(">=", "");

/** Compares "20.9.1" with "20.19" number by number. */
function atLeast(version, least) {
  const parts = version.split(".").map(Number);
  for (const [i, need] of least.split(".").map(Number).entries())
    if ((parts[i] || 0) !== need) return (parts[i] || 0) > need;
  return true;
}

/** What is wrong with this version of Node, or null. */
const complaint = (version) =>
  atLeast(version, wanted)
    ? null
    : `steerlab needs Node ${wanted} or newer; this is Node ${version}.\n` +
      "Install a newer one (https://nodejs.org), then run the same command again.";

module.exports = { atLeast, complaint };

if (require.main === module) {
  const said = complaint(process.versions.node);
  if (said) console.error(`\n${said}`);
  process.exitCode = said ? 1 : 0;
}
