import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Break, Line } from '../line';
import { Passage } from './passage';

const HOST = '127.0.0.1';

/**
 * A line as a SOCKS 5 proxy on the loopback (RFC 1928, no authentication): browsers and sockets reach the platform under
 * its own address through it, encrypted or not, and it may be cut at any byte.
 */
export class PersonalLine implements Line {
  private server: Server | undefined;
  private readonly passages = new Set<Passage>();
  private present: Break | undefined;
  private lostBytes = 0;

  async open(): Promise<void> {
    if (this.server) return;
    this.server = createServer({ noDelay: true }, (person) => this.admit(person));
    this.server.listen(0, HOST);
    await once(this.server, 'listening');
  }

  /** For who opens something: `socks5://127.0.0.1:41234`; undefined while there is no line. */
  get address(): string | undefined {
    const address = this.server?.address() as AddressInfo | null | undefined;
    return address ? `socks5://${HOST}:${address.port}` : undefined;
  }

  break(how: Break): number {
    if (!this.server) throw new Error('There is no line that could break.');
    const open = [...this.passages].filter(({ isJoined }) => isJoined).length;
    this.present = how;
    this.lostBytes = 0;
    for (const passage of this.passages) passage.set(how);
    return open;
  }

  lost(): number {
    return this.lostBytes;
  }

  heal(): void {
    this.present = undefined;
    for (const passage of this.passages) passage.heal();
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const passage of this.passages) passage.sever();
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  private admit(person: Socket): void {
    const { present } = this;
    if (present?.kind === 'reset' || present?.kind === 'cut') {
      person.on('error', () => undefined); // It may be gone already.
      person.resetAndDestroy();
      return;
    }
    const passage = new Passage(person, {
      lost: (bytes) => (this.lostBytes += bytes),
      gone: () => this.passages.delete(passage),
    });
    this.passages.add(passage);
    // A connection that opens beside one that the platform takes for open is whole.
    if (present && present.kind !== 'half-open') passage.set(present);
  }
}
