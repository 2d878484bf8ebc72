// The run's one Chromium, in a process of its own that is plain JavaScript so that it starts at once.
//
// Environment: BROWSER_CACHE (`.cache/browser`), BROWSER_FOLDER (for everything that this browser writes; removed at
// the end), LIFELINE_FD (a pipe that nobody writes to: when it closes, the browser ends).
// Standard output: one line of JSON, {"ws_endpoint", "pid"} or {"failure"}. Exit code 0, or 2 with a failure.
'use strict';
const { mkdirSync, rmSync } = require('node:fs');
const { Socket } = require('node:net');
const { delimiter, join } = require('node:path');
const { fontsOf, unpackedChromium } = require('./chromium.cjs');

// Not the package's own: with --single-process or --no-zygote the end of one context would be the end of the browser.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
  // One origin and no picture worth a second thread: what keeps sites and rasters apart only costs here.
  '--disable-site-isolation-trials',
  '--num-raster-threads=1',
];
const START_DEADLINE_MS = 30_000;
const { BROWSER_CACHE, BROWSER_FOLDER, LIFELINE_FD } = process.env;

let server;
let isLeaving = false;

async function main() {
  const chromium = await unpackedChromium(BROWSER_CACHE);
  mkdirSync(BROWSER_FOLDER, { recursive: true, mode: 0o700 });
  // Profiles and whatever else Playwright and Chromium take a temporary folder for.
  process.env.TMPDIR = BROWSER_FOLDER;
  const playwright = require('playwright-core');
  server = await launch(playwright, chromium);
  server.on('close', () => leave(isLeaving ? 0 : 1));
  if (isLeaving) return leave(0);
  tell({ ws_endpoint: server.wsEndpoint(), pid: server.process().pid });
}

async function launch(playwright, chromium) {
  const launchWith = (env) =>
    playwright.chromium.launchServer({
      executablePath: join(chromium, 'chromium'),
      args: ARGUMENTS,
      host: '127.0.0.1',
      timeout: START_DEADLINE_MS,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: {
        ...process.env,
        HOME: BROWSER_FOLDER,
        FONTCONFIG_FILE: fontsOf(chromium, BROWSER_FOLDER),
        ...env,
      },
    });
  try {
    return await launchWith({});
  } catch (cause) {
    if (!/error while loading shared libraries/.test(cause.message)) throw cause;
    const own = join(chromium, 'al2023', 'lib');
    const LD_LIBRARY_PATH = [process.env.LD_LIBRARY_PATH, own].filter(Boolean).join(delimiter);
    return await launchWith({ LD_LIBRARY_PATH });
  }
}

async function leave(code) {
  isLeaving = true;
  const leaving = server;
  server = undefined;
  await leaving?.kill();
  process.exit(code);
}

function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** Chromium's own last words say more than the call log that surrounds them. */
function reasonOf(cause) {
  const said = String(cause?.message ?? cause);
  const loud = /(error while loading shared libraries.*|FATAL:.*|Failed to launch:.*|ENOSPC.*|EACCES.*)/.exec(
    said,
  );
  return (loud?.[1] ?? said.split('\n')[0]).trim();
}

process.once('exit', () => {
  if (BROWSER_FOLDER) rmSync(BROWSER_FOLDER, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void leave(0));
const lifeline = new Socket({ fd: Number(LIFELINE_FD), readable: true, writable: false });
lifeline.on('error', () => undefined); // An end like any other.
lifeline.on('close', () => void leave(0)).resume();

main().catch((cause) => {
  if (isLeaving) return;
  tell({ failure: reasonOf(cause) });
  process.exitCode = 2;
  lifeline.destroy();
  setImmediate(() => process.exit(2));
});
