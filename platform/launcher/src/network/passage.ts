import type { Socket } from 'node:net';
import { Flow } from './flow';
import type { NetworkFault } from './network-fault';

/** One connection through a proxy: two sockets, and what flows between them. */
export class Passage {
  /** Whether the one who is called took the connection. */
  reached = false;
  private readonly sockets: readonly [Socket, Socket];
  private readonly flows: readonly [Flow, Flow];

  /**
   * @param caller taken, and not read from yet
   * @param target on its way to the one who is called; both must allow one side to finish before the other
   * @param onGone called once neither socket is there any more
   */
  constructor(caller: Socket, target: Socket, onGone: () => void) {
    this.sockets = [caller, target];
    const sever = () => this.sever();
    this.flows = [new Flow(caller, target, 'there', sever), new Flow(target, caller, 'back', sever)];
    target.once('connect', () => (this.reached = true));
    for (const socket of this.sockets) {
      socket.on('error', () => undefined); // Its close, which follows, is told to the other side.
      socket.once('close', () => {
        if (this.sockets.every(({ closed }) => closed)) onGone();
      });
    }
  }

  /** The port from which the caller calls. */
  get callerPort(): number | undefined {
    return this.sockets[0].remotePort;
  }

  get damaged(): boolean {
    return this.flows.some(({ damaged }) => damaged);
  }

  set(fault: NetworkFault | undefined): void {
    // What was harmed by the fault before this one is not to live on as if nothing had happened.
    if (this.damaged || fault?.kind === 'reset' || fault?.kind === 'refuse') this.sever();
    for (const flow of this.flows) flow.set(fault);
  }

  /** Resets both sides. */
  sever(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }
}
