import { discover } from '@reference/kit/discovery';
import { createLogger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import type { ServiceName } from '../errors';
import { startFrontend } from '../frontend';
import { FakeUpstream } from './fake-upstream';

const INDEX = '<!doctype html><title>The application</title>';

/** A frontend with pages, a discovery folder of its own and what is started in it; everything ends with `stop`. */
export class EdgeUnderTest {
  readonly discoveryDir: string;
  url = '';
  private running: Running | undefined;
  private readonly upstreams: FakeUpstream[] = [];
  private readonly clients: WebSocket[] = [];

  private constructor(private readonly folder: string) {
    this.discoveryDir = join(folder, 'discovery');
  }

  static async start(): Promise<EdgeUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'edge-'));
    const edge = new EdgeUnderTest(folder);
    const web = join(folder, 'web');
    mkdirSync(join(web, 'assets'), { recursive: true });
    writeFileSync(join(web, 'index.html'), INDEX);
    writeFileSync(join(web, 'assets', 'app-4f2a.js'), 'export {};');
    const settings = { PORT: 0, INSTANCE: '1', LOG_LEVEL: 'debug', WEB_ROOT: web } as const;
    const logger = createLogger('frontend', '1', 'debug', join(folder, 'log'));
    edge.running = await startFrontend({ ...settings, SERVICE_DISCOVERY_DIR: edge.discoveryDir }, logger);
    edge.url = (await discover(edge.discoveryDir, 'frontend'))[0]?.url ?? '';
    return edge;
  }

  async upstream(service: ServiceName, instance = '1'): Promise<FakeUpstream> {
    const upstream = await FakeUpstream.start(this.discoveryDir, service, instance);
    this.upstreams.push(upstream);
    return upstream;
  }

  async fetch(path: string, init?: RequestInit): Promise<Response> {
    return await fetch(`${this.url}${path}`, init);
  }

  /** A client's socket; what happens to it is the caller's to see. */
  open(protocols: string[] = ['chat.v1'], options: ClientOptions = {}, path = '/ws'): WebSocket {
    const client = new WebSocket(`${this.url.replace('http', 'ws')}${path}`, protocols, options);
    this.clients.push(client);
    return client;
  }

  /** The log so far, one object a line. */
  log(): Record<string, unknown>[] {
    const lines = readFileSync(join(this.folder, 'log'), 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async stopEdge(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  async stop(): Promise<void> {
    for (const client of this.clients) {
      client.on('error', () => undefined); // what `ws` calls the end of a socket that never opened
      client.terminate();
    }
    await this.stopEdge();
    await Promise.all(this.upstreams.map((upstream) => upstream.die()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
