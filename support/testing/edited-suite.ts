import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { WebSocketServer } from 'ws';

const PROJECT = resolve(__dirname, '..', '..');
/** All that a suite is made of, except its features, its step definitions and its targets. */
const SHARED = [
  'cucumber.js',
  'package.json',
  'tsconfig.json',
  'support',
  'world',
  'reports',
  'requirements',
];
/** "No token provided", as the wire contract has it. */
const NO_TOKEN = 4001;
/** Two services that are well and do nothing else, by the first part of the path. */
const SERVICES = ['auth', 'backend'];

export interface EditedFiles {
  /** Path below `features/` -> Gherkin. */
  readonly features: Readonly<Record<string, string>>;
  /** Path below `step-definitions/` -> TypeScript. */
  readonly steps: Readonly<Record<string, string>>;
}

/**
 * The suite with other features and step definitions, as somebody might have edited them: a folder of its own whose
 * everything else is this project, and a target that needs no platform. The work tree is not touched.
 */
export class EditedSuite {
  private constructor(
    readonly folder: string,
    private readonly server: Server,
  ) {}

  static async of({ features, steps }: EditedFiles): Promise<EditedSuite> {
    mkdirSync(join(PROJECT, '.cache'), { recursive: true });
    // Below the project, so that packages and the compiler's settings are found as in the project itself.
    const folder = mkdtempSync(join(PROJECT, '.cache', 'edited-suite-'));
    for (const name of SHARED) symlinkSync(join(PROJECT, name), join(folder, name));
    const server = await healthyServices();
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const targets = { 'healthy.yaml': targetAt(address) };
    for (const [parent, files] of Object.entries({ features, 'step-definitions': steps, targets }))
      for (const [name, text] of Object.entries(files)) write(join(folder, parent, name), text);
    return new EditedSuite(folder, server);
  }

  /** What a run in it needs besides its arguments. */
  get env(): Record<string, string> {
    return { ACCEPTANCE_TARGETS: join(this.folder, 'targets'), ACCEPTANCE_TARGET: 'healthy' };
  }

  remove(): void {
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function healthyServices(): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const service = SERVICES.find((name) => url.startsWith(`/${name}/`));
    const keys = url.endsWith('/jwks.json') ? [{ kty: 'EC', kid: '1' }] : undefined;
    response
      .writeHead(service ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify({ service, version: '1', status: 'ready', checks: {}, keys }));
  });
  new WebSocketServer({ server }).on('connection', (socket) => socket.close(NO_TOKEN));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

function targetAt(address: string): string {
  return [
    'platform: running',
    `origin: http://${address}`,
    'addresses:',
    `  auth: http://${address}/auth`,
    `  backend: http://${address}/backend`,
    `  chat: ws://${address}/ws`,
    '',
  ].join('\n');
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}
