// Tells a story with the official client for Node: `node tell.cjs URL KEY FILE`.
// Prints a line when it begins to send, and at the end, as JSON, the ids that the client gave up and why.
const { readFileSync } = require("node:fs");
const { Analytics } = require("@segment/analytics-node");

const [host, writeKey, file] = process.argv.slice(2);
const client = new Analytics({ writeKey, host, flushAt: 10, flushInterval: 20 });
const givenUp = {};
client.on("error", () => {}); // Each message is told of its own error, below.

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

function tell([kind, said]) {
  const named = Object.fromEntries(Object.entries(said).map(([name, value]) => [camel(name), value]));
  client[kind]({ ...named, timestamp: new Date(said.timestamp) }, (error) => {
    if (error) givenUp[said.message_id] = String(error.message ?? error);
  });
}

async function main() {
  const story = JSON.parse(readFileSync(file, "utf-8"));
  process.stdout.write("sending\n");
  story.slice(0, -1).forEach(tell);
  // It sends many batches at once; what is said last must come last.
  await client.flush();
  tell(story.at(-1));
  await client.closeAndFlush();
  process.stdout.write(JSON.stringify(givenUp));
}

main();
