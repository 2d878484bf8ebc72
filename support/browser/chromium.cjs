// Where the run's Chromium lies: unpacked once into `.cache/browser/<version>/`, whole or not at all.
'use strict';
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const PACKAGE = resolve(__dirname, '..', '..', 'node_modules', '@sparticuz', 'chromium');
const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'];
const LONGEST_UNPACKING_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/**
 * The folder with `chromium`, `fonts/` and `al2023/lib/` (libraries for systems that lack them).
 * Runs that start side by side take turns: the first unpacks, the others find it done.
 * @param cache the folder for browsers, `.cache/browser`.
 */
async function unpackedChromium(cache) {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unlock = await locked(join(cache, `${version}.lock`), folder);
  try {
    if (!existsSync(folder)) await unpack(folder);
  } finally {
    unlock();
  }
  return folder;
}

async function unpack(folder) {
  const draft = mkdtempSync(`${folder}.draft-`);
  const dropDraft = () => rmSync(draft, { recursive: true, force: true });
  process.once('exit', dropDraft);
  const before = process.env.TMPDIR;
  try {
    // The package knows one place to unpack to: the system's temporary folder, asked for at each call.
    process.env.TMPDIR = draft;
    const { inflate } = require('@sparticuz/chromium');
    await Promise.all(ARCHIVES.map((archive) => inflate(join(PACKAGE, 'bin', archive))));
    renameSync(draft, folder);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    dropDraft();
    process.off('exit', dropDraft);
  }
}

/** Holds the lock file, which names its holder; a lock whose holder is gone is taken over. @returns how to let go. */
async function locked(file, untilThere) {
  const deadline = Date.now() + LONGEST_UNPACKING_MS;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const unlock = () => rmSync(file, { force: true });
      process.once('exit', unlock);
      return () => {
        unlock();
        process.off('exit', unlock);
      };
    } catch (cause) {
      if (cause.code !== 'EEXIST') throw cause;
    }
    if (existsSync(untilThere)) return () => undefined;
    if (!holderIsAlive(file)) rmSync(file, { force: true });
    else if (Date.now() > deadline)
      throw new Error(`${file} is held by another run that does not come to an end`);
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  }
}

function holderIsAlive(file) {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    // An empty file is one that is being written at this moment.
    if (holder > 0) process.kill(holder, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}

/** The same letters on every machine: only the fonts that came along. @returns the file that says so. */
function fontsOf(chromium, folder) {
  const file = join(folder, 'fonts.conf');
  const fonts = join(chromium, 'fonts', 'fonts');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${escaped(fonts)}</dir>` +
      `<cachedir>${escaped(join(folder, 'fonts-cache'))}</cachedir></fontconfig>\n`,
  );
  return file;
}

function escaped(path) {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

module.exports = { unpackedChromium, fontsOf };
