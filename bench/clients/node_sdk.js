#!/usr/bin/env node
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import OpenAI from "openai";
import { VERSION } from "openai/version";

const HELP = `Checks Belvedere with the official Node SDK: what its users see of answers, streams, pictures and errors.

  (cd bench/clients && npm install)
  bench/clients/node_sdk.js

starts the server of this checkout with its embedded model, and another one with room for one request only. Or take one
that runs (what needs the narrow server is left out then, and the table says so):

  ./belvedere serve --port 8080 --api-key-file KEYS --allow-media-host 127.0.0.1:8099
  bench/clients/node_sdk.js --base-url http://127.0.0.1:8080/v1 --key KEY --picture-port 8099

  --belvedere PROGRAM   the program to start, by default this checkout's launcher
  --base-url URL        check this server instead
  --key KEY             its key
  --picture-port PORT   where the pictures are to be served on 127.0.0.1; by default a free port

The server must serve Belvedere Mini: the checks know its answers. Needs Node 20 or later; prints a table of checks and
ends with exit code 1 if one fails.
`;

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const PICTURES = path.join(ROOT, "models", "mini", "demo");
const MODEL = "belvedere-mini";
const SCENE = ["orange hexagon", "two blue crescents", "orange fish"];
const ENDLESS = { min_tokens: 1900, stop_on_repetition: false };
const hello = [{ role: "user", content: "Hello" }];

/** A server under test: where it is, and what its health tells. */
class Server {
  constructor(url, key) {
    this.url = url;
    this.key = key;
    this.client = new OpenAI({ baseURL: url, apiKey: key, maxRetries: 0 });
  }

  ask(request = {}, options = {}) {
    return this.client.chat.completions.create({ model: MODEL, messages: hello, temperature: 0, ...request }, options);
  }

  /** Waits, for half a minute at most, until the engine computes so many answers. */
  async awaitRunning(answers) {
    const end = Date.now() + 30_000;
    for (;;) {
      const reply = await fetch(new URL("/health?verbose", this.url), { headers: { authorization: `Bearer ${this.key}` } });
      const { running } = (await reply.json()).engine;
      if (running === answers) return;
      assert(Date.now() < end, `${running} requests run, not ${answers}`);
      await pause(50);
    }
  }
}

/** Belvedere Mini's demo pictures, as base64 and on a web server on loopback. */
class Gallery {
  static async open(port) {
    const gallery = new Gallery();
    gallery.server = createServer(async (request, reply) => {
      try {
        reply.end(await readFile(path.join(PICTURES, path.basename(request.url))));
      } catch {
        reply.writeHead(404).end();
      }
    }).listen(port, "127.0.0.1");
    await once(gallery.server, "listening");
    gallery.host = `127.0.0.1:${gallery.server.address().port}`;
    return gallery;
  }

  address(name) {
    return `http://${this.host}/${name}.png`;
  }

  async inline(name) {
    return "data:image/png;base64," + (await readFile(path.join(PICTURES, `${name}.png`))).toString("base64");
  }
}

const about = (...urls) => [{
  role: "user",
  content: [...urls.map((url) => ({ type: "image_url", image_url: { url } })), { type: "text", text: "What's in this image?" }],
}];
const text = (answer) => answer.choices[0].message.content;
const all = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};

/** The exception, which must be of this class and have these facts: its status, code or param. */
async function raises(exception, act, facts = {}) {
  try {
    await act();
  } catch (error) {
    assert.equal(error.constructor, exception, `${error.constructor.name}: ${error.message}`);
    for (const [name, expected] of Object.entries(facts)) assert.equal(error[name], expected, name);
    return error;
  }
  assert.fail(`no ${exception.name}`);
}

