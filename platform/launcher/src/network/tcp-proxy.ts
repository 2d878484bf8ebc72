import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onChosenPort, PortTaken } from '../ports';
import { looking } from '../waiting';
import type { NetworkFault } from './network-fault';
import { Passage } from './passage';

const HOST = '127.0.0.1';
const PROOF_MS = 1_000;

/** A place on the loopback that passes everything on to another one, until it is told what is to be wrong with it. */
export class TcpProxy {
  private present: NetworkFault | undefined;
  private server: Server | undefined;
  private readonly passages = new Set<Passage>();
  /** Listening and not listening follow each other, however fast faults do. */
  private turn: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    readonly port: number,
    private readonly target: number,
  ) {}

  /** @param target the port on the loopback to which everything goes */
  static async open(target: number): Promise<TcpProxy> {
    return await onChosenPort(async (port) => {
      const proxy = new TcpProxy(port, target);
      await proxy.listen();
      return proxy;
    });
  }

  get fault(): NetworkFault | undefined {
    return this.present;
  }

  /**
   * For every connection, open or to come, from this call on: nothing gets through in between. Resolves when new ones
   * are refused, or no longer.
   * @param fault undefined heals: new connections flow, and those that were damaged are ended
   */
  async set(fault: NetworkFault | undefined): Promise<void> {
    this.present = fault;
    for (const passage of this.passages) passage.set(fault);
    await this.listenOrNot();
  }

  /**
   * Looks whether it may be used again as if it had never had a fault.
   * @returns why not, as the end of a sentence; undefined when it is proved clean
   */
  async whyNotClean(): Promise<string | undefined> {
    if (this.closed) return 'is closed';
    if (this.present) return `still has a fault (${this.present.kind})`;
    if ([...this.passages].some(({ damaged }) => damaged)) return 'has a connection that was damaged';
    return (await this.passesOn()) ? undefined : 'does not lead to its target';
  }

  /** Ends every connection; there is no way back. */
  async close(): Promise<void> {
    this.closed = true;
    for (const passage of this.passages) passage.sever();
    await this.listenOrNot();
  }

  private async passesOn(): Promise<boolean> {
    const probe = connect(this.port, HOST);
    const gone = once(probe, 'close'); // Rejects with the probe's error, which says the same.
    const reached = () => [...this.passages].some((one) => one.reached && one.callerPort === probe.localPort);
    const seen = await looking(async () => (probe.localPort && reached() ? true : undefined), {
      deadline: performance.now() + PROOF_MS,
      until: gone,
    });
    probe.destroy();
    return seen === true;
  }

  private async listenOrNot(): Promise<void> {
    const turn = this.turn.then(() => (this.isDeaf ? this.stopListening() : this.listen()));
    this.turn = turn.catch(() => undefined); // Told to whoever asked for it; the next one may fare better.
    await turn;
  }

  private get isDeaf(): boolean {
    return this.closed || this.present?.kind === 'refuse';
  }

  private async listen(): Promise<void> {
    if (this.server) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => this.pass(caller));
    this.server = server;
    server.listen({ port: this.port, host: HOST, exclusive: true });
    try {
      await once(server, 'listening');
    } catch (cause) {
      this.server = undefined;
      throw (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(this.port) : cause;
    }
  }

  private stopListening(): void {
    this.server?.close();
    this.server = undefined;
  }

  private pass(caller: Socket): void {
    const { present } = this;
    if (this.isDeaf || present?.kind === 'reset') {
      caller.resetAndDestroy();
      return;
    }
    const target = connect({ port: this.target, host: HOST, allowHalfOpen: true, noDelay: true });
    const passage = new Passage(caller, target, () => this.passages.delete(passage));
    this.passages.add(passage);
    passage.set(present);
  }
}