const CHECKS = {
  "picture by address and as base64": async (server, gallery) => {
    const remote = await server.ask({ messages: about(gallery.address("scene")) });
    const inline = await server.ask({ messages: about(await gallery.inline("scene")) });
    for (const fact of SCENE) assert(text(remote).includes(fact), text(remote));
    assert.equal(text(remote), text(inline));
    assert.equal(remote.choices[0].finish_reason, "stop");
    assert.match(remote._request_id, /^req_/);
  },
  "usage": async (server, gallery) => {
    const { usage } = await server.ask({ messages: about(await gallery.inline("word")) });
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    assert(usage.prompt_tokens_details.image_tokens >= 16 && usage.prompt_tokens_details.image_tokens < usage.prompt_tokens);
  },
  "several pictures": async (server, gallery) => {
    const urls = [await gallery.inline("scene"), gallery.address("word")];
    const counts = [];
    for (const some of [urls, [urls[0]], [urls[1]]]) {
      counts.push((await server.ask({ messages: about(...some), max_tokens: 1 })).usage.prompt_tokens_details.image_tokens);
    }
    assert.equal(counts[0], counts[1] + counts[2]);
  },
  "a chat of two turns": async (server, gallery) => {
    const first = about(await gallery.inline("hearts"));
    const said = (await server.ask({ messages: first })).choices[0].message;
    const answer = await server.ask({ messages: [...first, said, { role: "user", content: "How many hearts are there?" }] });
    assert.match(text(answer), /4/);
    assert(answer.usage.prompt_tokens_details.cached_tokens > 0);
  },
  "developer = system": async (server) => {
    const [developer, system] = await Promise.all(["developer", "system"].map((role) =>
      server.ask({ messages: [{ role, content: "Answer briefly." }, ...hello] })));
    assert.equal(text(developer), text(system));
    assert.equal(developer.usage.prompt_tokens, system.usage.prompt_tokens);
  },
  "token limits": async (server) => {
    for (const field of ["max_tokens", "max_completion_tokens"]) {
      const answer = await server.ask({ [field]: 3 });
      assert.equal(answer.choices[0].finish_reason, "length");
      assert.equal(answer.usage.completion_tokens, 3);
    }
  },
  "stop strings": async (server) => {
    const whole = text(await server.ask());
    for (const stop of ["picture", ["zebra", "picture"]]) {
      const answer = await server.ask({ stop });
      assert.equal(text(answer), whole.slice(0, whole.indexOf("picture")));
      assert.equal(answer.choices[0].finish_reason, "stop");
    }
  },
  "seed": async (server) => {
    const answers = [];
    for (const seed of [1, 2, 3, 1]) {
      answers.push(text(await server.ask({ temperature: 2, seed, max_tokens: 40, min_tokens: 40 })));
    }
    assert.equal(answers[0], answers[3]);
    assert(new Set(answers).size > 1);
  },
  "logprobs, top_logprobs": async (server) => {
    const answer = await server.ask({ logprobs: true, top_logprobs: 3 });
    const tokens = answer.choices[0].logprobs.content;
    assert.equal(Buffer.from(tokens.flatMap((token) => token.bytes)).toString(), text(answer));
    for (const token of tokens) {
      assert.equal(token.top_logprobs.length, 3);
      assert.equal(token.top_logprobs[0].token, token.token);
      assert(token.top_logprobs.reduce((sum, other) => sum + Math.exp(other.logprob), 0) <= 1.0001);
    }
    assert.equal((await server.ask()).choices[0].logprobs, null);
  },
  "n": async (server) => {
    const answer = await server.ask({ n: 3, temperature: 2, seed: 4, max_tokens: 40, min_tokens: 40 });
    assert.deepEqual(answer.choices.map((choice) => choice.index), [0, 1, 2]);
    assert(new Set(answer.choices.map((choice) => choice.message.content)).size > 1);
    assert.equal(answer.usage.completion_tokens, 120);
    const streamed = ["", "", ""];
    for (const chunk of await all(await server.ask({ n: 3, stream: true }))) {
      for (const choice of chunk.choices) streamed[choice.index] += choice.delta.content ?? "";
    }
    assert.deepEqual([...new Set(streamed)], [text(await server.ask())]);
  },
  "null = absent": async (server) => {
    const fields = ("frequency_penalty presence_penalty logit_bias logprobs top_logprobs max_tokens max_completion_tokens metadata n"
      + " response_format seed service_tier stop store stream stream_options tools tool_choice top_p user").split(" ");
    const answer = await server.ask(Object.fromEntries(fields.map((field) => [field, null])));
    assert.equal(text(answer), text(await server.ask()));
  },
  "models": async (server) => {
    const models = await all(await server.client.models.list());
    assert.deepEqual(models.map((model) => model.id), [MODEL]);
    assert.deepEqual({ ...(await server.client.models.retrieve(MODEL)) }, { ...models[0] });
    assert(models[0].max_model_len > 0);
  },
  "stream = whole": async (server, gallery) => {
    for (const url of [await gallery.inline("scene"), gallery.address("scene")]) {
      const chunks = await all(await server.ask({ messages: about(url), stream: true }));
      for (const chunk of chunks) {
        assert.equal(chunk.choices.length, 1);
        assert.equal(chunk.id, chunks[0].id);
        assert(!chunk.usage);
      }
      assert.equal(chunks[0].choices[0].delta.role, "assistant");
      assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
      const said = chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join("");
      assert.equal(said, text(await server.ask({ messages: about(url) })));
      assert(chunks.length > 5);
    }
  },
  "stream with usage, logprobs": async (server) => {
    const asked = { logprobs: true, top_logprobs: 2 };
    const chunks = await all(await server.ask({ ...asked, stream: true, stream_options: { include_usage: true } }));
    const last = chunks.pop();
    const whole = await server.ask(asked);
    assert.deepEqual(last.choices, []);
    assert.deepEqual(last.usage, whole.usage);
    assert.deepEqual(chunks.flatMap((chunk) => chunk.choices[0].logprobs?.content ?? []), whole.choices[0].logprobs.content);
  },
  "stream helper of the SDK": async (server) => {
    const runner = server.client.chat.completions.stream({ model: MODEL, messages: hello, temperature: 0 });
    let said = "";
    runner.on("content", (delta) => { said += delta; });
    const answer = await runner.finalChatCompletion();
    assert.equal(said, text(answer));
    assert.equal(said, text(await server.ask()));
  },
  "cancel: a stream that is left ends its request": async (server) => {
    let seen = 0;
    for await (const _ of await server.ask({ ...ENDLESS, stream: true })) {
      if (++seen === 3) {
        await server.awaitRunning(1);
        break;
      }
    }
    await server.awaitRunning(0);
  },
  "cancel: APIUserAbortError, and the request ends": async (server) => {
    const leave = new AbortController();
    const refused = raises(OpenAI.APIUserAbortError, () => server.ask(ENDLESS, { signal: leave.signal }));
    await server.awaitRunning(1);
    leave.abort();
    await refused;
    await server.awaitRunning(0);
  },
  "timeout: APIConnectionTimeoutError, and the request ends": async (server) => {
    await raises(OpenAI.APIConnectionTimeoutError, () => server.ask(ENDLESS, { timeout: 700 }));
    await server.awaitRunning(0);
  },
  "wrong key: AuthenticationError": async (server) => {
    await raises(OpenAI.AuthenticationError, () => new Server(server.url, "wrong").ask(), { status: 401, code: "invalid_api_key" });
  },
  "not here: NotFoundError": async (server) => {
    await raises(OpenAI.NotFoundError, () => server.ask({ model: "gpt-x" }), { status: 404, code: "model_not_found" });
    await raises(OpenAI.NotFoundError, () => server.client.models.retrieve("gpt-x"), { code: "model_not_found" });
    await raises(OpenAI.NotFoundError, () => server.client.embeddings.create({ model: "x", input: "x" }), { code: "unknown_url" });
  },
  "bad requests: BadRequestError with param and code": async (server, gallery) => {
    const url = "messages[0].content[0].image_url.url";
    const tool = { type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } };
    const cases = [
      ["temperature", "invalid_value", { temperature: 3 }],
      ["min_tokens", "invalid_type", { min_tokens: "few" }],
      ["tools", "unsupported_value", { tools: [tool] }],
      ["response_format", "unsupported_value", { response_format: { type: "json_object" } }],
      ["messages", "context_length_exceeded", { messages: [{ role: "user", content: "word ".repeat(4000) }] }],
      [url, "invalid_image_url", { messages: about("http://10.0.0.1/x.png") }],
      [url, "failed_to_download_image", { messages: about(gallery.address("none")) }],
      [url, "invalid_base64_image", { messages: about("data:image/png;base64,%%%") }],
      [url, "unsupported_image_media_type", { messages: about("data:image/png;base64,aGVsbG8=") }],
    ];
    for (const [param, code, request] of cases) {
      for (const stream of [false, true]) {
        await raises(OpenAI.BadRequestError, () => server.ask({ ...request, stream }), { status: 400, param, code });
      }
    }
  },
};

/** Those that need the server with one place. */
const NARROW_CHECKS = {
  "no place: InternalServerError, 503": async (server) => {
    const stream = await server.ask({ ...ENDLESS, stream: true });
    await server.awaitRunning(1);
    const error = await raises(OpenAI.InternalServerError, () => server.ask(), { status: 503, code: "server_is_overloaded" });
    assert(error.headers.get("retry-after-ms") <= 1000 * error.headers.get("retry-after"));
    stream.controller.abort();
    await server.awaitRunning(0);
  },
  "no place: the SDK comes back when told, and is answered": async (server) => {
    const stream = await server.ask({ ...ENDLESS, stream: true });
    await server.awaitRunning(1);
    const tries = [];
    const patient = server.client.withOptions({
      maxRetries: 3,
      fetch: async (...call) => {
        const reply = await fetch(...call);
        tries.push(reply.status);
        if (reply.status === 503) stream.controller.abort();
        return reply;
      },
    });
    const answer = await patient.chat.completions.create({ model: MODEL, messages: hello });
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.deepEqual(tries, [503, 200]);
  },
  "a body over the limit: APIError, 413": async (server) => {
    await raises(OpenAI.APIError, () => server.ask({ messages: [{ role: "user", content: "x".repeat(20_000) }] }),
      { status: 413, code: "request_too_large" });
  },
};

/** Starts a server; resolves when it answers. */
async function start(belvedere, cache, ...more) {
  const child = spawn(belvedere, ["serve", "--port", "0", ...more], {
    env: { ...process.env, BELVEDERE_API_KEY: "sk-checks", XDG_CACHE_HOME: cache },
    stdio: ["ignore", "inherit", "pipe"],
  });
  const said = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const ready = / is ready at (\S+) /.exec(line);
    if (ready) {
      child.stderr.resume();
      return { process: child, server: new Server(ready[1], "sk-checks") };
    }
  }
  throw new Error(`${belvedere} does not start:\n${said.join("\n")}`);
}

/** Prints the table's rows; returns how many checks failed. */
async function run(checks, server, gallery) {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    let result = "left out: needs a server that this script starts";
    if (server) {
      result = "ok";
      try {
        await check(server, gallery);
      } catch (error) {
        failed++;
        const line = /node_sdk\.js:(\d+)/.exec(error.stack)?.[1];
        result = `FAILED, line ${line}: ${error.message.replaceAll("\n", " ")}`;
      }
    }
    console.log(`| ${name} | ${result} |`);
  }
  return failed;
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      "belvedere": { type: "string", default: path.join(ROOT, "belvedere") },
      "base-url": { type: "string" },
      "key": { type: "string", default: "none" },
      "picture-port": { type: "string", default: "0" },
      "help": { type: "boolean", short: "h" },
    },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const gallery = await Gallery.open(Number(options["picture-port"]));
  const cache = await mkdtemp(path.join(tmpdir(), "belvedere-"));
  const started = [];
  try {
    let server = new Server(options["base-url"], options.key);
    let narrow;
    if (!options["base-url"]) {
      started.push(await start(options.belvedere, cache, "--allow-media-host", gallery.host));
      started.push(await start(options.belvedere, cache, "--limit", "waiting-requests=1", "--limit", "body-size=16KiB"));
      [server, narrow] = started.map((one) => one.server);
    }
    console.log(`\nopenai ${VERSION}, Node ${process.version}\n\n| check | result |\n| --- | --- |`);
    return await run(CHECKS, server, gallery) + await run(NARROW_CHECKS, narrow, gallery) ? 1 : 0;
  } finally {
    for (const one of started) {
      one.process.kill();
      await once(one.process, "exit");
    }
    await rm(cache, { recursive: true });
  }
}

process.exit(await main());
